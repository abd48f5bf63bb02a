"""Mistake: keeps the boxes in a dict keyed by score, so that of equal scores only the last one is left."""
import numpy as np


def _iou(a, b):
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h)


def _of_one_class(boxes, scores, members, limit):
    by_score = {float(scores[i]): i for i in members}
    kept = []
    for score in sorted(by_score, reverse=True):
        i = by_score[score]
        if all(_iou(boxes[i], boxes[j]) <= limit for j in kept):
            kept.append(i)
    return kept


def _refuse(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("Cannot pair boxes with scores")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("Cannot use an iou_threshold outside [0, 1]")


def nms(boxes, scores, iou_threshold):
    _refuse(boxes, scores, iou_threshold)
    return np.array(_of_one_class(boxes, scores, range(len(boxes)), iou_threshold), dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    _refuse(boxes, scores, iou_threshold)
    if len(boxes) != len(classes):
        raise ValueError("Cannot pair boxes with classes")
    kept = []
    for label in sorted(set(classes.tolist())):
        members = [i for i in range(len(boxes)) if classes[i] == label and scores[i] >= score_threshold]
        kept += _of_one_class(boxes, scores, members, iou_threshold)
    kept.sort(key=lambda i: (-scores[i], i))
    return np.array(kept, dtype=np.int64)
