"""Mistake: the default of score_threshold is 0.05, as detectors use it, and not 0.0."""
import numpy as np


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("The number of boxes is not the number of scores")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("The iou_threshold is not in [0, 1]")
    remaining = sorted(range(len(boxes)), key=lambda i: scores[i], reverse=True)
    chosen = []
    while remaining:
        best = remaining.pop(0)
        chosen.append(best)
        remaining = [i for i in remaining if not _too_close(boxes[best], boxes[i], iou_threshold)]
    return np.array(chosen, dtype=np.int64)


def _too_close(p, q, limit):
    left, top = max(p[0], q[0]), max(p[1], q[1])
    right, bottom = min(p[2], q[2]), min(p[3], q[3])
    if right <= left or bottom <= top:
        return False
    common = (right - left) * (bottom - top)
    total = (p[2] - p[0]) * (p[3] - p[1]) + (q[2] - q[0]) * (q[3] - q[1]) - common
    return common / total > limit


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.05):
    if len(boxes) != len(scores):
        raise ValueError("The number of boxes is not the number of scores")
    if len(boxes) != len(classes):
        raise ValueError("The number of boxes is not the number of classes")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("The iou_threshold is not in [0, 1]")
    groups = {}
    for i in range(len(boxes)):
        if scores[i] >= score_threshold:
            groups.setdefault(int(classes[i]), []).append(i)
    chosen = []
    for members in groups.values():
        chosen.extend(members[k] for k in nms(boxes[members], scores[members], iou_threshold))
    chosen.sort(key=lambda i: (-scores[i], i))
    return np.array(chosen, dtype=np.int64)
