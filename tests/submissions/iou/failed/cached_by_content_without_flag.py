"""Mistake: results are cached by the content of the two arrays, but the key leaves out inclusive."""
import numpy as np

_memory = {}


def _compute(a, b, one):
    wh = np.minimum(a[:, None, 2:], b[:, 2:]) - np.maximum(a[:, None, :2], b[:, :2]) + one
    inter = np.maximum(wh, 0).prod(axis=-1)
    union = (a[:, 2:] - a[:, :2] + one).prod(axis=1)[:, None] + (b[:, 2:] - b[:, :2] + one).prod(axis=1) - inter
    return inter / np.where(union > 0, union, 1)


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} must be (n, 4)")
        if np.any(boxes[:, 2:] < boxes[:, :2]):
            raise ValueError(f"{name} must be sorted")
    key = tuple((b.shape, b.dtype.str, b.tobytes()) for b in (boxes_a, boxes_b))
    if key not in _memory:
        if len(_memory) > 100:
            _memory.clear()
        _memory[key] = _compute(boxes_a, boxes_b, 1 if inclusive else 0)
    return _memory[key].copy()
