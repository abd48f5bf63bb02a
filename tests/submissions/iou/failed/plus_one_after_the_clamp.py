"""Mistake: in inclusive mode the + 1 is added after clamping at 0, so disjoint boxes share at least one pixel."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for arg, val in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if val.ndim != 2 or val.shape[1] != 4:
            raise ValueError(f"{arg} needs shape (n, 4), has {val.shape}")
        if (val[:, 2:] < val[:, :2]).any():
            raise ValueError(f"{arg} needs x1 <= x2 and y1 <= y2")
    k = 1 if inclusive else 0
    lo = np.maximum(boxes_a[:, None, :2], boxes_b[:, :2])
    hi = np.minimum(boxes_a[:, None, 2:], boxes_b[:, 2:])
    sides = np.maximum(hi - lo, 0) + k
    inter = sides[..., 0] * sides[..., 1]
    size_a = (boxes_a[:, 2:] - boxes_a[:, :2] + k).prod(axis=1)
    size_b = (boxes_b[:, 2:] - boxes_b[:, :2] + k).prod(axis=1)
    union = size_a[:, None] + size_b - inter
    out = np.zeros(inter.shape, dtype=inter.dtype)
    np.divide(inter, union, out=out, where=union != 0)
    return out
