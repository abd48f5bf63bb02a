"""Mistake: returns int32 indices instead of int64."""
import numpy as np


def _related(boxes, iou_threshold):
    x1, y1, x2, y2 = boxes.T
    w = np.minimum(x2[:, None], x2) - np.maximum(x1[:, None], x1)
    h = np.minimum(y2[:, None], y2) - np.maximum(y1[:, None], y1)
    inter = w * h * ((w > 0) & (h > 0))
    area = (x2 - x1) * (y2 - y1)
    union = area[:, None] + area - inter
    with np.errstate(all="ignore"):
        return np.where(union > 0, inter / union, 0) > iou_threshold


def _greedy(order, related):
    alive = np.ones(len(order), dtype=bool)
    keep = []
    for i in order:
        if alive[i]:
            keep.append(i)
            alive &= ~related[i]
    return np.array(keep, dtype=np.int32)


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("scores must have the length of boxes")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must not leave [0, 1]")
    return _greedy(np.argsort(-scores, kind="stable"), _related(boxes, iou_threshold))


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("scores must have the length of boxes")
    if len(boxes) != len(classes):
        raise ValueError("classes must have the length of boxes")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must not leave [0, 1]")
    index = np.flatnonzero(scores >= score_threshold).astype(np.int32)
    c = classes[index]
    related = _related(boxes[index], iou_threshold) & (c[:, None] == c)
    return index[_greedy(np.argsort(-scores[index], kind="stable"), related)]
