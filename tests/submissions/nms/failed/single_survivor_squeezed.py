"""Mistake: squeezes the result, so that a single kept index comes back as a 0-d array."""
import numpy as np


def greedy(boxes, ranked, clash):
    alive = np.zeros(len(boxes), dtype=bool)
    alive[ranked] = True
    for i in ranked:
        if alive[i]:
            alive &= ~clash(i)
    return np.squeeze(np.argwhere(alive[ranked]), axis=1)


def clash_with(boxes, iou_threshold):
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])

    def clash(i):
        w = np.minimum(boxes[i, 2], boxes[:, 2]) - np.maximum(boxes[i, 0], boxes[:, 0])
        h = np.minimum(boxes[i, 3], boxes[:, 3]) - np.maximum(boxes[i, 1], boxes[:, 1])
        inter = np.maximum(w, 0) * np.maximum(h, 0)
        over = inter > iou_threshold * (area[i] + area - inter)
        over[i] = False
        return over

    return clash


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("scores are not as many as boxes")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold is not within [0, 1]")
    ranked = np.argsort(-scores, kind="stable").astype(np.int64)
    return np.squeeze(ranked[greedy(boxes, ranked, clash_with(boxes, iou_threshold))])


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("scores are not as many as boxes")
    if len(boxes) != len(classes):
        raise ValueError("classes are not as many as boxes")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold is not within [0, 1]")
    ranked = np.argsort(-scores, kind="stable").astype(np.int64)
    ranked = ranked[scores[ranked] >= score_threshold]
    clash = clash_with(boxes, iou_threshold)
    return np.squeeze(ranked[greedy(boxes, ranked, lambda i: clash(i) & (classes == classes[i]))])
