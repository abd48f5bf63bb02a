"""Mistake: the check is strict, x2 <= x1 or y2 <= y1 is refused, though a box of zero width or height is allowed."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} must be 2-d with last axis 4")
        if not (boxes[:, 2:] > boxes[:, :2]).all():
            raise ValueError(f"{name} must have x1 < x2 and y1 < y2")
    one = 1 if inclusive else 0
    wh = np.minimum(boxes_a[:, None, 2:], boxes_b[:, 2:]) - np.maximum(boxes_a[:, None, :2], boxes_b[:, :2]) + one
    wh[wh < 0] = 0
    inter = wh[..., 0] * wh[..., 1]
    area_a = np.prod(boxes_a[:, 2:] - boxes_a[:, :2] + one, axis=1)
    area_b = np.prod(boxes_b[:, 2:] - boxes_b[:, :2] + one, axis=1)
    return inter / (area_a[:, None] + area_b - inter)
