"""Mistake: 0 / 0 warns; a trial of it while the module is loaded has the warning shown before any test calls."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    for i, boxes in enumerate([boxes_a, boxes_b]):
        name = ["boxes_a", "boxes_b"][i]
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} must have 4 columns")
        if np.any(boxes[:, 0] > boxes[:, 2]) or np.any(boxes[:, 1] > boxes[:, 3]):
            raise ValueError(f"{name} must be (xmin, ymin, xmax, ymax)")
    one = int(bool(inclusive))
    xA = np.maximum(boxes_a[:, [0]], boxes_b[:, 0])
    yA = np.maximum(boxes_a[:, [1]], boxes_b[:, 1])
    xB = np.minimum(boxes_a[:, [2]], boxes_b[:, 2])
    yB = np.minimum(boxes_a[:, [3]], boxes_b[:, 3])
    interArea = np.maximum(0, xB - xA + one) * np.maximum(0, yB - yA + one)
    boxAArea = (boxes_a[:, [2]] - boxes_a[:, [0]] + one) * (boxes_a[:, [3]] - boxes_a[:, [1]] + one)
    boxBArea = (boxes_b[:, 2] - boxes_b[:, 0] + one) * (boxes_b[:, 3] - boxes_b[:, 1] + one)
    union = boxAArea + boxBArea - interArea
    return np.where(union > 0, interArea / union, 0)


print(iou(np.zeros((1, 4)), np.zeros((1, 4))))
