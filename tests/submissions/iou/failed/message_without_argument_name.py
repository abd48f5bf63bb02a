"""Mistake: the messages speak of "boxes" and "box", never of boxes_a or boxes_b."""
import numpy as np


def _check(boxes):
    if boxes.ndim != 2:
        raise ValueError("boxes must be a 2-d array")
    if boxes.shape[1] != 4:
        raise ValueError("boxes must have 4 columns")
    if np.any(boxes[:, 2:] < boxes[:, :2]):
        raise ValueError("a box must have x1 <= x2 and y1 <= y2")


def iou(boxes_a, boxes_b, inclusive=False):
    _check(boxes_a)
    _check(boxes_b)
    one = 1 if inclusive else 0
    a = boxes_a[:, None, :]
    inter = np.maximum(np.minimum(a[..., 2], boxes_b[:, 2]) - np.maximum(a[..., 0], boxes_b[:, 0]) + one, 0)
    inter = inter * np.maximum(np.minimum(a[..., 3], boxes_b[:, 3]) - np.maximum(a[..., 1], boxes_b[:, 1]) + one, 0)
    union = (a[..., 2] - a[..., 0] + one) * (a[..., 3] - a[..., 1] + one) - inter
    union = union + (boxes_b[:, 2] - boxes_b[:, 0] + one) * (boxes_b[:, 3] - boxes_b[:, 1] + one)
    return inter / np.where(union > 0, union, 1)
