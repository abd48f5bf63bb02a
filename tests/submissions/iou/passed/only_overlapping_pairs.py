"""Style: finds the pairs that overlap first, and works out those alone with fancy indexing."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    match (boxes_a.shape, boxes_b.shape):
        case ((n, 4), (m, 4)):
            pass
        case ((_, 4), other):
            raise ValueError(f"expected boxes_b of shape (m, 4), not {other}")
        case (other, _):
            raise ValueError(f"expected boxes_a of shape (n, 4), not {other}")
    if np.minimum(boxes_a[:, 2] - boxes_a[:, 0], boxes_a[:, 3] - boxes_a[:, 1]).min(initial=0) < 0:
        raise ValueError("boxes_a: a side is negative")
    if np.minimum(boxes_b[:, 2] - boxes_b[:, 0], boxes_b[:, 3] - boxes_b[:, 1]).min(initial=0) < 0:
        raise ValueError("boxes_b: a side is negative")
    touch = np.less_equal if inclusive else np.less
    pixel = 1 if inclusive else 0
    apart_free = (
        touch(boxes_a[:, None, 0], boxes_b[None, :, 2])
        & touch(boxes_b[None, :, 0], boxes_a[:, None, 2])
        & touch(boxes_a[:, None, 1], boxes_b[None, :, 3])
        & touch(boxes_b[None, :, 1], boxes_a[:, None, 3])
    )
    rows, cols = np.nonzero(apart_free)
    a, b = boxes_a[rows], boxes_b[cols]
    inter = (np.minimum(a[:, 2], b[:, 2]) - np.maximum(a[:, 0], b[:, 0]) + pixel) * (
        np.minimum(a[:, 3], b[:, 3]) - np.maximum(a[:, 1], b[:, 1]) + pixel
    )
    union = (
        (a[:, 2] - a[:, 0] + pixel) * (a[:, 3] - a[:, 1] + pixel)
        + (b[:, 2] - b[:, 0] + pixel) * (b[:, 3] - b[:, 1] + pixel)
        - inter
    )
    out = np.zeros((n, m), boxes_a.dtype)
    some = inter > 0  # a flat box inside another overlaps it with no area
    out[rows[some], cols[some]] = inter[some] / union[some]
    return out
