"""Mistake: only the width of the intersection is clamped at 0, so boxes that share columns but no rows get a negative IoU."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    if boxes_a.ndim != 2:
        raise ValueError("boxes_a.ndim must be 2")
    if boxes_b.ndim != 2:
        raise ValueError("boxes_b.ndim must be 2")
    if boxes_a.shape[1] != 4:
        raise ValueError("boxes_a.shape[1] must be 4")
    if boxes_b.shape[1] != 4:
        raise ValueError("boxes_b.shape[1] must be 4")
    ax1, ay1, ax2, ay2 = boxes_a.T[..., None]
    bx1, by1, bx2, by2 = boxes_b.T
    if np.any(ax2 < ax1) or np.any(ay2 < ay1):
        raise ValueError("boxes_a must be ordered")
    if np.any(bx2 < bx1) or np.any(by2 < by1):
        raise ValueError("boxes_b must be ordered")
    off = 1 if inclusive else 0
    w = np.clip(np.minimum(ax2, bx2) - np.maximum(ax1, bx1) + off, 0, None)
    h = np.minimum(ay2, by2) - np.maximum(ay1, by1) + off
    inter = w * h
    union = (ax2 - ax1 + off) * (ay2 - ay1 + off) + (bx2 - bx1 + off) * (by2 - by1 + off) - inter
    union[union == 0] = 1
    return inter / union
