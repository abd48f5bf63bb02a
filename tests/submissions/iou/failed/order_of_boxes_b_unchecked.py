"""Mistake: the corner order is checked in boxes_a only."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} must be (n, 4), is {boxes.shape}")
    if np.any(boxes_a[:, 0] > boxes_a[:, 2]) or np.any(boxes_a[:, 1] > boxes_a[:, 3]):
        raise ValueError("boxes_a must be x1, y1, x2, y2")
    t = 1 if inclusive else 0
    wh = np.minimum(boxes_a[:, None, 2:], boxes_b[None, :, 2:]) - np.maximum(boxes_a[:, None, :2], boxes_b[None, :, :2])
    inter = np.prod((wh + t).clip(min=0), axis=-1)
    total = np.prod(boxes_a[:, None, 2:] - boxes_a[:, None, :2] + t, axis=-1) + np.prod(boxes_b[:, 2:] - boxes_b[:, :2] + t, axis=-1)
    union = total - inter
    return np.where(union > 0, inter, 0) / np.where(union > 0, union, 1)
