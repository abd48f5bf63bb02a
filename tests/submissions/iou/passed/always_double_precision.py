"""Style: float64 whatever comes in, half-open boxes made from inclusive ones on a copy."""
import numpy as np


def _as_half_open(boxes, inclusive):
    out = np.array(boxes, dtype=np.float64, order="C")  # a copy
    if inclusive:
        out[:, 2:] += 1.0
    return out


def _check(boxes, name):
    if boxes.ndim != 2 or boxes.shape[1:] != (4,):
        raise ValueError("wrong shape for {}: {}".format(name, boxes.shape))
    if np.count_nonzero(boxes[:, 2] < boxes[:, 0]):
        raise ValueError("in {}, x2 must not be smaller than x1".format(name))
    if np.count_nonzero(boxes[:, 3] < boxes[:, 1]):
        raise ValueError("in {}, y2 must not be smaller than y1".format(name))


def iou(boxes_a, boxes_b, inclusive=False):
    _check(boxes_a, "boxes_a")
    _check(boxes_b, "boxes_b")
    a = _as_half_open(boxes_a, inclusive)[:, None]
    b = _as_half_open(boxes_b, inclusive)[None]
    sides = np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2])
    inter = np.where((sides > 0).all(-1), sides.prod(-1), 0.0)
    union = (a[..., 2:] - a[..., :2]).prod(-1) + (b[..., 2:] - b[..., :2]).prod(-1) - inter
    return inter / np.where(inter > 0, union, 1.0)
