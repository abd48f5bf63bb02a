"""Style: broadcasting with None axes and np.where for the safe division."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    if boxes_a.ndim != 2 or boxes_a.shape[1] != 4:
        raise ValueError(f"boxes_a must be (n, 4), got {boxes_a.shape}")
    if boxes_b.ndim != 2 or boxes_b.shape[1] != 4:
        raise ValueError(f"boxes_b must be (m, 4), got {boxes_b.shape}")
    if (boxes_a[:, 2:] < boxes_a[:, :2]).any():
        raise ValueError("boxes_a: x2 < x1 or y2 < y1")
    if (boxes_b[:, 2:] < boxes_b[:, :2]).any():
        raise ValueError("boxes_b: x2 < x1 or y2 < y1")
    off = int(bool(inclusive))
    lt = np.maximum(boxes_a[:, None, :2], boxes_b[None, :, :2])
    rb = np.minimum(boxes_a[:, None, 2:], boxes_b[None, :, 2:])
    wh = np.maximum(rb - lt + off, 0)
    inter = wh[..., 0] * wh[..., 1]
    area_a = (boxes_a[:, 2] - boxes_a[:, 0] + off) * (boxes_a[:, 3] - boxes_a[:, 1] + off)
    area_b = (boxes_b[:, 2] - boxes_b[:, 0] + off) * (boxes_b[:, 3] - boxes_b[:, 1] + off)
    union = area_a[:, None] + area_b[None, :] - inter
    return np.where(union > 0, inter / np.where(union > 0, union, 1), 0)
