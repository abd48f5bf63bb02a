"""Mistake: returns a boolean mask over the boxes instead of the kept indices."""
import numpy as np


def nms(boxes, scores, iou_threshold):
    return batched_nms(boxes, scores, np.zeros(len(boxes), dtype=int), iou_threshold, -np.inf)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    n = len(boxes)
    if len(scores) != n:
        raise ValueError("scores should have one entry per row of boxes")
    if len(classes) != n:
        raise ValueError("classes should have one entry per row of boxes")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("iou_threshold should be in [0, 1]")
    order = np.lexsort((np.arange(n), -scores))
    w = np.minimum.outer(boxes[:, 2], boxes[:, 2]) - np.maximum.outer(boxes[:, 0], boxes[:, 0])
    h = np.minimum.outer(boxes[:, 3], boxes[:, 3]) - np.maximum.outer(boxes[:, 1], boxes[:, 1])
    inter = w.clip(0) * h.clip(0)
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    union = np.add.outer(area, area) - inter
    iou = np.zeros((n, n))
    np.divide(inter, union, out=iou, where=union > 0)
    clash = (iou > iou_threshold) & np.equal.outer(classes, classes)
    keep = np.zeros(n, dtype=bool)
    for i in order:
        keep[i] = scores[i] >= score_threshold and not clash[i, keep].any()
    return keep
