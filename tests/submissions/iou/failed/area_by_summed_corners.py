"""Mistake: areas come from x2*y2 - x1*y2 - x2*y1 + x1*y1 in the input's dtype, which cancels badly for float32 boxes away from the origin and for huge coordinates."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    def area(x1, y1, x2, y2):
        return x2 * y2 - x1 * y2 - x2 * y1 + x1 * y1

    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} should have shape (k, 4)")
        if np.any(boxes[:, 2] < boxes[:, 0]) or np.any(boxes[:, 3] < boxes[:, 1]):
            raise ValueError(f"{name} should have x1 <= x2 and y1 <= y2")
    end = 1 if inclusive else 0
    a = [boxes_a[:, 0], boxes_a[:, 1], boxes_a[:, 2] + end, boxes_a[:, 3] + end]
    b = [boxes_b[:, 0], boxes_b[:, 1], boxes_b[:, 2] + end, boxes_b[:, 3] + end]
    x1, y1 = np.maximum.outer(a[0], b[0]), np.maximum.outer(a[1], b[1])
    x2, y2 = np.minimum.outer(a[2], b[2]), np.minimum.outer(a[3], b[3])
    inter = np.where((x2 > x1) & (y2 > y1), area(x1, y1, x2, y2), 0)
    union = np.add.outer(area(*a), area(*b)) - inter
    return np.divide(inter, union, out=np.zeros_like(inter), where=(inter > 0) & (union > 0))
