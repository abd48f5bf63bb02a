"""Mistake: suppresses at IoU >= iou_threshold instead of strictly above it."""
import numpy as np


def _check(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores must have the same length")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must be between 0 and 1")


def _greedy(boxes, scores, labels, iou_threshold):
    x1, y1, x2, y2 = boxes[:, 0], boxes[:, 1], boxes[:, 2], boxes[:, 3]
    areas = (x2 - x1) * (y2 - y1)
    order = np.argsort(-scores, kind="stable")
    keep = []
    while order.size > 0:
        i, rest = order[0], order[1:]
        keep.append(i)
        w = np.maximum(0, np.minimum(x2[i], x2[rest]) - np.maximum(x1[i], x1[rest]))
        h = np.maximum(0, np.minimum(y2[i], y2[rest]) - np.maximum(y1[i], y1[rest]))
        inter = w * h
        union = areas[i] + areas[rest] - inter
        iou = np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)
        order = rest[(iou < iou_threshold) | (labels[rest] != labels[i])]
    return np.array(keep, dtype=np.int64)


def nms(boxes, scores, iou_threshold):
    _check(boxes, scores, iou_threshold)
    return _greedy(boxes, scores, np.zeros(len(boxes), dtype=np.int64), iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    _check(boxes, scores, iou_threshold)
    if len(classes) != len(boxes):
        raise ValueError("classes must have one entry per box")
    index = np.flatnonzero(scores >= score_threshold)
    return index[_greedy(boxes[index], scores[index], classes[index], iou_threshold)].astype(np.int64)
