"""Mistake: an empty boxes_a or boxes_b is refused with ValueError."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4 or boxes.size == 0:
            raise ValueError(f"{name} must be a non-empty array of boxes")
        if np.any(boxes[:, 2] < boxes[:, 0]) or np.any(boxes[:, 3] < boxes[:, 1]):
            raise ValueError(f"{name} must have x1 <= x2 and y1 <= y2")
    px = 1 if inclusive else 0
    a, b = boxes_a[:, None], boxes_b[None]
    inter = np.clip(np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2]) + px, 0, None).prod(-1)
    union = (a[..., 2:] - a[..., :2] + px).prod(-1) + (b[..., 2:] - b[..., :2] + px).prod(-1) - inter
    return np.divide(inter, union, where=union > 0, out=np.zeros_like(inter))
