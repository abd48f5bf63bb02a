"""Style: a heap of (negated score, index), popped until it is empty."""
import heapq

import numpy as np


def _suppressed(box, area, others, areas, limit):
    for (u1, v1, u2, v2), other in zip(others, areas):
        w = min(box[2], u2) - max(box[0], u1)
        h = min(box[3], v2) - max(box[1], v1)
        if w > 0 and h > 0 and w * h / (area + other - w * h) > limit:
            return True
    return False


def _pop_all(boxes, scores, classes, limit, floor):
    heap = [(-s, i) for i, s in enumerate(scores.tolist()) if floor is None or s >= floor]
    heapq.heapify(heap)
    rows = boxes.tolist()
    labels = classes.tolist() if classes is not None else [None] * len(rows)
    taken = {}
    keep = []
    while heap:
        i = heapq.heappop(heap)[1]
        box = rows[i]
        area = (box[2] - box[0]) * (box[3] - box[1])
        others, areas = taken.setdefault(labels[i], ([], []))
        if not _suppressed(box, area, others, areas, limit):
            others.append(box)
            areas.append(area)
            keep.append(i)
    return np.fromiter(keep, dtype=np.int64, count=len(keep))


def nms(boxes, scores, iou_threshold):
    if len(scores) != len(boxes):
        raise ValueError("scores do not match boxes")
    if iou_threshold < 0:
        raise ValueError("iou_threshold is negative")
    if iou_threshold > 1:
        raise ValueError("iou_threshold is above 1")
    return _pop_all(boxes, scores, None, iou_threshold, None)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(scores) != len(boxes):
        raise ValueError("scores do not match boxes")
    if len(classes) != len(boxes):
        raise ValueError("classes do not match boxes")
    if iou_threshold < 0:
        raise ValueError("iou_threshold is negative")
    if iou_threshold > 1:
        raise ValueError("iou_threshold is above 1")
    return _pop_all(boxes, scores, classes, iou_threshold, score_threshold)
