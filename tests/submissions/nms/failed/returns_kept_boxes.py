"""Mistake: returns the kept boxes themselves instead of their indices."""
import numpy as np


def iou(box, boxes):
    w = (np.minimum(box[2], boxes[:, 2]) - np.maximum(box[0], boxes[:, 0])).clip(min=0)
    h = (np.minimum(box[3], boxes[:, 3]) - np.maximum(box[1], boxes[:, 1])).clip(min=0)
    inter = w * h
    union = (box[2] - box[0]) * (box[3] - box[1]) + (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]) - inter
    union[union == 0] = 1
    return inter / union


def _keep(boxes, scores, classes, iou_threshold):
    idx = np.argsort(-scores, kind="stable")
    keep = []
    while idx.size:
        best = idx[0]
        keep.append(best)
        idx = idx[1:]
        idx = idx[(classes[idx] != classes[best]) | (iou(boxes[best], boxes[idx]) <= iou_threshold)]
    return np.array(keep, dtype=np.int64)


def _bad(boxes, scores, classes, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("boxes, scores: different lengths")
    if len(boxes) != len(classes):
        raise ValueError("boxes, classes: different lengths")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("iou_threshold: not in [0, 1]")


def nms(boxes, scores, iou_threshold):
    classes = np.zeros(len(boxes), dtype=np.int64)
    _bad(boxes, scores, classes, iou_threshold)
    return boxes[_keep(boxes, scores, classes, iou_threshold)]


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    _bad(boxes, scores, classes, iou_threshold)
    good = scores >= score_threshold
    boxes, scores, classes = boxes[good], scores[good], classes[good]
    return boxes[_keep(boxes, scores, classes, iou_threshold)]
