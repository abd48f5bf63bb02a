"""Mistake: arguments are checked with assert, which raises AssertionError instead of ValueError."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    assert boxes_a.ndim == 2 and boxes_a.shape[1] == 4, "boxes_a must be (n, 4)"
    assert boxes_b.ndim == 2 and boxes_b.shape[1] == 4, "boxes_b must be (m, 4)"
    assert (boxes_a[:, 2:] >= boxes_a[:, :2]).all(), "boxes_a must be ordered"
    assert (boxes_b[:, 2:] >= boxes_b[:, :2]).all(), "boxes_b must be ordered"
    one = 1 if inclusive else 0
    lt = np.maximum(boxes_a[:, None, :2], boxes_b[:, :2])
    rb = np.minimum(boxes_a[:, None, 2:], boxes_b[:, 2:])
    inter = np.maximum(rb - lt + one, 0).prod(axis=2)
    union = (boxes_a[:, 2:] - boxes_a[:, :2] + one).prod(axis=1)[:, None]
    union = union + (boxes_b[:, 2:] - boxes_b[:, :2] + one).prod(axis=1) - inter
    return inter / np.where(union > 0, union, 1)
