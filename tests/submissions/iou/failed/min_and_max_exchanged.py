"""Mistake: min and max are exchanged, so the enclosing box is taken for the intersection."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    def prepare(boxes, name):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name}.shape = {boxes.shape}, expected (k, 4)")
        if (boxes[:, 2] < boxes[:, 0]).any() or (boxes[:, 3] < boxes[:, 1]).any():
            raise ValueError(f"{name} has a reversed box")
        return boxes.astype(np.float64)

    a = prepare(boxes_a, "boxes_a")
    b = prepare(boxes_b, "boxes_b")
    one = 1.0 if inclusive else 0.0
    x1 = np.minimum(a[:, None, 0], b[None, :, 0])
    y1 = np.minimum(a[:, None, 1], b[None, :, 1])
    x2 = np.maximum(a[:, None, 2], b[None, :, 2])
    y2 = np.maximum(a[:, None, 3], b[None, :, 3])
    inter = np.maximum(x2 - x1 + one, 0) * np.maximum(y2 - y1 + one, 0)
    areas = [(v[:, 2] - v[:, 0] + one) * (v[:, 3] - v[:, 1] + one) for v in (a, b)]
    union = areas[0][:, None] + areas[1][None, :] - inter
    return np.where(union != 0, inter / np.where(union != 0, union, 1), 0)
