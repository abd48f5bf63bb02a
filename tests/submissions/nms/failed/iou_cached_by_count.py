"""Mistake: caches the IoU matrix by the number of boxes only, so other boxes of the same number get stale overlaps."""
import numpy as np

_matrices = {}


def iou_matrix(boxes):
    n = len(boxes)
    if n not in _matrices:
        w = np.minimum.outer(boxes[:, 2], boxes[:, 2]) - np.maximum.outer(boxes[:, 0], boxes[:, 0])
        h = np.minimum.outer(boxes[:, 3], boxes[:, 3]) - np.maximum.outer(boxes[:, 1], boxes[:, 1])
        inter = np.clip(w, 0, None) * np.clip(h, 0, None)
        area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
        union = np.add.outer(area, area) - inter
        _matrices[n] = np.divide(inter, union, out=np.zeros((n, n)), where=union > 0)
    return _matrices[n]


def pick(ranked, clash):
    kept = []
    for i in ranked:
        if not clash[i, kept].any():
            kept.append(i)
    return np.array(kept, dtype=np.int64)


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("scores must be one per row of boxes")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must be in the interval [0, 1]")
    return pick(np.argsort(-scores, kind="stable"), iou_matrix(boxes) > iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("scores must be one per row of boxes")
    if len(boxes) != len(classes):
        raise ValueError("classes must be one per row of boxes")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must be in the interval [0, 1]")
    ranked = np.argsort(-scores, kind="stable")
    clash = (iou_matrix(boxes) > iou_threshold) & np.equal.outer(classes, classes)
    return pick(ranked[scores[ranked] >= score_threshold], clash)
