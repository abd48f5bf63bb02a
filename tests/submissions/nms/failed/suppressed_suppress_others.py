"""Mistake: a box that is itself suppressed still suppresses the boxes below it."""
import numpy as np


def iou_matrix(b):
    lt = np.maximum(b[:, None, :2], b[None, :, :2])
    rb = np.minimum(b[:, None, 2:], b[None, :, 2:])
    wh = np.clip(rb - lt, 0, None)
    inter = wh[..., 0] * wh[..., 1]
    area = np.prod(b[:, 2:] - b[:, :2], axis=1)
    union = area[:, None] + area[None, :] - inter
    return np.where(union > 0, inter / np.where(union > 0, union, 1), 0)


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError(f"{len(boxes)} boxes but {len(scores)} scores")
    if not 0 <= iou_threshold <= 1:
        raise ValueError(f"iou_threshold must be in [0, 1], got {iou_threshold}")
    order = np.argsort(-scores, kind="stable")
    overlaps = np.triu(iou_matrix(boxes[order]), k=1) > iou_threshold
    return order[~overlaps.any(axis=0)].astype(np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError(f"{len(boxes)} boxes but {len(scores)} scores")
    if len(boxes) != len(classes):
        raise ValueError(f"{len(boxes)} boxes but {len(classes)} classes")
    if not 0 <= iou_threshold <= 1:
        raise ValueError(f"iou_threshold must be in [0, 1], got {iou_threshold}")
    order = np.argsort(-scores, kind="stable")
    order = order[scores[order] >= score_threshold]
    same = classes[order][:, None] == classes[order][None, :]
    overlaps = np.triu(iou_matrix(boxes[order]) * same, k=1) > iou_threshold
    return order[~overlaps.any(axis=0)].astype(np.int64)
