"""Mistake: batched_nms checks the length of classes but not that of scores."""
import numpy as np


def _intersection_over_union(a, b):
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    area_a = (a[2] - a[0]) * (a[3] - a[1])
    area_b = (b[2] - b[0]) * (b[3] - b[1])
    return w * h / (area_a + area_b - w * h)


def _search(boxes, ranked, rivals, t):
    kept = []
    for i in ranked:
        for j in kept:
            if rivals(i, j) and _intersection_over_union(boxes[i], boxes[j]) > t:
                break
        else:
            kept.append(i)
    return np.array(kept, dtype=np.int64)


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores: one score for one box")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold: a number from 0 to 1")
    ranked = sorted(range(len(scores)), key=lambda i: (-scores[i], i))
    return _search(boxes, ranked, lambda i, j: True, iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(classes):
        raise ValueError("boxes and classes: one class for one box")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold: a number from 0 to 1")
    ranked = [i for i, s in enumerate(scores) if s >= score_threshold]
    ranked.sort(key=lambda i: (-scores[i], i))
    return _search(boxes, ranked, lambda i, j: classes[i] == classes[j], iou_threshold)
