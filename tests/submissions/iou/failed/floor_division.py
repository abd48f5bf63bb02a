"""Mistake: // in place of /, so every IoU below 1 becomes 0."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"shape of {name} should be (n, 4)")
        if np.any(boxes[:, 2:] - boxes[:, :2] < 0):
            raise ValueError(f"sides of {name} should be >= 0")
    one = 1 if inclusive else 0
    x1 = np.maximum.outer(boxes_a[:, 0], boxes_b[:, 0])
    y1 = np.maximum.outer(boxes_a[:, 1], boxes_b[:, 1])
    x2 = np.minimum.outer(boxes_a[:, 2], boxes_b[:, 2])
    y2 = np.minimum.outer(boxes_a[:, 3], boxes_b[:, 3])
    inter = (x2 - x1 + one).clip(0) * (y2 - y1 + one).clip(0)
    area = [(b[:, 2] - b[:, 0] + one) * (b[:, 3] - b[:, 1] + one) for b in (boxes_a, boxes_b)]
    union = np.add.outer(*area) - inter
    return inter // np.where(union > 0, union, 1)
