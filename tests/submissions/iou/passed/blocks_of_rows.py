"""Style: blocks of a thousand rows, to keep the temporaries small."""
import numpy as np

BLOCK = 1000


def _sizes(boxes, one):
    return (boxes[:, 2] - boxes[:, 0] + one) * (boxes[:, 3] - boxes[:, 1] + one)


def iou(boxes_a, boxes_b, inclusive=False):
    def fail(what):
        raise ValueError(what)

    boxes_a.ndim == 2 or fail("`boxes_a` has to be two-dimensional")
    boxes_b.ndim == 2 or fail("`boxes_b` has to be two-dimensional")
    boxes_a.shape[1] == 4 or fail("`boxes_a` has to have 4 columns")
    boxes_b.shape[1] == 4 or fail("`boxes_b` has to have 4 columns")
    np.all(boxes_a[:, :2] <= boxes_a[:, 2:]) or fail("`boxes_a` has to hold x1 <= x2, y1 <= y2")
    np.all(boxes_b[:, :2] <= boxes_b[:, 2:]) or fail("`boxes_b` has to hold x1 <= x2, y1 <= y2")

    one = 1 if inclusive else 0
    out = np.zeros((len(boxes_a), len(boxes_b)), dtype=np.float64)
    size_b = _sizes(boxes_b, one)
    for start in range(0, len(boxes_a), BLOCK):
        part = boxes_a[start:start + BLOCK]
        w = np.minimum(part[:, 2:3], boxes_b[:, 2]) - np.maximum(part[:, 0:1], boxes_b[:, 0]) + one
        h = np.minimum(part[:, 3:4], boxes_b[:, 3]) - np.maximum(part[:, 1:2], boxes_b[:, 1]) + one
        inter = np.maximum(w, 0) * np.maximum(h, 0)
        union = _sizes(part, one)[:, None] + size_b - inter
        np.divide(inter, union, out=out[start:start + BLOCK], where=union > 0)
    return out
