"""Mistake: batched_nms skips class 0, as detectors do whose class 0 is the background."""
import numpy as np


def _suppress(boxes, ranked, t):
    kept = []
    for i in ranked:
        a = boxes[i]
        for j in kept:
            b = boxes[j]
            w, h = np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2])
            if w > 0 and h > 0:
                inter = w * h
                union = np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2]) - inter
                if inter / union > t:
                    break
        else:
            kept.append(i)
    return kept


def _check(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("numbers of boxes and scores are unequal")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("value of iou_threshold is not in [0, 1]")


def nms(boxes, scores, iou_threshold):
    _check(boxes, scores, iou_threshold)
    return np.array(_suppress(boxes, np.argsort(-scores, kind="stable"), iou_threshold), dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    _check(boxes, scores, iou_threshold)
    if len(boxes) != len(classes):
        raise ValueError("numbers of boxes and classes are unequal")
    ranked = np.argsort(-scores, kind="stable")
    ranked = ranked[scores[ranked] >= score_threshold]
    winners = []
    for label in np.unique(classes):
        if label == 0:
            continue        # background
        winners += _suppress(boxes, ranked[classes[ranked] == label], iou_threshold)
    return np.array(sorted(winners, key=lambda i: (-scores[i], i)), dtype=np.int64)
