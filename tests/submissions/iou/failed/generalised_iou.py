"""Mistake: GIoU is returned: the empty share of the enclosing box is subtracted, so disjoint boxes are negative."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} must have size (n, 4)")
        if (boxes[:, 2] < boxes[:, 0]).any() or (boxes[:, 3] < boxes[:, 1]).any():
            raise ValueError(f"{name} must have x1 <= x2 and y1 <= y2")
    one = 1 if inclusive else 0
    a, b = boxes_a[:, None], boxes_b[None]
    inter = np.maximum(np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2]) + one, 0).prod(-1)
    union = (a[..., 2:] - a[..., :2] + one).prod(-1) + (b[..., 2:] - b[..., :2] + one).prod(-1) - inter
    hull = (np.maximum(a[..., 2:], b[..., 2:]) - np.minimum(a[..., :2], b[..., :2]) + one).prod(-1)
    plain = inter / np.where(union > 0, union, 1)
    return plain - (hull - union) / np.where(hull > 0, hull, 1)
