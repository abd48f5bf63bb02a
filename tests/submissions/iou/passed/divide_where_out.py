"""Style: np.divide with where and out, keyword arguments, one letter names."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for b, s in [(boxes_a, "boxes_a"), (boxes_b, "boxes_b")]:
        if not (b.ndim == 2 and b.shape[1] == 4):
            raise ValueError("bad shape of " + s)
        if np.any(b[:, 0] > b[:, 2]) or np.any(b[:, 1] > b[:, 3]):
            raise ValueError("bad box in " + s)
    e = 1 if inclusive else 0
    A, B = boxes_a.T[:, :, None], boxes_b.T[:, None, :]
    w = np.minimum(A[2], B[2]) - np.maximum(A[0], B[0]) + e
    h = np.minimum(A[3], B[3]) - np.maximum(A[1], B[1]) + e
    i = np.where((w > 0) & (h > 0), w * h, 0)
    u = (A[2] - A[0] + e) * (A[3] - A[1] + e) + (B[2] - B[0] + e) * (B[3] - B[1] + e) - i
    return np.divide(i, u, out=np.zeros(u.shape, dtype=u.dtype), where=u != 0)
