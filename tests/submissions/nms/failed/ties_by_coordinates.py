"""Mistake: sorts (score, box, index) tuples in reverse, so equal scores are ordered by coordinates instead of by index."""
import numpy as np


def _iou(a, b):
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h)


def _detections(boxes, scores):
    found = zip(scores.tolist(), boxes.tolist(), range(len(boxes)))
    return sorted(found, reverse=True)


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("not as many scores as boxes")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("not a usable iou_threshold")
    kept = []
    for _, box, i in _detections(boxes, scores):
        if not any(_iou(box, other) > iou_threshold for other, _ in kept):
            kept.append((box, i))
    return np.array([i for _, i in kept], dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("not as many scores as boxes")
    if len(boxes) != len(classes):
        raise ValueError("not as many classes as boxes")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("not a usable iou_threshold")
    kept = []
    for score, box, i in _detections(boxes, scores):
        if score < score_threshold:
            break
        if not any(classes[j] == classes[i] and _iou(box, other) > iou_threshold for other, j in kept):
            kept.append((box, i))
    return np.array([i for _, i in kept], dtype=np.int64)
