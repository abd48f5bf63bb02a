"""Mistake: a box with x2 < x1 or y2 < y1 has its corners sorted instead of being refused."""
import numpy as np


def _normalise(boxes):
    return np.concatenate([np.minimum(boxes[:, :2], boxes[:, 2:]), np.maximum(boxes[:, :2], boxes[:, 2:])], axis=1)


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} has shape {boxes.shape}, not (n, 4)")
    a, b = _normalise(boxes_a), _normalise(boxes_b)
    d = 1 if inclusive else 0
    w = np.minimum.outer(a[:, 2], b[:, 2]) - np.maximum.outer(a[:, 0], b[:, 0]) + d
    h = np.minimum.outer(a[:, 3], b[:, 3]) - np.maximum.outer(a[:, 1], b[:, 1]) + d
    inter = w.clip(0) * h.clip(0)
    union = np.add.outer(
        (a[:, 2] - a[:, 0] + d) * (a[:, 3] - a[:, 1] + d),
        (b[:, 2] - b[:, 0] + d) * (b[:, 3] - b[:, 1] + d),
    ) - inter
    return np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)
