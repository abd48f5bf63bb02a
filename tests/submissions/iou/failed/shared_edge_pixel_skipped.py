"""Mistake: pairs whose intersection has x2 <= x1 or y2 <= y1 are skipped before the + 1, so a shared edge pixel is lost in inclusive mode."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    if boxes_a.ndim != 2 or boxes_a.shape[1] != 4:
        raise ValueError("boxes_a is not n x 4")
    if boxes_b.ndim != 2 or boxes_b.shape[1] != 4:
        raise ValueError("boxes_b is not m x 4")
    for a in boxes_a:
        if a[0] > a[2] or a[1] > a[3]:
            raise ValueError("boxes_a contains an invalid box")
    for b in boxes_b:
        if b[0] > b[2] or b[1] > b[3]:
            raise ValueError("boxes_b contains an invalid box")
    pix = 1.0 if inclusive else 0.0
    result = np.zeros((boxes_a.shape[0], boxes_b.shape[0]), dtype=np.float64)
    for i, a in enumerate(boxes_a.astype(float)):
        for j, b in enumerate(boxes_b.astype(float)):
            left, top = max(a[0], b[0]), max(a[1], b[1])
            right, bottom = min(a[2], b[2]), min(a[3], b[3])
            if right <= left or bottom <= top:
                continue  # no overlap
            inter = (right - left + pix) * (bottom - top + pix)
            area_a = (a[2] - a[0] + pix) * (a[3] - a[1] + pix)
            area_b = (b[2] - b[0] + pix) * (b[3] - b[1] + pix)
            result[i, j] = inter / (area_a + area_b - inter)
    return result
