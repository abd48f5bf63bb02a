"""Mistake: batched_nms overwrites the scores below score_threshold in the array it was given."""
import numpy as np


def _keep(boxes, scores, labels, iou_threshold):
    order = np.argsort(-scores, kind="stable")
    order = order[scores[order] > -np.inf]
    area = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    keep = np.zeros(len(boxes), dtype=bool)
    for i in order:
        mine = np.flatnonzero(keep & (labels == labels[i]))
        w = np.minimum(boxes[mine, 2], boxes[i, 2]) - np.maximum(boxes[mine, 0], boxes[i, 0])
        h = np.minimum(boxes[mine, 3], boxes[i, 3]) - np.maximum(boxes[mine, 1], boxes[i, 1])
        inter = w.clip(0) * h.clip(0)
        keep[i] = not (inter > iou_threshold * (area[mine] + area[i] - inter)).any()
    return order[keep[order]].astype(np.int64)


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("Not one of scores for each of boxes")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("Not a valid iou_threshold")
    return _keep(boxes, scores, np.zeros(len(boxes), dtype=np.int64), iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("Not one of scores for each of boxes")
    if len(boxes) != len(classes):
        raise ValueError("Not one of classes for each of boxes")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("Not a valid iou_threshold")
    low = scores < score_threshold
    if low.any():
        scores[low] = -np.inf
    return _keep(boxes, scores, classes, iou_threshold)
