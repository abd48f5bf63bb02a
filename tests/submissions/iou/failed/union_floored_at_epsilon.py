"""Mistake: the union is floored at 1e-6 (np.maximum(union, eps)), which is wrong for boxes smaller than that."""
import numpy as np

EPS = 1e-6


def iou(boxes_a, boxes_b, inclusive=False):
    def _side(boxes, axis):
        return boxes[:, axis + 2] - boxes[:, axis] + (1 if inclusive else 0)

    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if not (boxes.ndim == 2 and boxes.shape[1] == 4):
            raise ValueError(f"not boxes: {name}")
        if not (boxes[:, :2] <= boxes[:, 2:]).all():
            raise ValueError(f"reversed boxes: {name}")
    overlap = np.ones((len(boxes_a), len(boxes_b)), dtype=boxes_a.dtype)
    for axis in (0, 1):
        low = np.maximum.outer(boxes_a[:, axis], boxes_b[:, axis])
        high = np.minimum.outer(boxes_a[:, axis + 2], boxes_b[:, axis + 2])
        overlap *= np.maximum(high - low + (1 if inclusive else 0), 0)
    area_a = _side(boxes_a, 0) * _side(boxes_a, 1)
    area_b = _side(boxes_b, 0) * _side(boxes_b, 1)
    union = np.add.outer(area_a, area_b) - overlap
    return overlap / np.maximum(union, EPS)
