"""Mistake: casts the boxes to whole pixels first, which loses the fractions of the coordinates."""
import numpy as np


def _pixels(boxes):
    return boxes.astype(np.int64).tolist()


def _overlap(a, b):
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h)


def _keep(rows, ranked, rivals, limit):
    kept = []
    for i in ranked:
        if max([_overlap(rows[i], rows[j]) for j in kept if rivals(i, j)], default=0.0) <= limit:
            kept.append(i)
    return np.array(kept, dtype=np.int64)


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores must be equal in length")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must be at least 0, at most 1")
    ranked = sorted(range(len(boxes)), key=lambda i: (-scores[i], i))
    return _keep(_pixels(boxes), ranked, lambda i, j: True, iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores must be equal in length")
    if len(boxes) != len(classes):
        raise ValueError("boxes and classes must be equal in length")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must be at least 0, at most 1")
    ranked = [i for i in range(len(boxes)) if scores[i] >= score_threshold]
    ranked.sort(key=lambda i: (-scores[i], i))
    return _keep(_pixels(boxes), ranked, lambda i, j: classes[i] == classes[j], iou_threshold)
