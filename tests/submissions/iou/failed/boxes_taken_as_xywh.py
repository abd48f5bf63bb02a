"""Mistake: the boxes are taken as (x, y, width, height), as COCO stores them, not as two corners."""
import numpy as np


def to_corners(boxes, one):
    x, y, w, h = boxes.T
    return np.stack([x, y, x + w - one, y + h - one], axis=1)


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} has the shape {boxes.shape}")
        if np.any(boxes[:, :2] > boxes[:, 2:]):
            raise ValueError(f"{name} has an inverted box")
    one = 1 if inclusive else 0
    a, b = to_corners(boxes_a, one), to_corners(boxes_b, one)
    wh = np.minimum(a[:, None, 2:], b[:, 2:]) - np.maximum(a[:, None, :2], b[:, :2]) + one
    inter = wh.clip(min=0).prod(axis=-1)
    union = (a[:, 2:] - a[:, :2] + one).prod(axis=-1)[:, None] + (b[:, 2:] - b[:, :2] + one).prod(axis=-1) - inter
    return np.divide(inter, union, out=np.zeros_like(inter), where=union != 0)
