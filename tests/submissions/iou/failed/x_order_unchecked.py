"""Mistake: y2 < y1 is refused but x2 < x1 is not."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name}: not of shape (n, 4)")
        if np.any(boxes[:, 3] < boxes[:, 1]):
            raise ValueError(f"{name}: corners not in order")
    k = 1 if inclusive else 0
    lt = np.maximum(boxes_a[:, None, :2], boxes_b[:, :2])
    rb = np.minimum(boxes_a[:, None, 2:], boxes_b[:, 2:])
    inter = np.multiply(*np.moveaxis(np.maximum(rb - lt + k, 0), -1, 0))
    areas_a = np.multiply(*(boxes_a[:, 2:] - boxes_a[:, :2] + k).T)
    areas_b = np.multiply(*(boxes_b[:, 2:] - boxes_b[:, :2] + k).T)
    union = areas_a[:, None] + areas_b - inter
    return np.divide(inter, union, out=np.zeros_like(inter), where=union != 0)
