"""Mistake: the coordinates are cast to int (truncated) first, wrong for continuous corners with fractions."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name}: expected (n, 4) but got {boxes.shape}")
        if (boxes[:, 2] < boxes[:, 0]).any() or (boxes[:, 3] < boxes[:, 1]).any():
            raise ValueError(f"{name}: expected x1 <= x2 and y1 <= y2")
    plus = 1 if inclusive else 0
    out = np.zeros((len(boxes_a), len(boxes_b)))
    for i, box_a in enumerate(boxes_a):
        for j, box_b in enumerate(boxes_b):
            a1, a2, a3, a4 = [int(v) for v in box_a]
            b1, b2, b3, b4 = [int(v) for v in box_b]
            w = max(0, min(a3, b3) - max(a1, b1) + plus)
            h = max(0, min(a4, b4) - max(a2, b2) + plus)
            union = (a3 - a1 + plus) * (a4 - a2 + plus) + (b3 - b1 + plus) * (b4 - b2 + plus) - w * h
            if union:
                out[i, j] = w * h / union
    return out
