"""Style: divides under np.errstate and mends the 0/0 with nan_to_num."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    def area(x1, y1, x2, y2):
        return (x2 - x1 + k) * (y2 - y1 + k)

    def columns(boxes, name):
        try:
            x1, y1, x2, y2 = boxes.T
        except ValueError:
            raise ValueError(f"cannot unpack {name} into x1, y1, x2, y2") from None
        if boxes.ndim != 2:
            raise ValueError(f"{name} must be a table")
        if not ((x1 <= x2) & (y1 <= y2)).all():
            raise ValueError(f"{name} must have x1 <= x2 and y1 <= y2")
        return x1, y1, x2, y2

    k = 1.0 if inclusive else 0.0
    if boxes_a.ndim == 0 or boxes_b.ndim == 0:
        raise ValueError("boxes_a or boxes_b is a scalar")
    ax1, ay1, ax2, ay2 = columns(boxes_a, "boxes_a")
    bx1, by1, bx2, by2 = columns(boxes_b, "boxes_b")
    w = np.fmin(ax2[:, None], bx2[None]) - np.fmax(ax1[:, None], bx1[None]) + k
    h = np.fmin(ay2[:, None], by2[None]) - np.fmax(ay1[:, None], by1[None]) + k
    w[w < 0] = 0
    h[h < 0] = 0
    inter = w * h
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = inter / (area(ax1, ay1, ax2, ay2)[:, None] + area(bx1, by1, bx2, by2)[None] - inter)
    return np.nan_to_num(ratio, nan=0.0)
