"""Style: records sorted by class and rank, itertools.groupby per class, heapq.merge of the classes."""
import heapq
from itertools import groupby
from typing import NamedTuple

import numpy as np


class Record(NamedTuple):
    label: int
    minus_score: float
    index: int
    box: tuple


def _iou(a, b):
    ax1, ay1, ax2, ay2 = a
    bx1, by1, bx2, by2 = b
    ix1, iy1, ix2, iy2 = max(ax1, bx1), max(ay1, by1), min(ax2, bx2), min(ay2, by2)
    if ix2 <= ix1 or iy2 <= iy1:
        return 0.0
    inter = (ix2 - ix1) * (iy2 - iy1)
    return inter / ((ax2 - ax1) * (ay2 - ay1) + (bx2 - bx1) * (by2 - by1) - inter)


def _greedy(records, limit):
    kept = []
    for r in records:
        if not any(_iou(r.box, k.box) > limit for k in kept):
            kept.append(r)
    return [(r.minus_score, r.index) for r in kept]


def _merge(boxes, scores, classes, limit, low):
    records = [
        Record(int(c), -float(s), i, tuple(map(float, b)))
        for i, (b, s, c) in enumerate(zip(boxes, scores, classes))
        if s >= low
    ]
    records.sort()
    runs = [_greedy(group, limit) for _, group in groupby(records, key=lambda r: r.label)]
    return np.array([i for _, i in heapq.merge(*runs)], dtype=np.int64)


def nms(boxes, scores, iou_threshold):
    n, m = len(boxes), len(scores)
    if n != m:
        raise ValueError(f"there are {n} boxes and {m} scores")
    if not 0 <= iou_threshold <= 1:
        raise ValueError(f"iou_threshold {iou_threshold} is not in [0, 1]")
    return _merge(boxes, scores, np.zeros(n, int), iou_threshold, -np.inf)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    n, m, k = len(boxes), len(scores), len(classes)
    if n != m:
        raise ValueError(f"there are {n} boxes and {m} scores")
    if n != k:
        raise ValueError(f"there are {n} boxes and {k} classes")
    if not 0 <= iou_threshold <= 1:
        raise ValueError(f"iou_threshold {iou_threshold} is not in [0, 1]")
    return _merge(boxes, scores, classes, iou_threshold, score_threshold)
