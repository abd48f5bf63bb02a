"""Mistake: batched_nms goes through COCO's 80 class ids only and loses boxes of any other class."""
import numpy as np

NUM_CLASSES = 80


def nms(boxes, scores, iou_threshold):
    if boxes.shape[0] != scores.shape[0]:
        raise ValueError("boxes.shape[0] and scores.shape[0] differ")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold should be within [0, 1]")
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    order = np.argsort(-scores, kind="stable").astype(np.int64)
    dead = np.zeros(len(boxes), dtype=bool)
    for k, i in enumerate(order):
        if dead[i]:
            continue
        rest = order[k + 1:]
        w = np.minimum(boxes[i, 2], boxes[rest, 2]) - np.maximum(boxes[i, 0], boxes[rest, 0])
        h = np.minimum(boxes[i, 3], boxes[rest, 3]) - np.maximum(boxes[i, 1], boxes[rest, 1])
        inter = np.where((w > 0) & (h > 0), w * h, 0)
        dead[rest] |= inter > iou_threshold * (area[i] + area[rest] - inter)
    return order[~dead[order]]


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if boxes.shape[0] != scores.shape[0]:
        raise ValueError("boxes.shape[0] and scores.shape[0] differ")
    if boxes.shape[0] != classes.shape[0]:
        raise ValueError("boxes.shape[0] and classes.shape[0] differ")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold should be within [0, 1]")
    kept = np.zeros(len(boxes), dtype=bool)
    for c in range(NUM_CLASSES):
        idx = np.flatnonzero((classes == c) & (scores >= score_threshold))
        if len(idx):
            kept[idx[nms(boxes[idx], scores[idx], iou_threshold)]] = True
    order = np.argsort(-scores, kind="stable").astype(np.int64)
    return order[kept[order]]
