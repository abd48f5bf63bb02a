"""Mistake: batched_nms compares the absolute value of the score with score_threshold."""
import numpy as np


def _greedy(boxes, order, labels, limit):
    kept = np.zeros(0, dtype=np.int64)
    for i in order:
        old = kept[labels[kept] == labels[i]]
        w = np.minimum(boxes[old, 2], boxes[i, 2]) - np.maximum(boxes[old, 0], boxes[i, 0])
        h = np.minimum(boxes[old, 3], boxes[i, 3]) - np.maximum(boxes[old, 1], boxes[i, 1])
        inter = np.where(np.minimum(w, h) > 0, w * h, 0)
        total = np.prod(boxes[old, 2:] - boxes[old, :2], axis=1) + np.prod(boxes[i, 2:] - boxes[i, :2])
        if not np.any(inter > limit * (total - inter)):
            kept = np.append(kept, np.int64(i))
    return kept


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("boxes has not the length of scores")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold has to lie in [0, 1]")
    return _greedy(boxes, np.argsort(-scores, kind="stable"), np.zeros(len(boxes)), iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("boxes has not the length of scores")
    if len(boxes) != len(classes):
        raise ValueError("boxes has not the length of classes")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold has to lie in [0, 1]")
    order = np.argsort(-scores, kind="stable")
    order = order[np.abs(scores[order]) >= score_threshold]
    return _greedy(boxes, order, classes, iou_threshold)
