"""Mistake: the flag is read the wrong way round: + 1 when inclusive is False, none when it is True."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    if boxes_a.ndim != 2 or boxes_a.shape[1] != 4:
        raise ValueError(f"boxes_a.shape is {boxes_a.shape}")
    if boxes_b.ndim != 2 or boxes_b.shape[1] != 4:
        raise ValueError(f"boxes_b.shape is {boxes_b.shape}")
    for what, boxes in ("boxes_a", boxes_a), ("boxes_b", boxes_b):
        if np.min(boxes[:, 2:] - boxes[:, :2], initial=0.0) < 0:
            raise ValueError(f"negative side in {what}")
    offset = 0.0 if inclusive else 1.0
    x1 = np.maximum(boxes_a[:, 0:1], boxes_b[:, 0])
    y1 = np.maximum(boxes_a[:, 1:2], boxes_b[:, 1])
    x2 = np.minimum(boxes_a[:, 2:3], boxes_b[:, 2])
    y2 = np.minimum(boxes_a[:, 3:4], boxes_b[:, 3])
    inter = np.maximum(x2 - x1 + offset, 0) * np.maximum(y2 - y1 + offset, 0)
    area1 = (boxes_a[:, 2] - boxes_a[:, 0] + offset) * (boxes_a[:, 3] - boxes_a[:, 1] + offset)
    area2 = (boxes_b[:, 2] - boxes_b[:, 0] + offset) * (boxes_b[:, 3] - boxes_b[:, 1] + offset)
    union = area1.reshape(-1, 1) + area2.reshape(1, -1) - inter
    safe = np.where(union == 0, 1, union)
    return inter / safe
