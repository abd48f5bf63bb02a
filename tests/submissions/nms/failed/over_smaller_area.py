"""Mistake: divides the intersection by the smaller of the two areas instead of by the union."""
from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np


@dataclass
class Candidate:
    index: int
    score: float
    label: int | None
    corners: tuple[float, float, float, float]

    def area(self) -> float:
        x1, y1, x2, y2 = self.corners
        return (x2 - x1) * (y2 - y1)

    def overlap(self, other: Candidate) -> float:
        a, b = self.corners, other.corners
        w = min(a[2], b[2]) - max(a[0], b[0])
        h = min(a[3], b[3]) - max(a[1], b[1])
        if w <= 0 or h <= 0:
            return 0.0
        return w * h / min(self.area(), other.area())


def _greedy(candidates: list[Candidate], limit: float) -> np.ndarray:
    candidates = sorted(candidates, key=lambda c: (-c.score, c.index))
    kept: list[Candidate] = []
    for c in candidates:
        if not any(c.label == k.label and c.overlap(k) > limit for k in kept):
            kept.append(c)
    return np.array([c.index for c in kept], dtype=np.int64)


def nms(boxes, scores, iou_threshold):
    return _both(boxes, scores, None, iou_threshold, -math.inf)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    return _both(boxes, scores, classes, iou_threshold, score_threshold)


def _both(boxes, scores, classes, iou_threshold, low):
    if len(scores) != len(boxes):
        raise ValueError("scores differs from boxes in length")
    if classes is not None and len(classes) != len(boxes):
        raise ValueError("classes differs from boxes in length")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold is out of [0, 1]")
    labels = [None] * len(boxes) if classes is None else classes.tolist()
    rows = zip(scores.tolist(), labels, boxes.tolist())
    return _greedy([Candidate(i, s, c, tuple(b)) for i, (s, c, b) in enumerate(rows) if s >= low], iou_threshold)
