"""Mistake: returns early for no boxes, before iou_threshold is checked."""
import numpy as np


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores must be equally many")
    if len(boxes) == 0:
        return np.empty(0, dtype=np.int64)
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("iou_threshold must be a number in [0, 1]")
    return _loop(boxes, scores, np.arange(len(boxes)), iou_threshold)


def _loop(boxes, scores, indices, iou_threshold):
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    left = indices
    found = []
    while left.size:
        best = left[np.argmax(scores[left])]
        found.append(best)
        left = left[left != best]
        wh = np.minimum(boxes[best, 2:], boxes[left, 2:]) - np.maximum(boxes[best, :2], boxes[left, :2])
        inter = np.where((wh > 0).all(axis=1), wh.prod(axis=1), 0)
        left = left[~(inter > iou_threshold * (area[best] + area[left] - inter))]
    return np.array(found, dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores must be equally many")
    if len(boxes) != len(classes):
        raise ValueError("boxes and classes must be equally many")
    if len(boxes) == 0:
        return np.empty(0, dtype=np.int64)
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("iou_threshold must be a number in [0, 1]")
    parts = []
    for c in np.unique(classes):
        members = np.flatnonzero((classes == c) & (scores >= score_threshold))
        parts.append(_loop(boxes, scores, members, iou_threshold))
    kept = np.concatenate(parts)
    return kept[np.lexsort((kept, -scores[kept]))]
