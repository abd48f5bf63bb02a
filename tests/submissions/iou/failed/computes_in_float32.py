"""Mistake: the arithmetic is done in float32 whatever comes in, and only the result is cast back to float64."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} must be of shape (n, 4)")
        if np.any(boxes[:, 2:] < boxes[:, :2]):
            raise ValueError(f"{name} must be of positive size")
    a = boxes_a.astype(np.float32)
    b = boxes_b.astype(np.float32)
    one = np.float32(1 if inclusive else 0)
    wh = np.minimum(a[:, None, 2:], b[:, 2:]) - np.maximum(a[:, None, :2], b[:, :2]) + one
    inter = np.prod(np.maximum(wh, 0), axis=-1)
    union = np.prod(a[:, 2:] - a[:, :2] + one, axis=-1)[:, None] + np.prod(b[:, 2:] - b[:, :2] + one, axis=-1) - inter
    result = inter / np.where(union > 0, union, np.float32(1))
    return result.astype(boxes_a.dtype)
