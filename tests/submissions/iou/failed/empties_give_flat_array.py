"""Mistake: when either input holds no boxes the answer is np.zeros((0,)) instead of an (n, m) array."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} must be an (N, 4) matrix")
        if (boxes[:, 0] > boxes[:, 2]).any() or (boxes[:, 1] > boxes[:, 3]).any():
            raise ValueError(f"{name} must be a matrix of ordered boxes")
    if boxes_a.size == 0 or boxes_b.size == 0:
        return np.zeros((0,), dtype=boxes_a.dtype)
    add = 1 if inclusive else 0
    inter = 1
    area_a = 1
    area_b = 1
    for i in range(2):
        lo = np.maximum(boxes_a[:, i, None], boxes_b[None, :, i])
        hi = np.minimum(boxes_a[:, i + 2, None], boxes_b[None, :, i + 2])
        inter = inter * np.maximum(hi - lo + add, 0)
        area_a = area_a * (boxes_a[:, i + 2] - boxes_a[:, i] + add)
        area_b = area_b * (boxes_b[:, i + 2] - boxes_b[:, i] + add)
    union = area_a[:, None] + area_b - inter
    return inter / np.where(union == 0, 1, union)
