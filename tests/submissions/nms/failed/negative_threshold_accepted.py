"""Mistake: refuses an iou_threshold above 1 but accepts a negative one."""
import heapq

import numpy as np


def _related(a, b, limit):
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    inter = w * h if w > 0 and h > 0 else 0.0
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - inter
    return (inter / union if union > 0 else 0.0) > limit


def _take(heap, rows, labels, limit):
    heapq.heapify(heap)
    while heap:
        _, best = heapq.heappop(heap)
        yield best
        heap = [e for e in heap if labels[e[1]] != labels[best] or not _related(rows[e[1]], rows[best], limit)]
        heapq.heapify(heap)


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("scores should be as many as boxes")
    if iou_threshold > 1:
        raise ValueError("iou_threshold should be at most 1")
    heap = [(-s, i) for i, s in enumerate(scores.tolist())]
    return np.fromiter(_take(heap, boxes.tolist(), [0] * len(heap), iou_threshold), dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("scores should be as many as boxes")
    if len(boxes) != len(classes):
        raise ValueError("classes should be as many as boxes")
    if iou_threshold > 1:
        raise ValueError("iou_threshold should be at most 1")
    heap = [(-s, i) for i, s in enumerate(scores.tolist()) if s >= score_threshold]
    return np.fromiter(_take(heap, boxes.tolist(), classes.tolist(), iou_threshold), dtype=np.int64)
