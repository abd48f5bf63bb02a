"""Mistake: batched_nms returns positions within the class, without mapping them back to the original arrays."""
import heapq

import numpy as np


def _iou(a, b):
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h)


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores are not equally long")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must be at least 0 and at most 1")
    heap = [(-float(s), i) for i, s in enumerate(scores)]
    heapq.heapify(heap)
    keep = []
    while heap:
        _, i = heapq.heappop(heap)
        if all(_iou(boxes[i], boxes[j]) <= iou_threshold for j in keep):
            keep.append(i)
    return np.array(keep, dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores are not equally long")
    if len(boxes) != len(classes):
        raise ValueError("boxes and classes are not equally long")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must be at least 0 and at most 1")
    found = []
    for label in set(classes.tolist()):
        members = np.flatnonzero((classes == label) & (scores >= score_threshold))
        for k in nms(boxes[members], scores[members], iou_threshold):
            found.append((-scores[members[k]], members[k], k))
    found.sort()
    return np.array([k for _, _, k in found], dtype=np.int64)
