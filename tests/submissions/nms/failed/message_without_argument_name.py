"""Mistake: the ValueError for a bad iou_threshold does not name the argument as iou_threshold."""
import numpy as np


def _check(boxes, iou_threshold, **others):
    for name, array in others.items():
        if len(array) != len(boxes):
            raise ValueError(f"boxes and {name} must have the same length")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError(f"The IoU threshold must be between 0 and 1, got {iou_threshold}")


def _clash(box, others, limit):
    w = np.minimum(box[2], others[:, 2]) - np.maximum(box[0], others[:, 0])
    h = np.minimum(box[3], others[:, 3]) - np.maximum(box[1], others[:, 1])
    inter = w * h * (w > 0) * (h > 0)
    area = (others[:, 2] - others[:, 0]) * (others[:, 3] - others[:, 1])
    return inter > limit * ((box[2] - box[0]) * (box[3] - box[1]) + area - inter)


def nms(boxes, scores, iou_threshold):
    _check(boxes, iou_threshold, scores=scores)
    order = np.argsort(-scores, kind="stable").astype(np.int64)
    keep = order[:0]
    for i in order:
        if not _clash(boxes[i], boxes[keep], iou_threshold).any():
            keep = np.append(keep, i)
    return keep.copy()


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    _check(boxes, iou_threshold, scores=scores, classes=classes)
    order = np.argsort(-scores, kind="stable").astype(np.int64)
    keep = order[:0]
    for i in order[scores[order] >= score_threshold]:
        rivals = keep[classes[keep] == classes[i]]
        if not _clash(boxes[i], boxes[rivals], iou_threshold).any():
            keep = np.append(keep, i)
    return keep.copy()
