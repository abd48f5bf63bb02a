"""Mistake: results are cached by content and flag and the same array object is returned for equal arguments, so a caller who changes a result changes the next one."""
import numpy as np

CACHE = {}


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} is of the wrong shape")
        if np.any(boxes[:, 2:] < boxes[:, :2]):
            raise ValueError(f"{name} is not well ordered")
    key = (boxes_a.dtype.str, boxes_a.shape, boxes_a.tobytes(), boxes_b.shape, boxes_b.tobytes(), bool(inclusive))
    try:
        return CACHE[key]
    except KeyError:
        pass
    if len(CACHE) >= 64:
        CACHE.clear()
    o = 1 if inclusive else 0
    lo = np.maximum(boxes_a[:, None, :2], boxes_b[:, :2])
    hi = np.minimum(boxes_a[:, None, 2:], boxes_b[:, 2:])
    w, h = (np.maximum(hi - lo + o, 0)[..., k] for k in (0, 1))
    areas = [(b[:, 2] - b[:, 0] + o) * (b[:, 3] - b[:, 1] + o) for b in (boxes_a, boxes_b)]
    union = areas[0][:, None] + areas[1] - w * h
    return CACHE.setdefault(key, w * h / np.where(union > 0, union, 1))
