"""Style: all pairs as two long flat tables made by np.repeat and np.tile, with progress prints."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    print("iou of", boxes_a.shape, "and", boxes_b.shape)
    if boxes_a.ndim != 2:
        raise ValueError("boxes_a is not 2-d.")
    elif boxes_a.shape[1] != 4:
        raise ValueError("boxes_a is not (n, 4).")
    elif boxes_b.ndim != 2:
        raise ValueError("boxes_b is not 2-d.")
    elif boxes_b.shape[1] != 4:
        raise ValueError("boxes_b is not (m, 4).")
    elif sum(boxes_a[:, 2] < boxes_a[:, 0]) + sum(boxes_a[:, 3] < boxes_a[:, 1]) > 0:
        raise ValueError("boxes_a is not ordered.")
    elif sum(boxes_b[:, 2] < boxes_b[:, 0]) + sum(boxes_b[:, 3] < boxes_b[:, 1]) > 0:
        raise ValueError("boxes_b is not ordered.")
    n = boxes_a.shape[0]
    m = boxes_b.shape[0]
    left = np.repeat(boxes_a, m, axis=0).astype(np.float64)
    right = np.tile(boxes_b, (n, 1)).astype(np.float64)
    print("pairs:", n * m)
    step = 1.0 if inclusive else 0.0
    w = np.min([left[:, 2], right[:, 2]], axis=0) - np.max([left[:, 0], right[:, 0]], axis=0) + step
    h = np.min([left[:, 3], right[:, 3]], axis=0) - np.max([left[:, 1], right[:, 1]], axis=0) + step
    w = (w + np.abs(w)) / 2
    h = (h + np.abs(h)) / 2
    inter = w * h
    union = (left[:, 2] - left[:, 0] + step) * (left[:, 3] - left[:, 1] + step)
    union = union + (right[:, 2] - right[:, 0] + step) * (right[:, 3] - right[:, 1] + step) - inter
    answer = np.array([i / u if u > 0 else 0.0 for i, u in zip(inter, union)], dtype=np.float64)
    return answer.reshape((n, m))
