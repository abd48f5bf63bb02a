"""Mistake: batched_nms concatenates an empty list, which fails, when there are no boxes or none passes score_threshold."""
import numpy as np


def _ok_pair(a, b, t):
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    if min(w, h) <= 0:
        return True
    return w * h <= t * ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h)


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("The lengths of boxes and scores are unequal")
    if iou_threshold > 1 or iou_threshold < 0:
        raise ValueError("The iou_threshold is outside [0, 1]")
    rows = boxes.tolist()
    keep = []
    for i in np.argsort(-scores, kind="stable").tolist():
        if all(_ok_pair(rows[i], rows[j], iou_threshold) for j in keep):
            keep.append(i)
    return np.array(keep, dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("The lengths of boxes and scores are unequal")
    if len(boxes) != len(classes):
        raise ValueError("The lengths of boxes and classes are unequal")
    if iou_threshold > 1 or iou_threshold < 0:
        raise ValueError("The iou_threshold is outside [0, 1]")
    indices = np.flatnonzero(scores >= score_threshold).astype(np.int64)
    results = []
    for c in np.unique(classes[indices]):
        mine = indices[classes[indices] == c]
        results.append(mine[nms(boxes[mine], scores[mine], iou_threshold)])
    results = np.concatenate(results)
    return results[np.lexsort((results, -scores[results]))]
