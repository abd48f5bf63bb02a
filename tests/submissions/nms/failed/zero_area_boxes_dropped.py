"""Mistake: drops boxes of zero area as invalid before suppressing anything."""
import numpy as np


def _iou(p, q):
    w = min(p[2], q[2]) - max(p[0], q[0])
    h = min(p[3], q[3]) - max(p[1], q[1])
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / ((p[2] - p[0]) * (p[3] - p[1]) + (q[2] - q[0]) * (q[3] - q[1]) - w * h)


def _greedy(boxes, scores, candidates, related, limit):
    kept = []
    queue = sorted(candidates, key=lambda i: (-scores[i], i))
    queue = [i for i in queue if boxes[i][2] > boxes[i][0] and boxes[i][3] > boxes[i][1]]
    while queue:
        best = queue.pop(0)
        kept.append(best)
        queue = [i for i in queue if not (related(best, i) and _iou(boxes[best], boxes[i]) > limit)]
    return np.array(kept, dtype=np.int64)


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("each of the boxes needs one of the scores")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold needs to be in [0, 1]")
    return _greedy(boxes, scores, range(len(boxes)), lambda i, j: True, iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("each of the boxes needs one of the scores")
    if len(boxes) != len(classes):
        raise ValueError("each of the boxes needs one of the classes")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold needs to be in [0, 1]")
    usable = np.flatnonzero(scores >= score_threshold).tolist()
    return _greedy(boxes, scores, usable, lambda i, j: classes[i] == classes[j], iou_threshold)
