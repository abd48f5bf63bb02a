"""Mistake: refuses iou_threshold 1, which belongs to the allowed range."""
import numpy as np


def _sorted_indices(scores, usable):
    return sorted(np.flatnonzero(usable).tolist(), key=lambda i: (-scores[i], i))


def _suppress(boxes, indices, limit, same_class):
    result = []
    removed = np.zeros(len(boxes), dtype=bool)
    for position, i in enumerate(indices):
        if removed[i]:
            continue
        result.append(i)
        ax1, ay1, ax2, ay2 = boxes[i]
        for j in indices[position + 1:]:
            if removed[j] or not same_class(i, j):
                continue
            bx1, by1, bx2, by2 = boxes[j]
            width, height = min(ax2, bx2) - max(ax1, bx1), min(ay2, by2) - max(ay1, by1)
            if width > 0 and height > 0:
                common = width * height
                union = (ax2 - ax1) * (ay2 - ay1) + (bx2 - bx1) * (by2 - by1) - common
                removed[j] = common / union > limit
    return np.array(result, dtype=np.int64)


def nms(boxes, scores, iou_threshold):
    if len(scores) != len(boxes):
        raise ValueError("scores must have one entry for each of the boxes")
    if iou_threshold < 0 or iou_threshold >= 1:
        raise ValueError("iou_threshold must be in the range from 0 to 1")
    return _suppress(boxes, _sorted_indices(scores, np.ones(len(boxes), bool)), iou_threshold, lambda i, j: True)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(scores) != len(boxes):
        raise ValueError("scores must have one entry for each of the boxes")
    if len(classes) != len(boxes):
        raise ValueError("classes must have one entry for each of the boxes")
    if iou_threshold < 0 or iou_threshold >= 1:
        raise ValueError("iou_threshold must be in the range from 0 to 1")
    indices = _sorted_indices(scores, scores >= score_threshold)
    return _suppress(boxes, indices, iou_threshold, lambda i, j: classes[i] == classes[j])
