"""Mistake: goes through the boxes by rising score, so that the worst box wins."""
import numpy as np


def _iou(a, b):
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h)


def _select(boxes, scores, classes, candidates, iou_threshold):
    kept = []
    for i in candidates[np.argsort(scores[candidates], kind="stable")]:
        if all(classes[i] != classes[j] or _iou(boxes[i], boxes[j]) <= iou_threshold for j in kept):
            kept.append(i)
    return np.array(kept, dtype=np.int64)


def _validate(iou_threshold, boxes, **others):
    for name in others:
        if len(others[name]) != len(boxes):
            raise ValueError(name + " must be as long as boxes")
    if not (0 <= iou_threshold <= 1):
        raise ValueError("iou_threshold must be in [0, 1]")


def nms(boxes, scores, iou_threshold):
    _validate(iou_threshold, boxes, scores=scores)
    n = len(boxes)
    return _select(boxes, scores, [None] * n, np.arange(n), iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    _validate(iou_threshold, boxes, scores=scores, classes=classes)
    return _select(boxes, scores, classes, np.where(scores >= score_threshold)[0], iou_threshold)
