"""Style: np.clip and np.prod over (n, m, 2) corner arrays, np.split into corners."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    if np.ndim(boxes_a) != 2:
        raise ValueError("boxes_a must be 2-d")
    if np.ndim(boxes_b) != 2:
        raise ValueError("boxes_b must be 2-d")
    if np.shape(boxes_a)[1] != 4:
        raise ValueError("the last axis of boxes_a must have length 4")
    if np.shape(boxes_b)[1] != 4:
        raise ValueError("the last axis of boxes_b must have length 4")
    a_min, a_max = np.split(boxes_a, 2, axis=1)
    b_min, b_max = np.split(boxes_b, 2, axis=1)
    a_size = a_max - a_min
    b_size = b_max - b_min
    if np.any(a_size < 0):
        raise ValueError("negative size in boxes_a")
    if np.any(b_size < 0):
        raise ValueError("negative size in boxes_b")
    bonus = 1 if inclusive else 0
    top_left = np.maximum(np.expand_dims(a_min, 1), np.expand_dims(b_min, 0))
    bottom_right = np.minimum(np.expand_dims(a_max, 1), np.expand_dims(b_max, 0))
    inter = np.prod(np.clip(bottom_right - top_left + bonus, 0, None), axis=-1)
    union = np.prod(a_size + bonus, axis=-1)[:, None] + np.prod(b_size + bonus, axis=-1)[None, :] - inter
    union = np.where(union <= 0, np.ones_like(union), union)
    return np.true_divide(inter, union)
