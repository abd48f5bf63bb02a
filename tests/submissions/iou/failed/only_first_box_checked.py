"""Mistake: the corner order is checked in row 0 only."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} should be [n, 4]")
        for x1, y1, x2, y2 in boxes[:1]:
            if x2 < x1 or y2 < y1:
                raise ValueError(f"{name} should be [x1, y1, x2, y2]")
    off = 1 if inclusive else 0

    def area(b):
        return (b[:, 2] - b[:, 0] + off) * (b[:, 3] - b[:, 1] + off)

    lt = np.maximum(boxes_a[:, None, :2], boxes_b[:, :2])
    rb = np.minimum(boxes_a[:, None, 2:], boxes_b[:, 2:])
    wh = np.clip(rb - lt + off, 0, None)
    inter = wh[:, :, 0] * wh[:, :, 1]
    union = area(boxes_a)[:, None] + area(boxes_b) - inter
    return inter / np.where(union == 0, 1, union)
