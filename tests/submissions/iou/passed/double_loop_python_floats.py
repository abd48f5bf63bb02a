"""Style: a plain double loop over Python floats, every step spelled out."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2:
            raise ValueError(name + " must have two dimensions")
        if boxes.shape[1] != 4:
            raise ValueError(name + " must have four columns")
        for x1, y1, x2, y2 in boxes.tolist():
            if x2 < x1 or y2 < y1:
                raise ValueError(name + " holds a box whose corners are the wrong way round")
    extra = 1.0 if inclusive else 0.0
    rows_a = boxes_a.tolist()
    rows_b = boxes_b.tolist()
    result = np.zeros((len(rows_a), len(rows_b)))
    for i in range(len(rows_a)):
        for j in range(len(rows_b)):
            a = rows_a[i]
            b = rows_b[j]
            width = min(a[2], b[2]) - max(a[0], b[0]) + extra
            height = min(a[3], b[3]) - max(a[1], b[1]) + extra
            if width <= 0 or height <= 0:
                continue
            intersection = width * height
            area_a = (a[2] - a[0] + extra) * (a[3] - a[1] + extra)
            area_b = (b[2] - b[0] + extra) * (b[3] - b[1] + extra)
            union = area_a + area_b - intersection
            if union > 0:
                result[i, j] = intersection / union
    return result
