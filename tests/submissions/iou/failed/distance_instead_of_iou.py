"""Mistake: 1 - IoU, the Jaccard distance, is returned."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} must be (n, 4) shaped")
        if np.any(boxes[:, 2:] < boxes[:, :2]):
            raise ValueError(f"{name} must be min-max ordered")
    p = 1 if inclusive else 0
    wh = np.minimum(boxes_a[:, None, 2:], boxes_b[:, 2:]) - np.maximum(boxes_a[:, None, :2], boxes_b[:, :2]) + p
    inter = np.prod(wh.clip(min=0), axis=2)
    union = np.prod(boxes_a[:, 2:] - boxes_a[:, :2] + p, axis=1)[:, None] - inter
    union = union + np.prod(boxes_b[:, 2:] - boxes_b[:, :2] + p, axis=1)
    return 1 - inter / np.where(union > 0, union, 1)
