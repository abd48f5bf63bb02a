"""Style: fills the (m, n) matrix column by column and hands back a contiguous transpose."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    shapes_ok = {
        "boxes_a": boxes_a.ndim == 2 and boxes_a.shape[-1] == 4,
        "boxes_b": boxes_b.ndim == 2 and boxes_b.shape[-1] == 4,
    }
    for key in sorted(shapes_ok):
        if not shapes_ok[key]:
            raise ValueError(f"{key} is not a two-dimensional array of four columns")
    px = np.float64(1 if inclusive else 0)
    cols_a = [np.ascontiguousarray(boxes_a[:, k], dtype=np.float64) for k in range(4)]
    cols_b = [np.ascontiguousarray(boxes_b[:, k], dtype=np.float64) for k in range(4)]
    for key, cols in (("boxes_a", cols_a), ("boxes_b", cols_b)):
        if (cols[2] < cols[0]).any() or (cols[3] < cols[1]).any():
            raise ValueError(f"{key} has a box with a negative side")
    area_a = (cols_a[2] - cols_a[0] + px) * (cols_a[3] - cols_a[1] + px)
    work = np.zeros((boxes_b.shape[0], boxes_a.shape[0]))
    for j in range(boxes_b.shape[0]):
        x1, y1, x2, y2 = (c[j] for c in cols_b)
        w = np.minimum(cols_a[2], x2) - np.maximum(cols_a[0], x1) + px
        h = np.minimum(cols_a[3], y2) - np.maximum(cols_a[1], y1) + px
        meets = (w > 0) & (h > 0)
        inter = (w * h)[meets]
        work[j, meets] = inter / (area_a[meets] + (x2 - x1 + px) * (y2 - y1 + px) - inter)
    return np.ascontiguousarray(work.T)
