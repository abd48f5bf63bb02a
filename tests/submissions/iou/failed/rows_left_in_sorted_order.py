"""Mistake: boxes_a is sorted by x1 for a sweep and the rows of the result are left in that order."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"argument {name}: not (n, 4)")
        if np.any(boxes[:, 2:] < boxes[:, :2]):
            raise ValueError(f"argument {name}: not ordered")
    a = boxes_a[np.argsort(boxes_a[:, 0], kind="stable")]
    b = boxes_b
    c = 1 if inclusive else 0
    inter = np.ones((len(a), len(b)))
    for lo in (0, 1):
        side = np.minimum.outer(a[:, lo + 2], b[:, lo + 2]) - np.maximum.outer(a[:, lo], b[:, lo]) + c
        inter = inter * np.maximum(side, 0)
    area_a = (a[:, 2] - a[:, 0] + c) * (a[:, 3] - a[:, 1] + c)
    area_b = (b[:, 2] - b[:, 0] + c) * (b[:, 3] - b[:, 1] + c)
    union = np.add.outer(area_a, area_b) - inter
    return inter / np.where(union > 0, union, 1)
