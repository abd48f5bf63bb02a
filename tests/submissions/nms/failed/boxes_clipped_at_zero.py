"""Mistake: clips the boxes to the image at 0, so negative coordinates are lost."""
import numpy as np


def _iou_matrix(boxes):
    boxes = np.maximum(boxes, 0)            # inside the image
    top_left = np.maximum(boxes[:, None, :2], boxes[None, :, :2])
    bottom_right = np.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    sides = np.clip(bottom_right - top_left, 0, None)
    inter = sides[..., 0] * sides[..., 1]
    area = np.diagonal(inter)
    union = area[:, None] + area[None, :] - inter
    return np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)


def _resolve(clash):
    keep = np.ones(len(clash), dtype=bool)
    for k in range(len(clash)):
        if keep[k]:
            keep[k + 1:] &= ~clash[k, k + 1:]
    return keep


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores must be of identical length")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must come from [0, 1]")
    order = np.argsort(-scores, kind="stable").astype(np.int64)
    return order[_resolve(_iou_matrix(boxes[order]) > iou_threshold)]


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores must be of identical length")
    if len(boxes) != len(classes):
        raise ValueError("boxes and classes must be of identical length")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must come from [0, 1]")
    order = np.argsort(-scores, kind="stable").astype(np.int64)
    order = order[scores[order] >= score_threshold]
    c = classes[order]
    return order[_resolve((_iou_matrix(boxes[order]) > iou_threshold) & (c[:, None] == c[None, :]))]
