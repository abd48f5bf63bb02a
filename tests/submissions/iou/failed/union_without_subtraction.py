"""Mistake: the union is area_a + area_b, the intersection is never subtracted."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, b in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if b.ndim != 2 or b.shape[1] != 4:
            raise ValueError(f"{name} must have shape (k, 4)")
        if np.any(b[:, 2:] < b[:, :2]):
            raise ValueError(f"{name} must have x1 <= x2 and y1 <= y2")
    one = 1 if inclusive else 0
    lt = np.maximum(boxes_a[:, None, :2], boxes_b[:, :2])
    rb = np.minimum(boxes_a[:, None, 2:], boxes_b[:, 2:])
    inter = np.prod(np.maximum(rb - lt + one, 0), axis=-1)
    area_a = np.prod(boxes_a[:, 2:] - boxes_a[:, :2] + one, axis=1)
    area_b = np.prod(boxes_b[:, 2:] - boxes_b[:, :2] + one, axis=1)
    union = area_a[:, None] + area_b
    return np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)
