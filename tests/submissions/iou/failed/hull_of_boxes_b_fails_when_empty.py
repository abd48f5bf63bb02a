"""Mistake: the extent of boxes_b is found with .min() and .max() for a quick rejection, which raises on an empty boxes_b."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} has the wrong shape {boxes.shape}")
        if np.any(boxes[:, 2:] < boxes[:, :2]):
            raise ValueError(f"{name} has a box with its corners swapped")
    one = 1.0 if inclusive else 0.0
    low, high = boxes_b[:, :2].min(axis=0), boxes_b[:, 2:].max(axis=0)
    out = np.zeros((len(boxes_a), len(boxes_b)))
    for i, box in enumerate(boxes_a):
        if np.any(box[2:] < low) or np.any(box[:2] > high):
            continue  # meets none of them
        sides = np.maximum(np.minimum(box[2:], boxes_b[:, 2:]) - np.maximum(box[:2], boxes_b[:, :2]) + one, 0)
        inter = sides[:, 0] * sides[:, 1]
        area = np.prod(box[2:] - box[:2] + one)
        union = area + np.prod(boxes_b[:, 2:] - boxes_b[:, :2] + one, axis=1) - inter
        out[i] = inter / np.where(union > 0, union, 1)
    return out
