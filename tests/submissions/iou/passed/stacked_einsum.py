"""Style: everything stacked into one array of sides, multiplied by einsum."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    errors = []
    for who, arr in dict(boxes_a=boxes_a, boxes_b=boxes_b).items():
        if arr.ndim != 2 or arr.shape[-1] != 4:
            errors.append(f"'{who}' should be of shape (*, 4) but is {arr.shape}")
        elif np.less(arr.reshape(-1, 2, 2)[:, 1], arr.reshape(-1, 2, 2)[:, 0]).any():
            errors.append(f"'{who}' has a max corner below its min corner")
    if errors:
        raise ValueError("; ".join(errors))
    a = np.stack([boxes_a[:, :2], boxes_a[:, 2:]])  # (2 corners, n, 2 axes)
    b = np.stack([boxes_b[:, :2], boxes_b[:, 2:]])
    plus = np.asarray(inclusive, dtype=a.dtype)
    side_a = a[1] - a[0] + plus
    side_b = b[1] - b[0] + plus
    side = np.minimum(a[1][:, None], b[1]) - np.maximum(a[0][:, None], b[0]) + plus
    side *= side > 0
    inter = np.einsum("nm,nm->nm", side[..., 0], side[..., 1])
    total = np.einsum("n,n->n", *side_a.T)[:, None] + np.einsum("m,m->m", *side_b.T)
    out = np.zeros(inter.shape, inter.dtype)
    np.divide(inter, total - inter, out=out, where=inter > 0)
    return out
