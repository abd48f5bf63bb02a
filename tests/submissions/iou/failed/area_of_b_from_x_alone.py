"""Mistake: the height of boxes_b is computed from the x columns (2 and 0), a copied line not edited."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    if not (boxes_a.ndim == 2 and boxes_a.shape[1] == 4 and (boxes_a[:, 2:] >= boxes_a[:, :2]).all()):
        raise ValueError("boxes_a must be (n, 4) with x1 <= x2 and y1 <= y2")
    if not (boxes_b.ndim == 2 and boxes_b.shape[1] == 4 and (boxes_b[:, 2:] >= boxes_b[:, :2]).all()):
        raise ValueError("boxes_b must be (m, 4) with x1 <= x2 and y1 <= y2")
    o = 1 if inclusive else 0
    width_a = boxes_a[:, 2] - boxes_a[:, 0] + o
    height_a = boxes_a[:, 3] - boxes_a[:, 1] + o
    width_b = boxes_b[:, 2] - boxes_b[:, 0] + o
    height_b = boxes_b[:, 2] - boxes_b[:, 0] + o
    w = np.minimum(boxes_a[:, 2][:, None], boxes_b[:, 2]) - np.maximum(boxes_a[:, 0][:, None], boxes_b[:, 0]) + o
    h = np.minimum(boxes_a[:, 3][:, None], boxes_b[:, 3]) - np.maximum(boxes_a[:, 1][:, None], boxes_b[:, 1]) + o
    inter = w.clip(0) * h.clip(0)
    union = (width_a * height_a)[:, None] + width_b * height_b - inter
    return np.divide(inter, union, out=np.zeros_like(inter), where=union != 0)
