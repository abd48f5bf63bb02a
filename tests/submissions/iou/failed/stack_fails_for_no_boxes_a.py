"""Mistake: np.stack over a list of rows raises ValueError when boxes_a is empty."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    if boxes_a.ndim != 2 or boxes_a.shape[1] != 4:
        raise ValueError("boxes_a: (n, 4) expected")
    if boxes_b.ndim != 2 or boxes_b.shape[1] != 4:
        raise ValueError("boxes_b: (m, 4) expected")
    if np.any(boxes_a[:, 2:] < boxes_a[:, :2]):
        raise ValueError("boxes_a: x1 <= x2, y1 <= y2 expected")
    if np.any(boxes_b[:, 2:] < boxes_b[:, :2]):
        raise ValueError("boxes_b: x1 <= x2, y1 <= y2 expected")
    d = 1 if inclusive else 0
    area_b = np.prod(boxes_b[:, 2:] - boxes_b[:, :2] + d, axis=1)
    rows = []
    for box in boxes_a:
        sides = np.minimum(box[2:], boxes_b[:, 2:]) - np.maximum(box[:2], boxes_b[:, :2]) + d
        inter = np.prod(np.maximum(sides, 0), axis=1)
        union = np.prod(box[2:] - box[:2] + d) + area_b - inter
        rows.append(np.divide(inter, union, out=np.zeros_like(inter), where=union > 0))
    return np.stack(rows)
