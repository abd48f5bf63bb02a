"""Mistake: .all() in place of .any(), so reversed boxes are refused only when every box is reversed."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} needs to be (n, 4)")
        reversed_rows = (boxes[:, 2] < boxes[:, 0]) | (boxes[:, 3] < boxes[:, 1])
        if len(boxes) and reversed_rows.all():
            raise ValueError(f"{name} needs x1 <= x2 and y1 <= y2")
    one = 1.0 if inclusive else 0.0
    result = np.zeros((len(boxes_a), len(boxes_b)))
    for j, (x1, y1, x2, y2) in enumerate(boxes_b.tolist()):
        w = np.maximum(np.minimum(boxes_a[:, 2], x2) - np.maximum(boxes_a[:, 0], x1) + one, 0)
        h = np.maximum(np.minimum(boxes_a[:, 3], y2) - np.maximum(boxes_a[:, 1], y1) + one, 0)
        size = (boxes_a[:, 2] - boxes_a[:, 0] + one) * (boxes_a[:, 3] - boxes_a[:, 1] + one)
        union = size + (x2 - x1 + one) * (y2 - y1 + one) - w * h
        np.divide(w * h, union, out=result[:, j], where=union != 0)
    return result
