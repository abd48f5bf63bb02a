"""Mistake: the intersection is divided by the smaller of the two areas (as some NMS code does) instead of by the union."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for name, boxes in zip(("boxes_a", "boxes_b"), (boxes_a, boxes_b)):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError("Wrong shape: " + name)
        if np.any(boxes[:, 2:] < boxes[:, :2]):
            raise ValueError("Wrong order: " + name)
    plus = 1 if inclusive else 0
    sizes_a = boxes_a[:, 2:] - boxes_a[:, :2] + plus
    sizes_b = boxes_b[:, 2:] - boxes_b[:, :2] + plus
    wh = np.minimum(boxes_a[:, None, 2:], boxes_b[:, 2:]) - np.maximum(boxes_a[:, None, :2], boxes_b[:, :2]) + plus
    wh = np.maximum(wh, 0)
    inter = wh[..., 0] * wh[..., 1]
    smaller = np.minimum.outer(sizes_a[:, 0] * sizes_a[:, 1], sizes_b[:, 0] * sizes_b[:, 1])
    return np.divide(inter, smaller, out=np.zeros_like(inter), where=smaller > 0)
