"""Mistake: boxes_b[:, 2:] -= boxes_b[:, :2] turns the caller's corners into sizes when the areas are worked out."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    if boxes_a.ndim != 2 or boxes_a.shape[1] != 4:
        raise ValueError("boxes_a: shape must be (n, 4)")
    if boxes_b.ndim != 2 or boxes_b.shape[1] != 4:
        raise ValueError("boxes_b: shape must be (m, 4)")
    if np.any(boxes_a[:, 2:] < boxes_a[:, :2]):
        raise ValueError("boxes_a: x2 or y2 too small")
    if np.any(boxes_b[:, 2:] < boxes_b[:, :2]):
        raise ValueError("boxes_b: x2 or y2 too small")
    pix = 1 if inclusive else 0
    w = np.minimum.outer(boxes_a[:, 2], boxes_b[:, 2]) - np.maximum.outer(boxes_a[:, 0], boxes_b[:, 0]) + pix
    h = np.minimum.outer(boxes_a[:, 3], boxes_b[:, 3]) - np.maximum.outer(boxes_a[:, 1], boxes_b[:, 1]) + pix
    inter = np.maximum(w, 0) * np.maximum(h, 0)
    area_a = (boxes_a[:, 2] - boxes_a[:, 0] + pix) * (boxes_a[:, 3] - boxes_a[:, 1] + pix)
    boxes_b[:, 2:] -= boxes_b[:, :2]
    area_b = (boxes_b[:, 2] + pix) * (boxes_b[:, 3] + pix)
    union = area_a[:, None] + area_b - inter
    return inter / np.where(union > 0, union, 1)
