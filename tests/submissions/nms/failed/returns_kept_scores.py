"""Mistake: returns the scores of the kept boxes instead of their indices."""
from collections import namedtuple

import numpy as np

Box = namedtuple("Box", "x1 y1 x2 y2 score label")


def area(b):
    return (b.x2 - b.x1) * (b.y2 - b.y1)


def iou(a, b):
    w = min(a.x2, b.x2) - max(a.x1, b.x1)
    h = min(a.y2, b.y2) - max(a.y1, b.y1)
    return w * h / (area(a) + area(b) - w * h) if w > 0 and h > 0 else 0.0


def survivors(found, t):
    kept = []
    for b in sorted(found, key=lambda b: b.score, reverse=True):
        if not any(k.label == b.label and iou(k, b) > t for k in kept):
            kept.append(b)
    return np.array([b.score for b in kept], dtype=float)


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("there must be as many boxes as scores")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must be in [0, 1]")
    return survivors([Box(*b, s, 0) for b, s in zip(boxes, scores)], iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("there must be as many boxes as scores")
    if len(boxes) != len(classes):
        raise ValueError("there must be as many boxes as classes")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must be in [0, 1]")
    found = [Box(*b, s, c) for b, s, c in zip(boxes, scores, classes) if s >= score_threshold]
    return survivors(found, iou_threshold)
