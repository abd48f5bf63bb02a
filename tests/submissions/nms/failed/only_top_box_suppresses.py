"""Mistake: lets only the single best box suppress others and never goes on to the next one."""
import numpy as np


def _against_best(boxes, scores, iou_threshold):
    order = np.argsort(-scores, kind="stable")
    best, rest = order[:1], order[1:]
    a, b = boxes[best], boxes[rest]
    w = np.minimum(a[:, 2:3], b[:, 2]) - np.maximum(a[:, 0:1], b[:, 0])
    h = np.minimum(a[:, 3:4], b[:, 3]) - np.maximum(a[:, 1:2], b[:, 1])
    inter = w.clip(min=0) * h.clip(min=0)
    union = np.prod(a[:, 2:] - a[:, :2], axis=1)[:, None] + np.prod(b[:, 2:] - b[:, :2], axis=1) - inter
    iou = np.where(union > 0, inter / np.where(union > 0, union, 1), 0)
    far = (iou <= iou_threshold).all(axis=0)
    return np.concatenate([best, rest[far]]).astype(np.int64)


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("expected len(boxes) == len(scores)")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("expected 0 <= iou_threshold <= 1")
    return _against_best(boxes, scores, iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("expected len(boxes) == len(scores)")
    if len(boxes) != len(classes):
        raise ValueError("expected len(boxes) == len(classes)")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("expected 0 <= iou_threshold <= 1")
    kept = np.zeros(0, dtype=np.int64)
    for c in np.unique(classes):
        idx = np.flatnonzero((classes == c) & (scores >= score_threshold))
        kept = np.append(kept, idx[_against_best(boxes[idx], scores[idx], iou_threshold)])
    return kept[np.lexsort((kept, -scores[kept]))]
