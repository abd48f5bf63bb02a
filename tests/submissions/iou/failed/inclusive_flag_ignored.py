"""Mistake: inclusive is accepted and never looked at, so + 1 is never added."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    def check(boxes, name):
        if boxes.ndim != 2:
            raise ValueError(f"expected {name} to be 2-d")
        if boxes.shape[1] != 4:
            raise ValueError(f"expected {name} to have 4 columns")
        if (boxes[:, 2:] < boxes[:, :2]).any():
            raise ValueError(f"expected {name} to have ordered corners")

    check(boxes_a, "boxes_a")
    check(boxes_b, "boxes_b")
    lt = np.maximum(boxes_a[:, None, :2], boxes_b[None, :, :2])
    rb = np.minimum(boxes_a[:, None, 2:], boxes_b[None, :, 2:])
    wh = (rb - lt).clip(min=0)
    inter = wh[:, :, 0] * wh[:, :, 1]
    area = lambda b: (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1])
    union = area(boxes_a)[:, None] + area(boxes_b) - inter
    return inter / np.where(union > 0, union, 1)
