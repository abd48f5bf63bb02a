"""Mistake: the search for the best remaining box starts at a score of 0, so scores of 0 and below are never picked."""
import numpy as np


def find_best(remaining, scores):
    best, best_score = None, 0.0
    for i in remaining:
        if scores[i] > best_score:
            best, best_score = i, scores[i]
    return best


def rectangle_iou(r, s):
    width = min(r[2], s[2]) - max(r[0], s[0])
    height = min(r[3], s[3]) - max(r[1], s[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / ((r[2] - r[0]) * (r[3] - r[1]) + (s[2] - s[0]) * (s[3] - s[1]) - shared)


def loop(boxes, scores, classes, remaining, limit):
    picked = []
    while True:
        best = find_best(remaining, scores)
        if best is None:
            return np.array(picked, dtype=np.int64)
        picked.append(best)
        remaining.remove(best)
        remaining = [
            i for i in remaining
            if classes[i] != classes[best] or rectangle_iou(boxes[i], boxes[best]) <= limit
        ]


def check_input(boxes, scores, classes, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("there have to be as many scores as boxes")
    if len(boxes) != len(classes):
        raise ValueError("there have to be as many classes as boxes")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("iou_threshold has to be between 0 and 1")


def nms(boxes, scores, iou_threshold):
    classes = ["box"] * len(boxes)
    check_input(boxes, scores, classes, iou_threshold)
    return loop(boxes, scores, classes, list(range(len(boxes))), iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    check_input(boxes, scores, classes, iou_threshold)
    remaining = [i for i in range(len(boxes)) if scores[i] >= score_threshold]
    return loop(boxes, scores, classes, remaining, iou_threshold)
