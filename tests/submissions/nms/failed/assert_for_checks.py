"""Mistake: checks its arguments with assert, which raises AssertionError instead of ValueError."""
import numpy as np


def nms(boxes, scores, iou_threshold):
    assert len(boxes) == len(scores), "boxes and scores must have the same length"
    assert 0 <= iou_threshold <= 1, "iou_threshold must be in [0, 1]"
    x1, y1, x2, y2 = np.array(boxes, copy=True).T
    area = (x2 - x1) * (y2 - y1)
    order = np.lexsort((np.arange(len(scores)), -scores))
    keep = []
    while len(order):
        i = order[0]
        keep.append(i)
        order = order[1:]
        w = np.clip(np.minimum(x2[i], x2[order]) - np.maximum(x1[i], x1[order]), 0, None)
        h = np.clip(np.minimum(y2[i], y2[order]) - np.maximum(y1[i], y1[order]), 0, None)
        union = area[i] + area[order] - w * h
        iou = w * h / np.where(union == 0, 1, union)
        order = order[iou <= iou_threshold]
    return np.array(keep, dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    assert len(boxes) == len(scores), "boxes and scores must have the same length"
    assert len(boxes) == len(classes), "boxes and classes must have the same length"
    assert 0 <= iou_threshold <= 1, "iou_threshold must be in [0, 1]"
    winners = set()
    for label in set(classes.tolist()):
        members = np.array([i for i in range(len(boxes)) if classes[i] == label and scores[i] >= score_threshold], int)
        winners.update(members[nms(boxes[members], scores[members], iou_threshold)].tolist())
    return np.array(sorted(winners, key=lambda i: (-scores[i], i)), dtype=np.int64)
