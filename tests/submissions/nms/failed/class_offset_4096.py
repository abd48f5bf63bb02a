"""Mistake: shifts every class by a fixed 4096 pixels, so boxes with larger coordinates run into other classes."""
import numpy as np

MAX_WH = 4096


def xyxy_iou(a, b):
    w = np.minimum(a[2], b[:, 2]) - np.maximum(a[0], b[:, 0])
    h = np.minimum(a[3], b[:, 3]) - np.maximum(a[1], b[:, 1])
    inter = np.where((w > 0) & (h > 0), w * h, 0.0)
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1]) - inter
    return np.where(inter > 0, inter / np.where(inter > 0, union, 1.0), 0.0)


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError(f"boxes {boxes.shape} and scores {scores.shape} do not go together")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError(f"Invalid IoU threshold: iou_threshold = {iou_threshold}")
    order = np.lexsort((np.arange(len(scores)), -scores))
    flags = np.ones(len(order), dtype=bool)
    for k, i in enumerate(order):
        if flags[k]:
            flags[k + 1:] &= xyxy_iou(boxes[i], boxes[order[k + 1:]]) <= iou_threshold
    return order[flags].astype(np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError(f"boxes {boxes.shape} and scores {scores.shape} do not go together")
    if len(boxes) != len(classes):
        raise ValueError(f"boxes {boxes.shape} and classes {classes.shape} do not go together")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError(f"Invalid IoU threshold: iou_threshold = {iou_threshold}")
    ok = np.flatnonzero(scores >= score_threshold)
    shifted = boxes[ok].astype(np.float64) + (classes[ok] * float(MAX_WH))[:, None]
    return ok[nms(shifted, scores[ok], iou_threshold)].astype(np.int64)
