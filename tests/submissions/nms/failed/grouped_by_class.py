"""Mistake: batched_nms returns the kept boxes class after class instead of by falling score over all classes."""
import numpy as np


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("len(boxes) != len(scores)")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold not in [0, 1]")
    x1, y1, x2, y2 = np.hsplit(boxes, 4)
    areas = ((x2 - x1) * (y2 - y1)).ravel()
    order = np.argsort(-scores, kind="mergesort")
    kept = []
    while order.size:
        i = order[0]
        kept.append(i)
        rest = order[1:]
        w = (np.minimum(x2[i], x2[rest]) - np.maximum(x1[i], x1[rest])).ravel()
        h = (np.minimum(y2[i], y2[rest]) - np.maximum(y1[i], y1[rest])).ravel()
        inter = np.maximum(w, 0) * np.maximum(h, 0)
        hit = inter > iou_threshold * (areas[i] + areas[rest] - inter)
        order = rest[~hit]
    return np.array(kept, dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("len(boxes) != len(scores)")
    if len(boxes) != len(classes):
        raise ValueError("len(boxes) != len(classes)")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold not in [0, 1]")
    result = [np.zeros(0, dtype=np.int64)]
    for label in np.unique(classes):
        index = np.flatnonzero((classes == label) & (scores >= score_threshold))
        result.append(index[nms(boxes[index], scores[index], iou_threshold)].astype(np.int64))
    return np.concatenate(result)
