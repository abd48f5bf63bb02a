"""Mistake: returns a view of one reused buffer, so the next call changes the earlier result."""
import numpy as np

_buffer = np.empty(1024, dtype=np.int64)


def _run(boxes, scores, labels, order, iou_threshold):
    global _buffer
    if len(order) > len(_buffer):
        _buffer = np.empty(2 * len(order), dtype=np.int64)
    x1, y1, x2, y2 = boxes[:, 0], boxes[:, 1], boxes[:, 2], boxes[:, 3]
    area = (x2 - x1) * (y2 - y1)
    count = 0
    while order.size > 0:
        i, order = order[0], order[1:]
        _buffer[count] = i
        count += 1
        w = np.maximum(np.minimum(x2[i], x2[order]) - np.maximum(x1[i], x1[order]), 0)
        h = np.maximum(np.minimum(y2[i], y2[order]) - np.maximum(y1[i], y1[order]), 0)
        inter = w * h
        near = inter > iou_threshold * (area[i] + area[order] - inter)
        order = order[~(near & (labels[order] == labels[i]))]
    return _buffer[:count]


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("the lengths of boxes and scores differ")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("the iou_threshold is not in [0, 1]")
    order = np.argsort(-scores, kind="stable")
    return _run(boxes, scores, np.zeros(len(boxes)), order, iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("the lengths of boxes and scores differ")
    if len(boxes) != len(classes):
        raise ValueError("the lengths of boxes and classes differ")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("the iou_threshold is not in [0, 1]")
    order = np.argsort(-scores, kind="stable")
    return _run(boxes, scores, classes, order[scores[order] >= score_threshold], iou_threshold)
