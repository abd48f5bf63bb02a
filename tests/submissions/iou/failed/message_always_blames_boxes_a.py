"""Mistake: the message says boxes_a even when boxes_b is the one at fault."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for boxes in (boxes_a, boxes_b):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError("boxes_a must be of shape (n, 4)")
        if np.any(boxes[:, 0] > boxes[:, 2]) or np.any(boxes[:, 1] > boxes[:, 3]):
            raise ValueError("boxes_a must have x1 <= x2 and y1 <= y2")
    k = 1.0 if inclusive else 0.0
    scores = np.zeros((boxes_a.shape[0], boxes_b.shape[0]))
    for i, j in np.ndindex(*scores.shape):
        p, q = boxes_a[i].astype(float), boxes_b[j].astype(float)
        side = np.minimum(p[2:], q[2:]) - np.maximum(p[:2], q[:2]) + k
        if (side > 0).all():
            both = side.prod()
            scores[i, j] = both / ((p[2:] - p[:2] + k).prod() + (q[2:] - q[:2] + k).prod() - both)
    return scores
