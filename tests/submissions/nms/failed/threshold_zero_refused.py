"""Mistake: refuses iou_threshold 0, which belongs to the allowed range."""
import numpy as np


def _iou(box, boxes):
    w = np.maximum(np.minimum(box[2], boxes[:, 2]) - np.maximum(box[0], boxes[:, 0]), 0)
    h = np.maximum(np.minimum(box[3], boxes[:, 3]) - np.maximum(box[1], boxes[:, 1]), 0)
    union = (box[2] - box[0]) * (box[3] - box[1]) + (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]) - w * h
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(union > 0, w * h / union, 0.0)


def _validate(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores need the same length")
    if not 0 < iou_threshold <= 1:
        raise ValueError("iou_threshold needs to be between 0 and 1")


def nms(boxes, scores, iou_threshold):
    _validate(boxes, scores, iou_threshold)
    order = np.argsort(-scores, kind="stable")
    keep = []
    while order.size > 0:
        keep.append(order[0])
        order = order[1:][_iou(boxes[order[0]], boxes[order[1:]]) <= iou_threshold]
    return np.array(keep, dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    _validate(boxes, scores, iou_threshold)
    if len(boxes) != len(classes):
        raise ValueError("boxes and classes need the same length")
    keep = []
    for label in np.unique(classes):
        mine = np.where((classes == label) & ~(scores < score_threshold))[0]
        keep.extend(mine[nms(boxes[mine], scores[mine], iou_threshold)])
    keep = np.array(keep, dtype=np.int64)
    return keep[np.lexsort((keep, -scores[keep]))]
