"""Mistake: drops a box with the same corners as a kept one, whatever iou_threshold is."""
import numpy as np


def overlap(a, b):
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h)


def select(boxes, candidates, limit):
    kept_boxes, kept = [], []
    for i in candidates:
        box = boxes[i].tolist()
        if box in kept_boxes:
            continue
        if all(overlap(box, other) <= limit for other in kept_boxes):
            kept_boxes.append(box)
            kept.append(i)
    return kept


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores must be parallel")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must be a number between 0 and 1")
    ranked = sorted(range(len(boxes)), key=lambda i: (-scores[i], i))
    return np.array(select(boxes, ranked, iou_threshold), dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores must be parallel")
    if len(boxes) != len(classes):
        raise ValueError("boxes and classes must be parallel")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must be a number between 0 and 1")
    ranked = sorted(np.flatnonzero(scores >= score_threshold), key=lambda i: (-scores[i], i))
    kept = []
    for label in np.unique(classes):
        kept += select(boxes, [i for i in ranked if classes[i] == label], iou_threshold)
    kept.sort(key=lambda i: (-scores[i], i))
    return np.array(kept, dtype=np.int64)
