"""Mistake: refuses a negative iou_threshold but accepts one above 1."""
import numpy as np


def nms(boxes, scores, iou_threshold):
    return _nms(boxes, scores, [0] * len(boxes), iou_threshold, None)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    return _nms(boxes, scores, classes, iou_threshold, score_threshold)


def _nms(boxes, scores, labels, iou_threshold, low):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores must have one length")
    if len(boxes) != len(labels):
        raise ValueError("boxes and classes must have one length")
    if iou_threshold < 0:
        raise ValueError("iou_threshold must not be negative")
    order = np.argsort(-scores, kind="stable")
    if low is not None:
        order = order[scores[order] >= low]
    labels = np.asarray(labels)
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    keep = np.zeros(len(order), dtype=np.int64)
    count = 0
    while len(order):
        i, order = order[0], order[1:]
        keep[count] = i
        count += 1
        w = np.minimum(boxes[i, 2], boxes[order, 2]) - np.maximum(boxes[i, 0], boxes[order, 0])
        h = np.minimum(boxes[i, 3], boxes[order, 3]) - np.maximum(boxes[i, 1], boxes[order, 1])
        meet = (w > 0) & (h > 0) & (labels[order] == labels[i])
        inter = w[meet] * h[meet]
        drop = meet
        drop[meet] = inter / (area[i] + area[order][meet] - inter) > iou_threshold
        order = order[~drop]
    return keep[:count].copy()
