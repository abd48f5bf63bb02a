"""Mistake: the running maximum for the intersection's first corner starts at 0, wrong where both boxes start at negative coordinates."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if len(boxes.shape) != 2:
            raise ValueError(name + " should be 2-d")
        if boxes.shape[1] != 4:
            raise ValueError(name + " should have 4 columns")
        for box in boxes:
            if box[2] < box[0] or box[3] < box[1]:
                raise ValueError(name + " should have proper boxes")
    one = 1.0 if inclusive else 0.0
    out = np.zeros((len(boxes_a), len(boxes_b)))
    for i in range(len(boxes_a)):
        for j in range(len(boxes_b)):
            pair = (boxes_a[i].tolist(), boxes_b[j].tolist())
            first = [0.0, 0.0]
            last = [float("inf"), float("inf")]
            total = 0.0
            for box in pair:
                for k in (0, 1):
                    first[k] = max(first[k], box[k])
                    last[k] = min(last[k], box[k + 2])
                total += (box[2] - box[0] + one) * (box[3] - box[1] + one)
            w, h = (max(0.0, last[k] - first[k] + one) for k in (0, 1))
            if w * h > 0:
                out[i, j] = w * h / (total - w * h)
    return out
