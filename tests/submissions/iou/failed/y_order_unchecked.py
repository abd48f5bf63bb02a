"""Mistake: x2 < x1 is refused but y2 < y1 is not, a reversed height counts as area 0."""
import numpy as np


def _span(low, high, one):
    return np.maximum(high - low + one, 0)


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"the shape of {name} is {boxes.shape}")
        if not (boxes[:, 0] <= boxes[:, 2]).all():
            raise ValueError(f"x2 < x1 in {name}")
    one = 1 if inclusive else 0
    w = _span(np.maximum.outer(boxes_a[:, 0], boxes_b[:, 0]), np.minimum.outer(boxes_a[:, 2], boxes_b[:, 2]), one)
    h = _span(np.maximum.outer(boxes_a[:, 1], boxes_b[:, 1]), np.minimum.outer(boxes_a[:, 3], boxes_b[:, 3]), one)
    inter = w * h
    area_a = _span(boxes_a[:, 0], boxes_a[:, 2], one) * _span(boxes_a[:, 1], boxes_a[:, 3], one)
    area_b = _span(boxes_b[:, 0], boxes_b[:, 2], one) * _span(boxes_b[:, 1], boxes_b[:, 3], one)
    union = np.add.outer(area_a, area_b) - inter
    return np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)
