"""Mistake: the loop stops while one box is still left, and that last box is lost."""
import numpy as np


def _iou_of_first(b):
    area = (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1])
    w = np.clip(np.minimum(b[0, 2], b[1:, 2]) - np.maximum(b[0, 0], b[1:, 0]), 0, None)
    h = np.clip(np.minimum(b[0, 3], b[1:, 3]) - np.maximum(b[0, 1], b[1:, 1]), 0, None)
    union = area[0] + area[1:] - w * h
    return w * h / np.where(union > 0, union, 1)


def _pick(boxes, order, limit):
    while order.size > 1:
        yield order[0]
        order = order[1:][_iou_of_first(boxes[order]) <= limit]


def _ensure(boxes, iou_threshold, names, arrays):
    for name, array in zip(names, arrays):
        if len(array) != len(boxes):
            raise ValueError("length of {} must equal that of boxes".format(name))
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("iou_threshold must not be {}".format(iou_threshold))


def nms(boxes, scores, iou_threshold):
    _ensure(boxes, iou_threshold, ["scores"], [scores])
    return np.array(list(_pick(boxes, np.argsort(-scores, kind="stable"), iou_threshold)), dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    _ensure(boxes, iou_threshold, ["scores", "classes"], [scores, classes])
    order = np.argsort(-scores, kind="stable")
    order = order[scores[order] >= score_threshold]
    found = [i for c in np.unique(classes[order]) for i in _pick(boxes, order[classes[order] == c], iou_threshold)]
    return np.array(sorted(found, key=lambda i: (-scores[i], i)), dtype=np.int64)
