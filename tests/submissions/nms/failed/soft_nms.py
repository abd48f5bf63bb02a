"""Mistake: does linear Soft-NMS, which lowers the scores of overlapping boxes instead of removing them."""
import numpy as np


def _iou(box, boxes):
    w = np.maximum(np.minimum(box[2], boxes[:, 2]) - np.maximum(box[0], boxes[:, 0]), 0)
    h = np.maximum(np.minimum(box[3], boxes[:, 3]) - np.maximum(box[1], boxes[:, 1]), 0)
    inter = w * h
    union = (box[2] - box[0]) * (box[3] - box[1]) + (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]) - inter
    return inter / np.where(union > 0, union, 1)


def _soft(boxes, scores, same, left, iou_threshold):
    current = scores.astype(np.float64)
    kept = []
    while len(left):
        best = left[np.argmax(current[left])]
        kept.append(best)
        left = left[left != best]
        iou = _iou(boxes[best], boxes[left])
        decay = (iou > iou_threshold) & same(best, left)
        current[left[decay]] *= 1 - iou[decay]
    return np.array(kept, dtype=np.int64)


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("length of boxes and length of scores differ")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("range of iou_threshold is [0, 1]")
    return _soft(boxes, scores, lambda i, js: True, np.arange(len(boxes)), iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("length of boxes and length of scores differ")
    if len(boxes) != len(classes):
        raise ValueError("length of boxes and length of classes differ")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("range of iou_threshold is [0, 1]")
    left = np.flatnonzero(scores >= score_threshold)
    return _soft(boxes, scores, lambda i, js: classes[js] == classes[i], left, iou_threshold)
