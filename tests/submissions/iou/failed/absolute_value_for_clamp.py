"""Mistake: the sides of the intersection are made positive with abs() instead of being clamped at 0, so disjoint boxes overlap."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    pixel = float(bool(inclusive))
    checked = []
    for name, boxes in zip(["boxes_a", "boxes_b"], [boxes_a, boxes_b]):
        if boxes.ndim != 2 or boxes.shape[-1] != 4:
            raise ValueError("{} must be (n, 4)".format(name))
        if (boxes[:, 2:] - boxes[:, :2]).min(initial=0) < 0:
            raise ValueError("{} must not be reversed".format(name))
        checked.append(boxes.astype(float))
    a, b = checked
    result = np.zeros((len(a), len(b)))
    for i in range(len(a)):
        w = np.abs(np.minimum(a[i, 2], b[:, 2]) - np.maximum(a[i, 0], b[:, 0]) + pixel)
        h = np.abs(np.minimum(a[i, 3], b[:, 3]) - np.maximum(a[i, 1], b[:, 1]) + pixel)
        inter = w * h
        union = np.prod(a[i, 2:] - a[i, :2] + pixel) + np.prod(b[:, 2:] - b[:, :2] + pixel, axis=1) - inter
        ok = union != 0
        result[i, ok] = inter[ok] / union[ok]
    return result
