"""Mistake: the result is written into a buffer kept per (n, m), so a later call of that shape overwrites an earlier result."""
import functools

import numpy as np


@functools.lru_cache(maxsize=None)
def _buffer(n, m):
    return np.zeros((n, m))


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} must have the shape (n, 4)")
        if np.any(boxes[:, 2:] < boxes[:, :2]):
            raise ValueError(f"{name} must have ordered corners")
    k = 1.0 if inclusive else 0.0
    out = _buffer(len(boxes_a), len(boxes_b))
    out.fill(0.0)
    for i, a in enumerate(boxes_a.astype(float)):
        sides = np.maximum(np.minimum(a[2:], boxes_b[:, 2:]) - np.maximum(a[:2], boxes_b[:, :2]) + k, 0)
        inter = sides.prod(axis=1, dtype=float)
        union = (a[2:] - a[:2] + k).prod() + (boxes_b[:, 2:] - boxes_b[:, :2] + k).prod(axis=1, dtype=float) - inter
        np.divide(inter, union, out=out[i], where=union > 0)
    return out
