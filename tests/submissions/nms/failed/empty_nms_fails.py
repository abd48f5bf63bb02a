"""Mistake: nms takes the first of the order before looking whether there is one, and fails for no boxes."""
import numpy as np


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores have different lengths")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must be between 0 and 1")
    x1, y1, x2, y2 = boxes[:, 0], boxes[:, 1], boxes[:, 2], boxes[:, 3]
    areas = (x2 - x1) * (y2 - y1)
    order = np.argsort(-scores, kind="stable")
    keep = []
    while True:
        i = order[0]
        keep.append(i)
        order = order[1:]
        w = np.maximum(0, np.minimum(x2[i], x2[order]) - np.maximum(x1[i], x1[order]))
        h = np.maximum(0, np.minimum(y2[i], y2[order]) - np.maximum(y1[i], y1[order]))
        inter = w * h
        union = areas[i] + areas[order] - inter
        order = order[inter <= iou_threshold * union]
        if len(order) == 0:
            break
    return np.array(keep, dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores have different lengths")
    if len(boxes) != len(classes):
        raise ValueError("boxes and classes have different lengths")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must be between 0 and 1")
    keep = np.zeros(len(boxes), dtype=bool)
    for label in np.unique(classes[scores >= score_threshold]):
        index = np.flatnonzero((classes == label) & (scores >= score_threshold))
        keep[index[nms(boxes[index], scores[index], iou_threshold)]] = True
    order = np.argsort(-scores, kind="stable").astype(np.int64)
    return order[keep[order]]
