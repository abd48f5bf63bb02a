"""Mistake: collects the kept indices in a mutable default argument, so later calls also return earlier indices."""
import numpy as np


def overlap_ratio(a, b):
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h)


def choose(boxes, scores, classes, candidates, limit, kept=[]):
    new = []
    for i in sorted(candidates, key=lambda i: (-scores[i], i)):
        if all(classes[i] != classes[j] or overlap_ratio(boxes[i], boxes[j]) <= limit for j in new):
            new.append(i)
            kept.append(i)
    return np.array(kept, dtype=np.int64)


def validate(boxes, scores, classes, iou_threshold):
    if len(scores) != len(boxes):
        raise ValueError("scores and boxes should have one length")
    if len(classes) != len(boxes):
        raise ValueError("classes and boxes should have one length")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold should be from 0 to 1")


def nms(boxes, scores, iou_threshold):
    one_class = [0] * len(boxes)
    validate(boxes, scores, one_class, iou_threshold)
    return choose(boxes, scores, one_class, range(len(boxes)), iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    validate(boxes, scores, classes, iou_threshold)
    candidates = [i for i in range(len(boxes)) if scores[i] >= score_threshold]
    return choose(boxes, scores, classes, candidates, iou_threshold)
