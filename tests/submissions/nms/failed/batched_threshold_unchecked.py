"""Mistake: batched_nms does not check that iou_threshold lies in [0, 1]."""
import numpy as np


def _lengths(boxes, *others):
    for name, other in zip(("scores", "classes"), others):
        if len(other) != len(boxes):
            raise ValueError("%s and boxes are of different length" % name)


def _hit(a, b, limit):
    w = min(a[2], b[2]) - max(a[0], b[0])
    if w <= 0:
        return False
    h = min(a[3], b[3]) - max(a[1], b[1])
    if h <= 0:
        return False
    return w * h / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h) > limit


def _greedy(rows, ranked, labels, limit):
    kept = {}
    result = []
    for i in ranked:
        same = kept.setdefault(labels[i], [])
        if not any(_hit(rows[i], other, limit) for other in same):
            same.append(rows[i])
            result.append(i)
    return np.array(result, dtype=np.int64)


def nms(boxes, scores, iou_threshold):
    _lengths(boxes, scores)
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold is not a number in [0, 1]")
    ranked = np.argsort(-scores, kind="stable").tolist()
    return _greedy(boxes.tolist(), ranked, [None] * len(boxes), iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    _lengths(boxes, scores, classes)
    ranked = [i for i in np.argsort(-scores, kind="stable").tolist() if scores[i] >= score_threshold]
    return _greedy(boxes.tolist(), ranked, classes.tolist(), iou_threshold)
