"""Mistake: boxes with x1 == x2 or y1 == y2 are masked out as empty, though in inclusive mode they are one pixel wide."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for label, arr in [("boxes_a", boxes_a), ("boxes_b", boxes_b)]:
        if arr.ndim != 2 or arr.shape[1] != 4:
            raise ValueError(f"{label} should be (*, 4)")
        if np.less(arr[:, 2:], arr[:, :2]).any():
            raise ValueError(f"{label} should be sorted corners")
    solid_a = (boxes_a[:, 2] > boxes_a[:, 0]) & (boxes_a[:, 3] > boxes_a[:, 1])
    solid_b = (boxes_b[:, 2] > boxes_b[:, 0]) & (boxes_b[:, 3] > boxes_b[:, 1])
    a, b = boxes_a[solid_a], boxes_b[solid_b]
    c = 1 if inclusive else 0
    wh = np.minimum(a[:, None, 2:], b[:, 2:]) - np.maximum(a[:, None, :2], b[:, :2]) + c
    inter = np.prod(wh.clip(min=0), axis=2)
    union = np.prod(a[:, 2:] - a[:, :2] + c, axis=1)[:, None] + np.prod(b[:, 2:] - b[:, :2] + c, axis=1) - inter
    out = np.zeros((len(boxes_a), len(boxes_b)), dtype=inter.dtype)
    out[np.ix_(solid_a, solid_b)] = inter / union
    return out
