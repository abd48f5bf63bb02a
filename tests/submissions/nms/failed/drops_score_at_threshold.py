"""Mistake: batched_nms also drops scores that are exactly equal to score_threshold."""
import numpy as np


def _iou_row(box, rows):
    w = np.clip(np.minimum(box[2], rows[:, 2]) - np.maximum(box[0], rows[:, 0]), 0, None)
    h = np.clip(np.minimum(box[3], rows[:, 3]) - np.maximum(box[1], rows[:, 1]), 0, None)
    area = (rows[:, 2] - rows[:, 0]) * (rows[:, 3] - rows[:, 1])
    union = (box[2] - box[0]) * (box[3] - box[1]) + area - w * h
    return np.divide(w * h, union, out=np.zeros(len(rows)), where=union > 0)


def _survivors(order, boxes, classes, limit):
    while len(order):
        first, order = order[0], order[1:]
        yield first
        rivals = classes[order] == classes[first]
        order = order[~(rivals & (_iou_row(boxes[first], boxes[order]) > limit))]


def _start(boxes, scores, classes, iou_threshold):
    if len(scores) != len(boxes):
        raise ValueError("scores must match boxes in length")
    if len(classes) != len(boxes):
        raise ValueError("classes must match boxes in length")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("iou_threshold must be from [0, 1]")
    return np.argsort(-scores, kind="stable")


def nms(boxes, scores, iou_threshold):
    one = np.zeros(len(boxes), dtype=np.int64)
    order = _start(boxes, scores, one, iou_threshold)
    return np.fromiter(_survivors(order, boxes, one, iou_threshold), dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    order = _start(boxes, scores, classes, iou_threshold)
    order = order[scores[order] > score_threshold]
    return np.fromiter(_survivors(order, boxes, classes, iou_threshold), dtype=np.int64)
