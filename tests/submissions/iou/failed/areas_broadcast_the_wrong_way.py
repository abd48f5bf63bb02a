"""Mistake: the areas are broadcast along the wrong axes (area_a along columns, area_b along rows)."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} must be (?, 4)")
        if (boxes[:, 2:] < boxes[:, :2]).any():
            raise ValueError(f"{name} must be (x1, y1, x2, y2)")
    c = 1 if inclusive else 0
    area_a = (boxes_a[:, 2] - boxes_a[:, 0] + c) * (boxes_a[:, 3] - boxes_a[:, 1] + c)
    area_b = (boxes_b[:, 2] - boxes_b[:, 0] + c) * (boxes_b[:, 3] - boxes_b[:, 1] + c)
    lt = np.maximum(boxes_a[:, None, :2], boxes_b[None, :, :2])
    rb = np.minimum(boxes_a[:, None, 2:], boxes_b[None, :, 2:])
    wh = np.maximum(rb - lt + c, 0)
    inter = wh[..., 0] * wh[..., 1]
    union = area_a + area_b[:, None] - inter
    return inter / np.where(union == 0, 1, union)
