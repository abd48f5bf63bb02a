"""Mistake: rounds the IoU to two decimals before comparing it with iou_threshold."""
import numpy as np


def iou(a, b):
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    inter = w * h
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - inter
    return round(float(inter / union), 2)


def check(boxes, iou_threshold, **others):
    for name in others:
        if len(others[name]) != len(boxes):
            raise ValueError("boxes and " + name + " differ in number")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold is beyond [0, 1]")


def greedy(boxes, order, clash):
    kept = []
    for i in order.tolist():
        for j in kept:
            if clash(i, j):
                break
        else:
            kept.append(i)
    return np.array(kept, dtype=np.int64)


def nms(boxes, scores, iou_threshold):
    check(boxes, iou_threshold, scores=scores)
    order = np.argsort(-scores, kind="stable")
    return greedy(boxes, order, lambda i, j: iou(boxes[i], boxes[j]) > iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    check(boxes, iou_threshold, scores=scores, classes=classes)
    order = np.argsort(-scores, kind="stable")
    order = order[scores[order] >= score_threshold]
    return greedy(boxes, order, lambda i, j: classes[i] == classes[j] and iou(boxes[i], boxes[j]) > iou_threshold)
