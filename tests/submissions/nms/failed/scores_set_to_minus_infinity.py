"""Mistake: marks finished boxes by writing -inf into the scores it was given."""
import numpy as np


def _iou(a, b):
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h)


def _eat(boxes, scores, rivals, iou_threshold):
    kept = []
    while len(scores) and np.max(scores) > -np.inf:
        best = int(np.argmax(scores))
        kept.append(best)
        scores[best] = -np.inf
        for j in np.flatnonzero(scores > -np.inf):
            if rivals(best, j) and _iou(boxes[best], boxes[j]) > iou_threshold:
                scores[j] = -np.inf
    return np.array(kept, dtype=np.int64)


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores are not of equal length")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold is not in [0, 1]")
    return _eat(boxes, scores, lambda i, j: True, iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores are not of equal length")
    if len(boxes) != len(classes):
        raise ValueError("boxes and classes are not of equal length")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold is not in [0, 1]")
    scores[scores < score_threshold] = -np.inf
    return _eat(boxes, scores, lambda i, j: classes[i] == classes[j], iou_threshold)
