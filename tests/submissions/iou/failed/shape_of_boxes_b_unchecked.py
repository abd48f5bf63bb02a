"""Mistake: the shape of boxes_a alone is checked; boxes_b with five columns is accepted, with three columns it raises IndexError."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    if boxes_a.ndim != 2 or boxes_a.shape[1] != 4:
        raise ValueError("boxes_a must be (n, 4)")
    if (boxes_a[:, 2] < boxes_a[:, 0]).any() or (boxes_a[:, 3] < boxes_a[:, 1]).any():
        raise ValueError("boxes_a must be ordered")
    if (boxes_b[..., 2] < boxes_b[..., 0]).any() or (boxes_b[..., 3] < boxes_b[..., 1]).any():
        raise ValueError("boxes_b must be ordered")
    one = 1 if inclusive else 0
    A = [boxes_a[:, k, None] for k in range(4)]
    B = [boxes_b[..., k] for k in range(4)]
    w = np.clip(np.minimum(A[2], B[2]) - np.maximum(A[0], B[0]) + one, 0, None)
    h = np.clip(np.minimum(A[3], B[3]) - np.maximum(A[1], B[1]) + one, 0, None)
    union = (A[2] - A[0] + one) * (A[3] - A[1] + one) + (B[2] - B[0] + one) * (B[3] - B[1] + one) - w * h
    return w * h / np.where(union > 0, union, 1)
