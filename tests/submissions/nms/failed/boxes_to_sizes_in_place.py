"""Mistake: nms turns the corners into widths and heights in place, in the boxes it was given."""
import numpy as np


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores: unequal lengths")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold: must be from 0 to 1")
    corners = boxes.copy()
    sizes = boxes[:, 2:]
    sizes -= boxes[:, :2]
    areas = sizes[:, 0] * sizes[:, 1]
    order = np.argsort(-scores, kind="stable")
    keep = []
    while len(order) > 0:
        i = order[0]
        keep.append(i)
        order = order[1:]
        sides = np.minimum(corners[i, 2:], corners[order, 2:]) - np.maximum(corners[i, :2], corners[order, :2])
        sides = np.maximum(sides, 0)
        inter = sides[:, 0] * sides[:, 1]
        union = areas[i] + areas[order] - inter
        iou = np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)
        order = order[iou <= iou_threshold]
    return np.array(keep, dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores: unequal lengths")
    if len(boxes) != len(classes):
        raise ValueError("boxes and classes: unequal lengths")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold: must be from 0 to 1")
    keep = []
    for label in np.unique(classes):
        where = np.flatnonzero((classes == label) & (scores >= score_threshold))
        keep += where[nms(boxes[where], scores[where], iou_threshold)].tolist()
    keep.sort(key=lambda i: (-scores[i], i))
    return np.array(keep, dtype=np.int64)
