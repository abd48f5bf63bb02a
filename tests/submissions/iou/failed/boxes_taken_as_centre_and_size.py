"""Mistake: the boxes are taken as (cx, cy, width, height), as YOLO has them, not as two corners."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    if boxes_a.ndim != 2 or boxes_a.shape[-1] != 4:
        raise ValueError("boxes_a must hold four numbers a box")
    if boxes_b.ndim != 2 or boxes_b.shape[-1] != 4:
        raise ValueError("boxes_b must hold four numbers a box")
    if (boxes_a[:, 0] > boxes_a[:, 2]).any() or (boxes_a[:, 1] > boxes_a[:, 3]).any():
        raise ValueError("boxes_a must be ordered")
    if (boxes_b[:, 0] > boxes_b[:, 2]).any() or (boxes_b[:, 1] > boxes_b[:, 3]).any():
        raise ValueError("boxes_b must be ordered")
    extra = 1.0 if inclusive else 0.0
    half_a, half_b = boxes_a[:, 2:] / 2, boxes_b[:, 2:] / 2
    a1, a2 = boxes_a[:, :2] - half_a, boxes_a[:, :2] + half_a
    b1, b2 = boxes_b[:, :2] - half_b, boxes_b[:, :2] + half_b
    sides = np.maximum(np.minimum(a2[:, None], b2) - np.maximum(a1[:, None], b1) + extra, 0)
    inter = sides[..., 0] * sides[..., 1]
    area_a = np.prod(a2 - a1 + extra, axis=1)
    area_b = np.prod(b2 - b1 + extra, axis=1)
    union = area_a[:, None] + area_b - inter
    return inter / np.where(union == 0, 1, union)
