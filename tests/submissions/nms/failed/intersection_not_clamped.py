"""Mistake: does not clamp the sides of the intersection at 0, so two boxes apart in both directions seem to overlap."""
import numpy as np


def _run(boxes, scores, same, iou_threshold):
    order = np.argsort(-scores, kind="stable")
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    keep = []
    while order.size > 0:
        i = order[0]
        order = order[1:]
        keep.append(i)
        w = np.minimum(boxes[i, 2], boxes[order, 2]) - np.maximum(boxes[i, 0], boxes[order, 0])
        h = np.minimum(boxes[i, 3], boxes[order, 3]) - np.maximum(boxes[i, 1], boxes[order, 1])
        inter = w * h
        union = area[i] + area[order] - inter
        iou = np.divide(inter, union, out=np.zeros_like(inter), where=union != 0)
        order = order[(iou <= iou_threshold) | ~same(i, order)]
    return np.array(keep, dtype=np.int64)


def nms(boxes, scores, iou_threshold):
    _raise_on_bad_input(boxes, scores, None, iou_threshold)
    return _run(boxes, scores, lambda i, js: np.ones(len(js), dtype=bool), iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    _raise_on_bad_input(boxes, scores, classes, iou_threshold)
    index = np.nonzero(scores >= score_threshold)[0]
    labels = classes[index]
    kept = _run(boxes[index], scores[index], lambda i, js: labels[js] == labels[i], iou_threshold)
    return index[kept].astype(np.int64)


def _raise_on_bad_input(boxes, scores, classes, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("there are not as many scores as boxes")
    if classes is not None and len(boxes) != len(classes):
        raise ValueError("there are not as many classes as boxes")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("iou_threshold must lie between 0 and 1")
