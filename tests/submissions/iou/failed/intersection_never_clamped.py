"""Mistake: width and height of the intersection are never clamped at 0, so two boxes apart on both axes get a positive product."""
import numpy as np


def _area(b, d):
    return (b[:, 2] - b[:, 0] + d) * (b[:, 3] - b[:, 1] + d)


def iou(boxes_a, boxes_b, inclusive=False):
    if boxes_a.ndim != 2 or boxes_a.shape[1] != 4:
        raise ValueError("boxes_a: wrong shape")
    if boxes_b.ndim != 2 or boxes_b.shape[1] != 4:
        raise ValueError("boxes_b: wrong shape")
    if (boxes_a[:, 0] > boxes_a[:, 2]).any() or (boxes_a[:, 1] > boxes_a[:, 3]).any():
        raise ValueError("boxes_a: wrong order")
    if (boxes_b[:, 0] > boxes_b[:, 2]).any() or (boxes_b[:, 1] > boxes_b[:, 3]).any():
        raise ValueError("boxes_b: wrong order")
    d = 1.0 if inclusive else 0.0
    w = np.minimum.outer(boxes_a[:, 2], boxes_b[:, 2]) - np.maximum.outer(boxes_a[:, 0], boxes_b[:, 0]) + d
    h = np.minimum.outer(boxes_a[:, 3], boxes_b[:, 3]) - np.maximum.outer(boxes_a[:, 1], boxes_b[:, 1]) + d
    inter = w * h
    union = np.add.outer(_area(boxes_a, d), _area(boxes_b, d)) - inter
    return np.where(union == 0, 0, inter / np.where(union == 0, 1, union))
