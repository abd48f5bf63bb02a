"""Mistake: forgets that the overlaps start at the second place of the order, and writes order[inds] for order[inds + 1]."""
import numpy as np


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("bad lengths of boxes and scores")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("bad iou_threshold")
    x1 = boxes[:, 0]
    y1 = boxes[:, 1]
    x2 = boxes[:, 2]
    y2 = boxes[:, 3]
    areas = (x2 - x1) * (y2 - y1)
    order = np.argsort(-scores, kind="stable")
    keep = []
    while order.size > 0:
        i = order[0]
        keep.append(i)
        xx1 = np.maximum(x1[i], x1[order[1:]])
        yy1 = np.maximum(y1[i], y1[order[1:]])
        xx2 = np.minimum(x2[i], x2[order[1:]])
        yy2 = np.minimum(y2[i], y2[order[1:]])
        inter = np.maximum(0.0, xx2 - xx1) * np.maximum(0.0, yy2 - yy1)
        union = areas[i] + areas[order[1:]] - inter
        ovr = np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)
        inds = np.where(ovr <= iou_threshold)[0]
        order = order[inds]
    return np.array(keep, dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("bad lengths of boxes and scores")
    if len(boxes) != len(classes):
        raise ValueError("bad lengths of boxes and classes")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("bad iou_threshold")
    kept = [np.zeros(0, dtype=np.int64)]
    for c in np.unique(classes):
        own = np.flatnonzero((classes == c) & (scores >= score_threshold))
        kept.append(own[nms(boxes[own], scores[own], iou_threshold)])
    kept = np.concatenate(kept)
    return kept[np.lexsort((kept, -scores[kept]))].astype(np.int64)
