"""Mistake: divides by a union of 0, and the NaN makes a zero-area box suppress every other zero-area box."""
import numpy as np


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores don't match")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold isn't in [0, 1]")
    x1, y1, x2, y2 = boxes[:, 0], boxes[:, 1], boxes[:, 2], boxes[:, 3]
    areas = (x2 - x1) * (y2 - y1)
    order = np.argsort(-scores, kind="stable")
    keep = []
    while order.size > 0:
        i = order[0]
        keep.append(i)
        w = np.maximum(0.0, np.minimum(x2[i], x2[order[1:]]) - np.maximum(x1[i], x1[order[1:]]))
        h = np.maximum(0.0, np.minimum(y2[i], y2[order[1:]]) - np.maximum(y1[i], y1[order[1:]]))
        inter = w * h
        ovr = inter / (areas[i] + areas[order[1:]] - inter)
        inds = np.where(ovr <= iou_threshold)[0]
        order = order[inds + 1]
    return np.array(keep, dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores don't match")
    if len(boxes) != len(classes):
        raise ValueError("boxes and classes don't match")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold isn't in [0, 1]")
    mask = np.zeros(len(boxes), dtype=bool)
    for c in np.unique(classes):
        idx = np.nonzero((classes == c) & (scores >= score_threshold))[0]
        mask[idx[nms(boxes[idx], scores[idx], iou_threshold)]] = True
    order = np.argsort(-scores, kind="stable").astype(np.int64)
    return order[mask[order]]
