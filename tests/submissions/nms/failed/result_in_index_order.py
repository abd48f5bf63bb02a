"""Mistake: returns the kept indices in index order instead of by falling score."""
import numpy as np


def _mask(boxes, scores, t):
    n = len(boxes)
    keep = np.ones(n, dtype=bool)
    ranked = sorted(range(n), key=lambda i: (-scores[i], i))
    for k, i in enumerate(ranked):
        if not keep[i]:
            continue
        for j in ranked[k + 1:]:
            w = min(boxes[i, 2], boxes[j, 2]) - max(boxes[i, 0], boxes[j, 0])
            h = min(boxes[i, 3], boxes[j, 3]) - max(boxes[i, 1], boxes[j, 1])
            if w > 0 and h > 0:
                union = (
                    (boxes[i, 2] - boxes[i, 0]) * (boxes[i, 3] - boxes[i, 1])
                    + (boxes[j, 2] - boxes[j, 0]) * (boxes[j, 3] - boxes[j, 1])
                    - w * h
                )
                if w * h / union > t:
                    keep[j] = False
    return keep


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("length of boxes is not length of scores")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold has to be in [0, 1]")
    return np.flatnonzero(_mask(boxes, scores, iou_threshold)).astype(np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("length of boxes is not length of scores")
    if len(boxes) != len(classes):
        raise ValueError("length of boxes is not length of classes")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold has to be in [0, 1]")
    keep = np.zeros(len(boxes), dtype=bool)
    for c in np.unique(classes):
        inside = np.flatnonzero((classes == c) & (scores >= score_threshold))
        keep[inside[_mask(boxes[inside], scores[inside], iou_threshold)]] = True
    return np.flatnonzero(keep).astype(np.int64)
