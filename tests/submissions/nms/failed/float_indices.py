"""Mistake: collects the indices with np.append onto a float array, so the result has dtype float64."""
import numpy as np


def overlap(box, other):
    w = min(box[2], other[2]) - max(box[0], other[0])
    h = min(box[3], other[3]) - max(box[1], other[1])
    if w <= 0 or h <= 0:
        return 0.0
    both = w * h
    return both / ((box[2] - box[0]) * (box[3] - box[1]) + (other[2] - other[0]) * (other[3] - other[1]) - both)


def check(boxes, scores, classes, iou_threshold):
    if len(scores) != len(boxes):
        raise ValueError("scores: one per box, please")
    if classes is not None and len(classes) != len(boxes):
        raise ValueError("classes: one per box, please")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("iou_threshold: between 0 and 1, please")


def pick(boxes, order, together, iou_threshold):
    keep = np.zeros(0)
    for i in order:
        if not any(together(i, int(j)) and overlap(boxes[i], boxes[int(j)]) > iou_threshold for j in keep):
            keep = np.append(keep, i)
    return keep


def nms(boxes, scores, iou_threshold):
    check(boxes, scores, None, iou_threshold)
    return pick(boxes, np.argsort(-scores, kind="stable"), lambda i, j: True, iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    check(boxes, scores, classes, iou_threshold)
    order = [i for i in np.argsort(-scores, kind="stable") if scores[i] >= score_threshold]
    return pick(boxes, order, lambda i, j: classes[i] == classes[j], iou_threshold)
