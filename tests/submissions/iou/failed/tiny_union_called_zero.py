"""Mistake: np.isclose(union, 0) decides that a union is 0, so boxes with an area below about 1e-8 get 0."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    problems = [
        name
        for name, b in (("boxes_a", boxes_a), ("boxes_b", boxes_b))
        if b.ndim != 2 or b.shape[1] != 4 or np.any(b[:, 0] > b[:, 2]) or np.any(b[:, 1] > b[:, 3])
    ]
    if problems:
        raise ValueError("bad boxes in " + " and ".join(problems))
    p = 1 if inclusive else 0
    a = boxes_a[:, None]
    b = boxes_b[None]
    w = np.maximum(np.minimum(a[..., 2], b[..., 2]) - np.maximum(a[..., 0], b[..., 0]) + p, 0)
    h = np.maximum(np.minimum(a[..., 3], b[..., 3]) - np.maximum(a[..., 1], b[..., 1]) + p, 0)
    union = (a[..., 2] - a[..., 0] + p) * (a[..., 3] - a[..., 1] + p)
    union = union + (b[..., 2] - b[..., 0] + p) * (b[..., 3] - b[..., 1] + p) - w * h
    zero = np.isclose(union, 0)
    return np.where(zero, 0, w * h / np.where(zero, 1, union))
