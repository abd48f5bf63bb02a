"""Mistake: reads the boxes in memory order, which mixes up the coordinates of Fortran-ordered arrays."""
import numpy as np


def _rows(boxes):
    flat = boxes.ravel(order="K")
    return [tuple(flat[k:k + 4].tolist()) for k in range(0, flat.size, 4)]


def _too_similar(a, b, limit):
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return False
    return w * h / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h) > limit


def _survivors(rows, ranked, related, limit):
    kept = []
    for i in ranked:
        if not any(related(i, j) and _too_similar(rows[i], rows[j], limit) for j in kept):
            kept.append(i)
    return np.array(kept, dtype=np.int64)


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("lengths of boxes and scores must agree")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must be a fraction in [0, 1]")
    ranked = sorted(range(len(scores)), key=lambda i: (-scores[i], i))
    return _survivors(_rows(boxes), ranked, lambda i, j: True, iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("lengths of boxes and scores must agree")
    if len(boxes) != len(classes):
        raise ValueError("lengths of boxes and classes must agree")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must be a fraction in [0, 1]")
    ranked = sorted(np.flatnonzero(scores >= score_threshold).tolist(), key=lambda i: (-scores[i], i))
    return _survivors(_rows(boxes), ranked, lambda i, j: classes[i] == classes[j], iou_threshold)
