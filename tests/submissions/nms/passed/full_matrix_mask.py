"""Style: the full IoU matrix first, then one row of it per kept box knocks bits out of a mask."""
import numpy as np


def iou_matrix(boxes):
    lo = np.maximum(boxes[:, None, :2], boxes[None, :, :2])
    hi = np.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    inter = np.clip(hi - lo, 0, None).prod(axis=-1)
    area = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    union = area[:, None] + area[None, :] - inter
    return inter / np.where(union > 0, union, 1)


def nms(boxes, scores, iou_threshold):
    if boxes.shape[0] != scores.shape[0]:
        raise ValueError(f"boxes: {boxes.shape[0]} rows, but scores: {scores.shape[0]}")
    if not 0.0 <= iou_threshold <= 1.0:
        raise ValueError(f"iou_threshold={iou_threshold} is outside [0, 1]")
    too_close = iou_matrix(boxes) > iou_threshold
    order = np.argsort(-scores, kind="stable")
    alive = np.ones(len(order), dtype=bool)
    out = []
    for i in order:
        if alive[i]:
            out.append(i)
            alive &= ~too_close[i]
            alive[i] = False
    return np.asarray(out, dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if classes.shape[0] != boxes.shape[0]:
        raise ValueError(f"classes: {classes.shape[0]} entries, but boxes: {boxes.shape[0]}")
    nms(boxes[:0], scores[:0], iou_threshold)
    if scores.shape[0] != boxes.shape[0]:
        raise ValueError("lengths of scores and boxes differ")
    kept = np.zeros(len(boxes), dtype=bool)
    for c in np.unique(classes):
        members = np.flatnonzero((classes == c) & (scores >= score_threshold))
        kept[members[nms(boxes[members], scores[members], iou_threshold)]] = True
    order = np.argsort(-scores, kind="stable")
    return order[kept[order]].astype(np.int64)
