"""Mistake: batched_nms returns an empty Python list when no box passes score_threshold."""
import numpy as np


def _iou_matrix(b):
    w = np.minimum.outer(b[:, 2], b[:, 2]) - np.maximum.outer(b[:, 0], b[:, 0])
    h = np.minimum.outer(b[:, 3], b[:, 3]) - np.maximum.outer(b[:, 1], b[:, 1])
    inter = np.where((w > 0) & (h > 0), w * h, 0)
    area = np.diagonal(w * h)
    union = np.add.outer(area, area) - inter
    return inter / np.where(union > 0, union, 1)


def _keep_in_order(iou, t):
    keep = []
    for k in range(len(iou)):
        if not (iou[k, keep] > t).any():
            keep.append(k)
    return np.array(keep, dtype=np.int64)


def nms(boxes, scores, iou_threshold):
    if boxes.shape[0] != scores.shape[0]:
        raise ValueError("first axes of boxes and scores differ")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold leaves [0, 1]")
    order = np.argsort(-scores, kind="stable").astype(np.int64)
    return order[_keep_in_order(_iou_matrix(boxes[order]), iou_threshold)]


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if boxes.shape[0] != scores.shape[0]:
        raise ValueError("first axes of boxes and scores differ")
    if boxes.shape[0] != classes.shape[0]:
        raise ValueError("first axes of boxes and classes differ")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold leaves [0, 1]")
    order = np.argsort(-scores, kind="stable").astype(np.int64)
    order = order[scores[order] >= score_threshold]
    if len(order) == 0:
        return []
    labels = classes[order]
    return order[_keep_in_order(_iou_matrix(boxes[order]) * (labels[:, None] == labels), iou_threshold)]
