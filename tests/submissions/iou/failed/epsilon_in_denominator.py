"""Mistake: 1e-6 is added to the union so as not to divide by zero, which lowers the IoU of every small box."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[-1] != 4:
            raise ValueError(f"{name} must be N x 4")
        if np.any(boxes[..., 2] < boxes[..., 0]) or np.any(boxes[..., 3] < boxes[..., 1]):
            raise ValueError(f"{name} must be valid boxes")
    one = 1 if inclusive else 0
    inter = (
        (np.minimum(boxes_a[:, None, 2], boxes_b[:, 2]) - np.maximum(boxes_a[:, None, 0], boxes_b[:, 0]) + one).clip(0)
        * (np.minimum(boxes_a[:, None, 3], boxes_b[:, 3]) - np.maximum(boxes_a[:, None, 1], boxes_b[:, 1]) + one).clip(0)
    )
    area_a = (boxes_a[:, 2] - boxes_a[:, 0] + one) * (boxes_a[:, 3] - boxes_a[:, 1] + one)
    area_b = (boxes_b[:, 2] - boxes_b[:, 0] + one) * (boxes_b[:, 3] - boxes_b[:, 1] + one)
    return inter / (area_a[:, None] + area_b - inter + 1e-6)
