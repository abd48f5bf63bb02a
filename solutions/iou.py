"""Intersection over union of every pair of boxes."""

import numpy as np


def iou(boxes_a: np.ndarray, boxes_b: np.ndarray, inclusive: bool = False) -> np.ndarray:
    """Overlap of every box in ``boxes_a`` with every box in ``boxes_b``.

    Args:
        boxes_a: (n, 4) corners (x1, y1, x2, y2), x1 <= x2 and y1 <= y2.
        boxes_b: (m, 4), likewise.
        inclusive: corners are pixel indices, so a box is x2 - x1 + 1 wide.
    Returns:
        (n, m) intersection over union, each in [0, 1]; 0 where the union is 0.
    Raises:
        ValueError: an array is not 2-d, its last axis is not 4, or a box ends before it starts.
    Source: Everingham et al., "The Pascal VOC Challenge", IJCV 2010, section 4.2.
    """
    for name, boxes in (("boxes_a", boxes_a), ("boxes_b", boxes_b)):
        if boxes.ndim != 2:
            raise ValueError(f"{name} has {boxes.ndim} axes, not 2")
        if boxes.shape[1] != 4:
            raise ValueError(f"{name} has shape {boxes.shape}; its last axis should be 4")
        if (boxes[:, 2] < boxes[:, 0]).any():
            raise ValueError(f"{name} has a box whose x2 is less than its x1")
        if (boxes[:, 3] < boxes[:, 1]).any():
            raise ValueError(f"{name} has a box whose y2 is less than its y1")
    edge = 1 if inclusive else 0
    ax1, ay1, ax2, ay2 = boxes_a.T[:, :, None]
    bx1, by1, bx2, by2 = boxes_b.T[:, None, :]
    width = np.minimum(ax2, bx2) - np.maximum(ax1, bx1) + edge
    height = np.minimum(ay2, by2) - np.maximum(ay1, by1) + edge
    intersection = np.maximum(width, 0) * np.maximum(height, 0)
    area_a = (ax2 - ax1 + edge) * (ay2 - ay1 + edge)
    area_b = (bx2 - bx1 + edge) * (by2 - by1 + edge)
    union = area_a + area_b - intersection
    del width, height  # each as large as the result, which is made only now
    return np.divide(intersection, union, out=np.zeros_like(union), where=union > 0)
