"""Mistake: the union is taken to be the area of the smallest box around both."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in {"boxes_a": boxes_a, "boxes_b": boxes_b}.items():
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} does not have shape (n, 4)")
        if np.any(boxes[:, 2] < boxes[:, 0]) or np.any(boxes[:, 3] < boxes[:, 1]):
            raise ValueError(f"{name} does not have ordered corners")
    one = np.float64(1 if inclusive else 0)
    a, b = boxes_a[:, None, :], boxes_b[None, :, :]
    inner = np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2]) + one
    outer = np.maximum(a[..., 2:], b[..., 2:]) - np.minimum(a[..., :2], b[..., :2]) + one
    inter = np.where((inner > 0).all(axis=-1), inner.prod(axis=-1), 0)
    union = outer.prod(axis=-1)
    union[union == 0] = 1
    return inter / union
