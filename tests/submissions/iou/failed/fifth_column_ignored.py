"""Mistake: shape[1] < 4 is checked instead of != 4, so rows of five numbers (box and score) are accepted."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] < 4:
            raise ValueError(f"{name} must be rows of (x1, y1, x2, y2)")
        if np.any(boxes[:, 2] < boxes[:, 0]) or np.any(boxes[:, 3] < boxes[:, 1]):
            raise ValueError(f"{name} must have the corners in order")
    e = 1.0 if inclusive else 0.0
    out = np.zeros((boxes_a.shape[0], boxes_b.shape[0]))
    areas = (boxes_b[:, 2] - boxes_b[:, 0] + e) * (boxes_b[:, 3] - boxes_b[:, 1] + e)
    for i in range(boxes_a.shape[0]):
        box = boxes_a[i]
        w = np.maximum(0, np.minimum(box[2], boxes_b[:, 2]) - np.maximum(box[0], boxes_b[:, 0]) + e)
        h = np.maximum(0, np.minimum(box[3], boxes_b[:, 3]) - np.maximum(box[1], boxes_b[:, 1]) + e)
        union = (box[2] - box[0] + e) * (box[3] - box[1] + e) + areas - w * h
        out[i] = np.divide(w * h, union, out=np.zeros_like(union), where=union > 0)
    return out
