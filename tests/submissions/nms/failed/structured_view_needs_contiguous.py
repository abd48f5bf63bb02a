"""Mistake: views the boxes as a structured array, which works only if the last axis is contiguous."""
import numpy as np


def _fields(boxes):
    record = np.dtype([(name, boxes.dtype) for name in ("left", "top", "right", "bottom")])
    return boxes.view(record)[:, 0]


def _overlap(b, i, js):
    w = np.minimum(b["right"][i], b["right"][js]) - np.maximum(b["left"][i], b["left"][js])
    h = np.minimum(b["bottom"][i], b["bottom"][js]) - np.maximum(b["top"][i], b["top"][js])
    area = (b["right"] - b["left"]) * (b["bottom"] - b["top"])
    inter = np.maximum(w, 0) * np.maximum(h, 0)
    union = area[i] + area[js] - inter
    return np.where(inter > 0, inter / np.where(inter > 0, union, 1), 0)


def nms(boxes, scores, iou_threshold):
    return _select(boxes, scores, np.zeros(len(boxes), dtype=int), iou_threshold, -np.inf)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    return _select(boxes, scores, classes, iou_threshold, score_threshold)


def _select(boxes, scores, classes, iou_threshold, score_threshold):
    if len(boxes) != len(scores):
        raise ValueError("scores should be of the length of boxes")
    if len(boxes) != len(classes):
        raise ValueError("classes should be of the length of boxes")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("iou_threshold should be of the range [0, 1]")
    b = _fields(boxes)
    order = np.argsort(-scores, kind="stable").astype(np.int64)
    order = order[scores[order] >= score_threshold]
    keep = np.ones(len(order), dtype=bool)
    for k in range(len(order)):
        if keep[k]:
            rest = order[k + 1:]
            keep[k + 1:] &= (_overlap(b, order[k], rest) <= iou_threshold) | (classes[rest] != classes[order[k]])
    return order[keep]
