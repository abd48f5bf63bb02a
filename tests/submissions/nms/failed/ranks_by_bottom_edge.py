"""Mistake: ranks the boxes by their bottom edge y2, as the well-known PyImageSearch code does, and never by score."""
import numpy as np


def _pick(boxes, iou_threshold):
    # initialize the list of picked indexes
    pick = []
    x1 = boxes[:, 0]
    y1 = boxes[:, 1]
    x2 = boxes[:, 2]
    y2 = boxes[:, 3]
    area = (x2 - x1) * (y2 - y1)
    idxs = np.argsort(-y2, kind="stable")
    while len(idxs) > 0:
        i = idxs[0]
        pick.append(i)
        rest = idxs[1:]
        # the largest (x, y) of the starts and the smallest (x, y) of the ends
        xx1 = np.maximum(x1[i], x1[rest])
        yy1 = np.maximum(y1[i], y1[rest])
        xx2 = np.minimum(x2[i], x2[rest])
        yy2 = np.minimum(y2[i], y2[rest])
        inter = np.maximum(0, xx2 - xx1) * np.maximum(0, yy2 - yy1)
        union = area[i] + area[rest] - inter
        overlap = np.zeros(len(rest))
        np.divide(inter, union, out=overlap, where=union > 0)
        idxs = rest[overlap <= iou_threshold]
    return np.array(pick, dtype=np.int64)


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("need as many scores as boxes")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("iou_threshold must be within [0, 1]")
    pick = _pick(boxes, iou_threshold)
    return pick[np.lexsort((pick, -scores[pick]))]


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("need as many scores as boxes")
    if len(boxes) != len(classes):
        raise ValueError("need as many classes as boxes")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("iou_threshold must be within [0, 1]")
    pick = np.zeros(0, dtype=np.int64)
    for c in np.unique(classes):
        members = np.flatnonzero((classes == c) & (scores >= score_threshold))
        pick = np.concatenate([pick, members[_pick(boxes[members], iou_threshold)]])
    return pick[np.lexsort((pick, -scores[pick]))]
