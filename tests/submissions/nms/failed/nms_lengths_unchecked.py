"""Mistake: nms does not check that boxes and scores have the same length."""
import numpy as np


def _iou(box, boxes):
    wh = np.minimum(box[2:], boxes[:, 2:]) - np.maximum(box[:2], boxes[:, :2])
    inter = np.where(wh.min(axis=1) > 0, wh[:, 0] * wh[:, 1], 0)
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    union = (box[2] - box[0]) * (box[3] - box[1]) + areas - inter
    return np.where(inter > 0, inter / np.where(inter > 0, union, 1), 0)


def nms(boxes, scores, iou_threshold):
    if iou_threshold < 0.0 or iou_threshold > 1.0:
        raise ValueError("iou_threshold must be between 0 and 1")
    order = np.argsort(-scores, kind="stable")
    keep = []
    while order.size:
        keep.append(order[0])
        order = order[1:][_iou(boxes[order[0]], boxes[order[1:]]) <= iou_threshold]
    return np.array(keep, dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if not len(boxes) == len(scores) == len(classes):
        raise ValueError("boxes, scores and classes must be of one length")
    if iou_threshold < 0.0 or iou_threshold > 1.0:
        raise ValueError("iou_threshold must be between 0 and 1")
    keep = []
    for label in np.unique(classes):
        here = np.flatnonzero((classes == label) & (scores >= score_threshold))
        keep.extend(here[nms(boxes[here], scores[here], iou_threshold)].tolist())
    keep.sort(key=lambda i: (-scores[i], i))
    return np.array(keep, dtype=np.int64)
