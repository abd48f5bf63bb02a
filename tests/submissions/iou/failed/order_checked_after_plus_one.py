"""Mistake: the order check looks for negative sides after the + 1, so in inclusive mode a box with x2 == x1 - 1 is accepted."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    one = 1 if inclusive else 0
    sides = {}
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} must be (n, 4); got {boxes.shape}")
        sides[name] = boxes[:, 2:] - boxes[:, :2] + one
        if np.any(sides[name] < 0):
            raise ValueError(f"{name} must not have boxes of negative size")
    areas = {name: s[:, 0] * s[:, 1] for name, s in sides.items()}
    common = np.minimum(boxes_a[:, None, 2:], boxes_b[:, 2:]) - np.maximum(boxes_a[:, None, :2], boxes_b[:, :2]) + one
    inter = np.prod(np.maximum(common, 0), axis=2)
    union = areas["boxes_a"][:, None] + areas["boxes_b"] - inter
    return np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)
