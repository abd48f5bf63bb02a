"""Mistake: box k of boxes_a is compared with box k of boxes_b only, giving (n,) instead of (n, m)."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name}: shape {boxes.shape}")
        if np.any(boxes[:, 2:] < boxes[:, :2]):
            raise ValueError(f"{name}: order")
    c = 1 if inclusive else 0
    ax1, ay1, ax2, ay2 = boxes_a.T
    bx1, by1, bx2, by2 = boxes_b.T
    w = np.maximum(np.minimum(ax2, bx2) - np.maximum(ax1, bx1) + c, 0)
    h = np.maximum(np.minimum(ay2, by2) - np.maximum(ay1, by1) + c, 0)
    inter = w * h
    union = (ax2 - ax1 + c) * (ay2 - ay1 + c) + (bx2 - bx1 + c) * (by2 - by1 + c) - inter
    return np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)
