"""Style: a ranked list kept in order with bisect.insort, per-class lists in a defaultdict, while/else loops."""
from bisect import insort
from collections import defaultdict

import numpy as np


def rank(scores, low):
    ranked = []
    i = 0
    while i < len(scores):
        s = float(scores[i])
        if low is None or s >= low:
            insort(ranked, (-s, i))
        i += 1
    return [i for _, i in ranked]


def choose(boxes, ranked, label_of, limit):
    kept_of = defaultdict(list)
    result = []
    for i in ranked:
        mine = kept_of[label_of(i)]
        a = boxes[i].astype(np.float64)
        k = 0
        while k < len(mine):
            b = mine[k]
            w = max(min(a[2], b[2]) - max(a[0], b[0]), 0)
            h = max(min(a[3], b[3]) - max(a[1], b[1]), 0)
            if w and h:
                union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h
                if w * h / union > limit:
                    break
            k += 1
        else:
            mine.append(a)
            result.append(i)
    return np.array(result, dtype=np.int64)


def test_arguments(iou_threshold, boxes, *others):
    for name, other in zip(["scores", "classes"], others):
        if len(other) != len(boxes):
            raise ValueError("argument " + name + " has the wrong length")
    if iou_threshold < 0.0 or iou_threshold > 1.0:
        raise ValueError("argument iou_threshold has the wrong value")


def nms(boxes, scores, iou_threshold):
    test_arguments(iou_threshold, boxes, scores)
    return choose(boxes, rank(scores, None), lambda i: None, iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    test_arguments(iou_threshold, boxes, scores, classes)
    return choose(boxes, rank(scores, score_threshold), lambda i: int(classes[i]), iou_threshold)
