"""Style: a helper for one pair of boxes, spread over all pairs by np.vectorize with a signature."""
import numpy as np


def _one_pair(a, b, d):
    ix = min(a[2], b[2]) - max(a[0], b[0]) + d
    iy = min(a[3], b[3]) - max(a[1], b[1]) + d
    if ix <= 0 or iy <= 0:
        return 0.0
    i = ix * iy
    return i / ((a[2] - a[0] + d) * (a[3] - a[1] + d) + (b[2] - b[0] + d) * (b[3] - b[1] + d) - i)


_all_pairs = np.vectorize(_one_pair, otypes=[float], signature="(k),(k),()->()")


def _require(condition, text):
    if not condition:
        raise ValueError(text)


def iou(boxes_a, boxes_b, inclusive=False):
    _require(boxes_a.ndim == 2 and boxes_a.shape[1] == 4, "boxes_a must be an array of (x1, y1, x2, y2) rows")
    _require(boxes_b.ndim == 2 and boxes_b.shape[1] == 4, "boxes_b must be an array of (x1, y1, x2, y2) rows")
    _require((boxes_a[:, 0] <= boxes_a[:, 2]).all(), "need x1 <= x2 in boxes_a")
    _require((boxes_a[:, 1] <= boxes_a[:, 3]).all(), "need y1 <= y2 in boxes_a")
    _require((boxes_b[:, 0] <= boxes_b[:, 2]).all(), "need x1 <= x2 in boxes_b")
    _require((boxes_b[:, 1] <= boxes_b[:, 3]).all(), "need y1 <= y2 in boxes_b")
    if not (len(boxes_a) and len(boxes_b)):
        return np.zeros((len(boxes_a), len(boxes_b)))
    a = boxes_a.astype(float)
    b = boxes_b.astype(float)
    return _all_pairs(a[:, None, :], b[None, :, :], 1.0 if inclusive else 0.0)
