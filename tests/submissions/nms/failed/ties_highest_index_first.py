"""Mistake: reverses a rising argsort, which puts the higher index first among equal scores."""
import numpy as np


def nms(boxes, scores, iou_threshold):
    """Non-maximum suppression."""
    if len(scores) != len(boxes):
        raise ValueError("scores and boxes must have the same length")
    if not (0.0 <= iou_threshold <= 1.0):
        raise ValueError("iou_threshold must be in the range 0 to 1")
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    order = np.argsort(scores, kind="stable")[::-1]
    keep = np.ones(len(boxes), dtype=bool)
    for position, i in enumerate(order):
        if not keep[i]:
            continue
        rest = order[position + 1:]
        tl = np.maximum(boxes[i, :2], boxes[rest, :2])
        br = np.minimum(boxes[i, 2:], boxes[rest, 2:])
        inter = np.prod(br - tl, axis=1) * (tl < br).all(axis=1)
        hit = inter > 0
        hit[hit] = inter[hit] / (area[i] + area[rest[hit]] - inter[hit]) > iou_threshold
        keep[rest[hit]] = False
    return order[keep[order]].astype(np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    """Non-maximum suppression per class, above a minimum score."""
    if len(scores) != len(boxes):
        raise ValueError("scores and boxes must have the same length")
    if len(classes) != len(boxes):
        raise ValueError("classes and boxes must have the same length")
    if not (0.0 <= iou_threshold <= 1.0):
        raise ValueError("iou_threshold must be in the range 0 to 1")
    keep = np.zeros(len(boxes), dtype=bool)
    for label in set(classes.tolist()):
        where, = np.nonzero((classes == label) & (scores >= score_threshold))
        keep[where[nms(boxes[where], scores[where], iou_threshold)]] = True
    order = np.argsort(scores, kind="stable")[::-1]
    return order[keep[order]].astype(np.int64)
