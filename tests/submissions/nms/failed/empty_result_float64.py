"""Mistake: an empty result has dtype float64, since np.array([]) is given no dtype."""
import numpy as np


def _walk(boxes, scores, groups, chosen, t):
    keep = []
    order = sorted(chosen, key=lambda i: -scores[i])
    dead = set()
    for k, i in enumerate(order):
        if i in dead:
            continue
        keep.append(i)
        for j in order[k + 1:]:
            if groups is not None and groups[i] != groups[j]:
                continue
            lo = np.maximum(boxes[i, :2], boxes[j, :2])
            hi = np.minimum(boxes[i, 2:], boxes[j, 2:])
            if (lo < hi).all():
                inter = np.prod(hi - lo)
                union = np.prod(boxes[i, 2:] - boxes[i, :2]) + np.prod(boxes[j, 2:] - boxes[j, :2]) - inter
                if inter / union > t:
                    dead.add(j)
    return np.array(keep)


def nms(boxes, scores, iou_threshold):
    if len(scores) != len(boxes):
        raise ValueError("scores has the wrong length")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold has the wrong value")
    return _walk(boxes, scores, None, range(len(boxes)), iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(scores) != len(boxes):
        raise ValueError("scores has the wrong length")
    if len(classes) != len(boxes):
        raise ValueError("classes has the wrong length")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold has the wrong value")
    chosen = [i for i in range(len(boxes)) if scores[i] >= score_threshold]
    return _walk(boxes, scores, classes, chosen, iou_threshold)
