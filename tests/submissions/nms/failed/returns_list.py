"""Mistake: returns a Python list of indices instead of an int64 array."""
import numpy as np


def _ious(i, js, boxes):
    w = np.minimum(boxes[i, 2], boxes[js, 2]) - np.maximum(boxes[i, 0], boxes[js, 0])
    h = np.minimum(boxes[i, 3], boxes[js, 3]) - np.maximum(boxes[i, 1], boxes[js, 1])
    inter = np.maximum(w, 0) * np.maximum(h, 0)
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    union = areas[i] + areas[js] - inter
    return np.where(inter > 0, inter / np.where(inter > 0, union, 1), 0)


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores do not have the same length")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("iou_threshold is not between 0 and 1")
    order = np.argsort(-scores, kind="stable")
    keep = []
    while len(order):
        i = int(order[0])
        keep.append(i)
        order = order[1:]
        order = order[_ious(i, order, boxes) <= iou_threshold]
    return keep


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores do not have the same length")
    if len(boxes) != len(classes):
        raise ValueError("boxes and classes do not have the same length")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("iou_threshold is not between 0 and 1")
    keep = []
    for c in np.unique(classes):
        idx = np.nonzero((classes == c) & (scores >= score_threshold))[0]
        keep += [int(idx[k]) for k in nms(boxes[idx], scores[idx], iou_threshold)]
    return sorted(keep, key=lambda i: (-scores[i], i))
