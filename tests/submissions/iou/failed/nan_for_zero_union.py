"""Mistake: the division warning is silenced with errstate and the NaN of a pair of zero-area boxes is left in the result."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    if boxes_a.ndim != 2:
        raise ValueError("boxes_a must be 2-dimensional")
    if boxes_a.shape[1] != 4:
        raise ValueError("boxes_a must be (n, 4)")
    if boxes_b.ndim != 2:
        raise ValueError("boxes_b must be 2-dimensional")
    if boxes_b.shape[1] != 4:
        raise ValueError("boxes_b must be (m, 4)")
    off = 1.0 if inclusive else 0.0
    wa, ha = (boxes_a[:, 2:] - boxes_a[:, :2]).T
    wb, hb = (boxes_b[:, 2:] - boxes_b[:, :2]).T
    if (wa < 0).any() or (ha < 0).any():
        raise ValueError("boxes_a must not have negative sides")
    if (wb < 0).any() or (hb < 0).any():
        raise ValueError("boxes_b must not have negative sides")
    lt = np.maximum(boxes_a[:, None, :2], boxes_b[:, :2])
    rb = np.minimum(boxes_a[:, None, 2:], boxes_b[:, 2:])
    wh = np.clip(rb - lt + off, 0, None)
    inter = wh[..., 0] * wh[..., 1]
    union = ((wa + off) * (ha + off))[:, None] + (wb + off) * (hb + off) - inter
    with np.errstate(all="ignore"):
        return inter / union
