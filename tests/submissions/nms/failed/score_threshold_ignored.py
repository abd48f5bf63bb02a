"""Mistake: batched_nms accepts score_threshold but never uses it."""
import numpy as np


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("number of boxes must be number of scores")
    return batched_nms(boxes, scores, np.zeros(len(boxes), np.int64), iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    """Suppress within each class; score_threshold is the least score worth a look."""
    n = len(boxes)
    if n != len(scores):
        raise ValueError("number of boxes must be number of scores")
    if n != len(classes):
        raise ValueError("number of boxes must be number of classes")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must be in [0, 1]")
    x1, y1, x2, y2 = (boxes[:, k] for k in range(4))
    area = (x2 - x1) * (y2 - y1)
    order = np.argsort(-scores, kind="stable")
    suppressed = np.zeros(n, dtype=bool)
    keep = []
    for k in range(n):
        i = order[k]
        if suppressed[i]:
            continue
        keep.append(i)
        for j in order[k + 1:]:
            if suppressed[j] or classes[i] != classes[j]:
                continue
            w = max(0.0, min(x2[i], x2[j]) - max(x1[i], x1[j]))
            h = max(0.0, min(y2[i], y2[j]) - max(y1[i], y1[j]))
            inter = w * h
            if inter > 0 and inter / (area[i] + area[j] - inter) > iou_threshold:
                suppressed[j] = True
    return np.array(keep, dtype=np.int64)
