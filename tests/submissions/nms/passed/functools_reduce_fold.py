"""Style: functional, a reduce over the sorted indices with lambdas and partials."""
from functools import partial, reduce
from operator import itemgetter

import numpy as np

side = lambda a, b, k: max(0.0, min(a[k + 2], b[k + 2]) - max(a[k], b[k]))
area = lambda a: (a[2] - a[0]) * (a[3] - a[1])
shared = lambda a, b: side(a, b, 0) * side(a, b, 1)
iou = lambda a, b: shared(a, b) and shared(a, b) / (area(a) + area(b) - shared(a, b))


def require(condition, message):
    if not condition:
        raise ValueError(message)


def step(clash, kept, item):
    return kept if any(map(partial(clash, item), kept)) else kept + [item]


def fold(items, clash):
    ranked = sorted(sorted(items, key=itemgetter(0)), key=itemgetter(1), reverse=True)
    return np.array([item[0] for item in reduce(partial(step, clash), ranked, [])], dtype=np.int64)


def nms(boxes, scores, iou_threshold):
    require(len(boxes) == len(scores), "len(boxes) must be len(scores)")
    require(0 <= iou_threshold <= 1, "iou_threshold must be within [0, 1]")
    items = zip(range(len(boxes)), scores.tolist(), boxes.tolist())
    return fold(items, lambda a, b: iou(a[2], b[2]) > iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    require(len(boxes) == len(scores), "len(boxes) must be len(scores)")
    require(len(boxes) == len(classes), "len(boxes) must be len(classes)")
    require(0 <= iou_threshold <= 1, "iou_threshold must be within [0, 1]")
    items = zip(range(len(boxes)), scores.tolist(), boxes.tolist(), classes.tolist())
    good = filter(lambda item: item[1] >= score_threshold, items)
    return fold(good, lambda a, b: a[3] == b[3] and iou(a[2], b[2]) > iou_threshold)
