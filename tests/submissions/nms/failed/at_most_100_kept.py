"""Mistake: returns at most the 100 best boxes, as COCO evaluation does, however many survive."""
import numpy as np

MAX_DETECTIONS = 100


def _flags(boxes, order, labels, limit):
    x1, y1, x2, y2 = boxes[order].T
    c = labels[order]
    area = (x2 - x1) * (y2 - y1)
    alive = np.ones(len(order), dtype=bool)
    for k in range(len(order)):
        if not alive[k]:
            continue
        w = np.minimum(x2[k], x2[k + 1:]) - np.maximum(x1[k], x1[k + 1:])
        h = np.minimum(y2[k], y2[k + 1:]) - np.maximum(y1[k], y1[k + 1:])
        inter = np.where((w > 0) & (h > 0), w * h, 0)
        alive[k + 1:] &= (inter <= limit * (area[k] + area[k + 1:] - inter)) | (c[k + 1:] != c[k])
    return alive


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("scores: wrong number for these boxes")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold: wrong value")
    order = np.argsort(-scores, kind="stable").astype(np.int64)
    order = order[_flags(boxes, order, np.zeros(len(boxes)), iou_threshold)]
    return order[:MAX_DETECTIONS].copy()


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("scores: wrong number for these boxes")
    if len(boxes) != len(classes):
        raise ValueError("classes: wrong number for these boxes")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold: wrong value")
    order = np.argsort(-scores, kind="stable").astype(np.int64)
    order = order[: np.count_nonzero(scores >= score_threshold)]
    order = order[_flags(boxes, order, classes, iou_threshold)]
    return order[:MAX_DETECTIONS].copy()
