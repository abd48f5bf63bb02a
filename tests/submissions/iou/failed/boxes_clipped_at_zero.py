"""Mistake: all coordinates are clipped at 0 as if nothing lay outside the image, wrong for negative coordinates."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    inputs = {"boxes_a": boxes_a, "boxes_b": boxes_b}
    for name in inputs:
        if inputs[name].ndim != 2 or inputs[name].shape[1] != 4:
            raise ValueError(f"{name} must be N boxes of 4 coordinates")
        if np.any(inputs[name][:, :2] > inputs[name][:, 2:]):
            raise ValueError(f"{name} must have the smaller corner first")
    a = np.clip(boxes_a, 0, None)
    b = np.clip(boxes_b, 0, None)
    one = 1 if inclusive else 0
    wh = np.clip(np.minimum(a[:, None, 2:], b[:, 2:]) - np.maximum(a[:, None, :2], b[:, :2]) + one, 0, None)
    inter = wh[..., 0] * wh[..., 1]
    area_a = (a[:, 2] - a[:, 0] + one) * (a[:, 3] - a[:, 1] + one)
    area_b = (b[:, 2] - b[:, 0] + one) * (b[:, 3] - b[:, 1] + one)
    union = area_a[:, None] + area_b[None, :] - inter
    return inter / np.where(union == 0, 1, union)
