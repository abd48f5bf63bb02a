"""Mistake: divides the intersection by the area of the lower-scored box alone, as the fast PyImageSearch code does."""
import numpy as np


def non_max_suppression_fast(boxes, probs, overlapThresh):
    pick = []
    x1 = boxes[:, 0]
    y1 = boxes[:, 1]
    x2 = boxes[:, 2]
    y2 = boxes[:, 3]
    area = (x2 - x1) * (y2 - y1)
    idxs = np.lexsort((-np.arange(len(probs)), probs))      # rising: the best is last
    while len(idxs) > 0:
        last = len(idxs) - 1
        i = idxs[last]
        pick.append(i)
        xx1 = np.maximum(x1[i], x1[idxs[:last]])
        yy1 = np.maximum(y1[i], y1[idxs[:last]])
        xx2 = np.minimum(x2[i], x2[idxs[:last]])
        yy2 = np.minimum(y2[i], y2[idxs[:last]])
        w = np.maximum(0, xx2 - xx1)
        h = np.maximum(0, yy2 - yy1)
        overlap = np.zeros(last)
        np.divide(w * h, area[idxs[:last]], out=overlap, where=area[idxs[:last]] > 0)
        idxs = np.delete(idxs, np.concatenate(([last], np.where(overlap > overlapThresh)[0])))
    return np.array(pick, dtype=np.int64)


def nms(boxes, scores, iou_threshold):
    if boxes.shape[0] != scores.shape[0]:
        raise ValueError("boxes and scores must agree in their first axis")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must be no less than 0 and no more than 1")
    return non_max_suppression_fast(boxes, scores, iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if boxes.shape[0] != scores.shape[0]:
        raise ValueError("boxes and scores must agree in their first axis")
    if boxes.shape[0] != classes.shape[0]:
        raise ValueError("boxes and classes must agree in their first axis")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must be no less than 0 and no more than 1")
    pick = []
    for c in set(classes.tolist()):
        own = np.where((classes == c) & (scores >= score_threshold))[0]
        pick.extend(own[non_max_suppression_fast(boxes[own], scores[own], iou_threshold)])
    return np.array(sorted(pick, key=lambda i: (-scores[i], i)), dtype=np.int64)
