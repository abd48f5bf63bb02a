"""Mistake: ravel(order="K") reads the boxes in memory order, which is column by column for Fortran-ordered or transposed arrays."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} must be (k, 4)")
        if np.any(boxes[:, 2:] < boxes[:, :2]):
            raise ValueError(f"{name} must be ordered")
    a = boxes_a.ravel(order="K").reshape(-1, 1, 4)
    b = boxes_b.ravel(order="K").reshape(1, -1, 4)
    one = 1 if inclusive else 0
    w = np.maximum(np.minimum(a[..., 2], b[..., 2]) - np.maximum(a[..., 0], b[..., 0]) + one, 0)
    h = np.maximum(np.minimum(a[..., 3], b[..., 3]) - np.maximum(a[..., 1], b[..., 1]) + one, 0)
    union = (a[..., 2] - a[..., 0] + one) * (a[..., 3] - a[..., 1] + one) - w * h
    union = union + (b[..., 2] - b[..., 0] + one) * (b[..., 3] - b[..., 1] + one)
    return np.divide(w * h, union, out=np.zeros(union.shape, union.dtype), where=union != 0)
