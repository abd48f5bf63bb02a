"""Mistake: the result is collected in a float32 array, also for float64 boxes."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    if boxes_a.ndim != 2 or boxes_a.shape[1] != 4:
        raise ValueError("boxes_a needs 2 dimensions, the last of length 4")
    if boxes_b.ndim != 2 or boxes_b.shape[1] != 4:
        raise ValueError("boxes_b needs 2 dimensions, the last of length 4")
    if (boxes_a[:, 2:] < boxes_a[:, :2]).any():
        raise ValueError("boxes_a needs ordered corners")
    if (boxes_b[:, 2:] < boxes_b[:, :2]).any():
        raise ValueError("boxes_b needs ordered corners")
    s = 1.0 if inclusive else 0.0
    ious = np.zeros((len(boxes_a), len(boxes_b)), dtype=np.float32)
    for i, a in enumerate(boxes_a.tolist()):
        for j, b in enumerate(boxes_b.tolist()):
            w = min(a[2], b[2]) - max(a[0], b[0]) + s
            h = min(a[3], b[3]) - max(a[1], b[1]) + s
            if w > 0 and h > 0:
                inter = w * h
                ious[i, j] = inter / (
                    (a[2] - a[0] + s) * (a[3] - a[1] + s) + (b[2] - b[0] + s) * (b[3] - b[1] + s) - inter
                )
    return ious
