"""Mistake: only the last axis is checked, so a 3-d batch (k, n, 4) is flattened to (k * n, 4) and accepted."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim < 2 or boxes.shape[-1] != 4:
            raise ValueError(f"{name} must end in an axis of 4")
        if np.any(boxes[..., 2:] < boxes[..., :2]):
            raise ValueError(f"{name} must have x2 >= x1 and y2 >= y1")
    a = boxes_a.reshape(-1, 4)
    b = boxes_b.reshape(-1, 4)
    d = 1 if inclusive else 0
    w = np.minimum.outer(a[:, 2], b[:, 2]) - np.maximum.outer(a[:, 0], b[:, 0]) + d
    h = np.minimum.outer(a[:, 3], b[:, 3]) - np.maximum.outer(a[:, 1], b[:, 1]) + d
    inter = np.maximum(w, 0) * np.maximum(h, 0)
    union = np.add.outer((a[:, 2] - a[:, 0] + d) * (a[:, 3] - a[:, 1] + d), (b[:, 2] - b[:, 0] + d) * (b[:, 3] - b[:, 1] + d))
    union = union - inter
    return inter / np.where(union == 0, 1, union)
