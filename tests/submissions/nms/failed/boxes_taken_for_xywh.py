"""Mistake: takes the boxes for (x, y, width, height) instead of two corners."""
import numpy as np


def iou_xywh(box, boxes):
    x, y, w, h = box
    xs, ys, ws, hs = boxes.T
    inter_w = np.minimum(x + w, xs + ws) - np.maximum(x, xs)
    inter_h = np.minimum(y + h, ys + hs) - np.maximum(y, ys)
    inter = np.where((inter_w > 0) & (inter_h > 0), inter_w * inter_h, 0)
    union = w * h + ws * hs - inter
    return np.where(inter > 0, inter / np.where(inter > 0, union, 1), 0)


def _order(scores, usable):
    order = np.argsort(-scores, kind="stable").astype(np.int64)
    return order[usable[order]]


def nms(boxes, scores, iou_threshold):
    if len(scores) != len(boxes):
        raise ValueError("scores are too few or too many")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold is too low or too high")
    order = _order(scores, np.ones(len(boxes), dtype=bool))
    keep = []
    while order.size:
        keep.append(order[0])
        order = order[1:][iou_xywh(boxes[order[0]], boxes[order[1:]]) <= iou_threshold]
    return np.array(keep, dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(scores) != len(boxes):
        raise ValueError("scores are too few or too many")
    if len(classes) != len(boxes):
        raise ValueError("classes are too few or too many")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold is too low or too high")
    order = _order(scores, scores >= score_threshold)
    keep = []
    while order.size:
        best, order = order[0], order[1:]
        keep.append(best)
        clash = (classes[order] == classes[best]) & (iou_xywh(boxes[best], boxes[order]) > iou_threshold)
        order = order[~clash]
    return np.array(keep, dtype=np.int64)
