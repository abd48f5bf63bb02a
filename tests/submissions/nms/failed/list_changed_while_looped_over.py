"""Mistake: removes suppressed indices from the list it is looping over, so the index after each removed one is skipped."""
import numpy as np


def too_much(a, b, limit):
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return False
    return w * h > limit * ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h)


def suppress(boxes, remaining, limit):
    result = []
    while remaining:
        best = remaining.pop(0)
        result.append(best)
        for other in remaining:
            if too_much(boxes[best], boxes[other], limit):
                remaining.remove(other)
    return result


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("Expected boxes and scores of one length")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("Expected iou_threshold in [0, 1]")
    remaining = sorted(range(len(boxes)), key=lambda i: (-scores[i], i))
    return np.array(suppress(boxes, remaining, iou_threshold), dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("Expected boxes and scores of one length")
    if len(boxes) != len(classes):
        raise ValueError("Expected boxes and classes of one length")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("Expected iou_threshold in [0, 1]")
    result = []
    for label in set(classes.tolist()):
        remaining = [i for i in range(len(boxes)) if classes[i] == label and scores[i] >= score_threshold]
        remaining.sort(key=lambda i: (-scores[i], i))
        result.extend(suppress(boxes, remaining, iou_threshold))
    return np.array(sorted(result, key=lambda i: (-scores[i], i)), dtype=np.int64)
