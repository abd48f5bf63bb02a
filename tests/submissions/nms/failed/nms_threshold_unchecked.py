"""Mistake: nms does not check that iou_threshold lies in [0, 1]."""
import numpy as np


def _pairwise(b):
    lt = np.maximum(b[:, None, :2], b[:, :2])
    rb = np.minimum(b[:, None, 2:], b[:, 2:])
    inter = np.prod(np.clip(rb - lt, 0, None), axis=2)
    area = np.prod(b[:, 2:] - b[:, :2], axis=1)
    union = area[:, None] + area - inter
    return np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores must match")
    order = np.argsort(-scores, kind="stable")
    clash = _pairwise(boxes[order]) > iou_threshold
    keep = np.zeros(len(order), dtype=bool)
    for k in range(len(order)):
        keep[k] = not (clash[k] & keep).any()
    return order[keep].astype(np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores must match")
    if len(boxes) != len(classes):
        raise ValueError("boxes and classes must match")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must be in [0, 1]")
    keep = np.zeros(len(boxes), dtype=bool)
    for c in np.unique(classes):
        sel = np.flatnonzero((classes == c) & (scores >= score_threshold))
        keep[sel[nms(boxes[sel], scores[sel], iou_threshold)]] = True
    order = np.argsort(-scores, kind="stable")
    return order[keep[order]].astype(np.int64)
