"""Mistake: in inclusive mode the + 1 is added to every width and forgotten on every height."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    names = ("boxes_a", "boxes_b")
    for name, arr in zip(names, (boxes_a, boxes_b)):
        if arr.ndim != 2 or arr.shape[1] != 4:
            raise ValueError("shape of %s" % name)
        if np.any(arr[:, 0] > arr[:, 2]) or np.any(arr[:, 1] > arr[:, 3]):
            raise ValueError("order of corners in %s" % name)
    a = boxes_a[:, np.newaxis, :]
    b = boxes_b[np.newaxis, :, :]
    extra = 1 if inclusive else 0
    iw = np.minimum(a[..., 2], b[..., 2]) - np.maximum(a[..., 0], b[..., 0]) + extra
    ih = np.minimum(a[..., 3], b[..., 3]) - np.maximum(a[..., 1], b[..., 1])
    inter = np.where((iw > 0) & (ih > 0), iw * ih, 0)
    sa = (a[..., 2] - a[..., 0] + extra) * (a[..., 3] - a[..., 1])
    sb = (b[..., 2] - b[..., 0] + extra) * (b[..., 3] - b[..., 1])
    union = sa + sb - inter
    return inter / np.where(union > 0, union, 1)
