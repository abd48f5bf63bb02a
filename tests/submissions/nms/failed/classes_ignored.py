"""Mistake: batched_nms suppresses across classes, as if all boxes were of one class."""
import numpy as np


def _nms_core(boxes, order, iou_threshold):
    keep = []
    while order.size > 0:
        i = order[0]
        keep.append(i)
        xx1 = np.maximum(boxes[i, 0], boxes[order[1:], 0])
        yy1 = np.maximum(boxes[i, 1], boxes[order[1:], 1])
        xx2 = np.minimum(boxes[i, 2], boxes[order[1:], 2])
        yy2 = np.minimum(boxes[i, 3], boxes[order[1:], 3])
        inter = np.maximum(0.0, xx2 - xx1) * np.maximum(0.0, yy2 - yy1)
        area = np.prod(boxes[order, 2:] - boxes[order, :2], axis=1)
        union = area[0] + area[1:] - inter
        union[union <= 0] = 1.0
        order = order[1:][inter / union <= iou_threshold]
    return np.array(keep, dtype=np.int64)


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("boxes / scores: not the same length")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold: not in [0, 1]")
    return _nms_core(boxes, np.argsort(-scores, kind="stable"), iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("boxes / scores: not the same length")
    if len(boxes) != len(classes):
        raise ValueError("boxes / classes: not the same length")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold: not in [0, 1]")
    order = np.argsort(-scores, kind="stable")
    return _nms_core(boxes, order[scores[order] >= score_threshold], iou_threshold)
