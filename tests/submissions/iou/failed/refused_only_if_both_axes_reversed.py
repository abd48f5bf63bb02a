"""Mistake: a box is refused only if x2 < x1 and y2 < y1, so a box reversed along one axis passes."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} must be a stack of boxes, (n, 4)")
        if np.any((boxes[:, 2] < boxes[:, 0]) & (boxes[:, 3] < boxes[:, 1])):
            raise ValueError(f"{name} must be a stack of valid boxes")
    plus = 1 if inclusive else 0
    ax1, ay1, ax2, ay2 = np.split(boxes_a, 4, axis=1)
    bx1, by1, bx2, by2 = np.split(boxes_b, 4, axis=1)
    w = np.maximum(np.minimum(ax2, bx2.T) - np.maximum(ax1, bx1.T) + plus, 0)
    h = np.maximum(np.minimum(ay2, by2.T) - np.maximum(ay1, by1.T) + plus, 0)
    inter = w * h
    union = (ax2 - ax1 + plus) * (ay2 - ay1 + plus) + ((bx2 - bx1 + plus) * (by2 - by1 + plus)).T - inter
    return np.divide(inter, union, out=np.zeros_like(inter), where=union != 0)
