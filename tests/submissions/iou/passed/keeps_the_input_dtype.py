"""Style: works and answers in the dtype of the input, float32 included."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for nm in ("boxes_a", "boxes_b"):
        bx = boxes_a if nm == "boxes_a" else boxes_b
        if bx.ndim != 2:
            raise ValueError(f"{nm}.ndim == {bx.ndim}, should be 2")
        if bx.shape[1] != 4:
            raise ValueError(f"{nm}.shape[1] == {bx.shape[1]}, should be 4")
        if not np.all(bx[:, 0] <= bx[:, 2]) or not np.all(bx[:, 1] <= bx[:, 3]):
            raise ValueError(f"{nm} has corners out of order")
    dt = np.result_type(boxes_a, boxes_b, np.float32)
    one = dt.type(1 if inclusive else 0)
    zero = dt.type(0)
    a = boxes_a.astype(dt, copy=True)
    b = boxes_b.astype(dt, copy=True)
    w = np.minimum(a[:, 2, np.newaxis], b[:, 2]) - np.maximum(a[:, 0, np.newaxis], b[:, 0]) + one
    h = np.minimum(a[:, 3, np.newaxis], b[:, 3]) - np.maximum(a[:, 1, np.newaxis], b[:, 1]) + one
    np.maximum(w, zero, out=w)
    np.maximum(h, zero, out=h)
    inter = w * h
    s_a = (a[:, 2] - a[:, 0] + one) * (a[:, 3] - a[:, 1] + one)
    s_b = (b[:, 2] - b[:, 0] + one) * (b[:, 3] - b[:, 1] + one)
    union = s_a[:, np.newaxis] + s_b - inter
    ratio = np.zeros_like(inter)
    good = union > zero
    ratio[good] = inter[good] / union[good]
    return ratio
