"""Mistake: batched_nms breaks ties between classes by class id instead of by index."""
from itertools import chain

import numpy as np


def _iou(p, q):
    w = min(p[2], q[2]) - max(p[0], q[0])
    h = min(p[3], q[3]) - max(p[1], q[1])
    if w <= 0.0 or h <= 0.0:
        return 0.0
    return w * h / ((p[2] - p[0]) * (p[3] - p[1]) + (q[2] - q[0]) * (q[3] - q[1]) - w * h)


def _one_class(indices, boxes, scores, limit):
    kept = []
    for i in sorted(indices, key=lambda i: (-scores[i], i)):
        if max((_iou(boxes[i], boxes[j]) for j in kept), default=0.0) <= limit:
            kept.append(i)
    return kept


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores have to be parallel arrays")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold has to be a number from 0 to 1")
    return np.array(_one_class(range(len(boxes)), boxes, scores, iou_threshold), dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores have to be parallel arrays")
    if len(boxes) != len(classes):
        raise ValueError("boxes and classes have to be parallel arrays")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold has to be a number from 0 to 1")
    parts = {}
    for i, label in enumerate(classes.tolist()):
        if scores[i] >= score_threshold:
            parts.setdefault(label, []).append(i)
    joined = chain.from_iterable(_one_class(parts[label], boxes, scores, iou_threshold) for label in sorted(parts))
    return np.array(sorted(joined, key=lambda i: -scores[i]), dtype=np.int64)
