"""Style: a deque from which the best is popped on the left, with chatty prints along the way."""
import sys
from collections import deque

import numpy as np

VERBOSE = True


def say(*words):
    if VERBOSE:
        print(*words)
        print(*words, file=sys.stderr)


def nms(boxes, scores, iou_threshold):
    """Greedy non-maximum suppression."""
    say("nms:", len(boxes), "boxes, threshold", iou_threshold)
    if len(boxes) != len(scores):
        say("oh no")
        raise ValueError("`boxes` and `scores` do not match")
    if not (0.0 <= iou_threshold <= 1.0):
        say("oh no")
        raise ValueError("`iou_threshold` must be a number from 0 to 1")
    candidates = deque(sorted(range(len(boxes)), key=lambda i: scores[i], reverse=True))
    keep = []
    while candidates:
        best = candidates.popleft()
        keep.append(best)
        survivors = deque()
        for other in candidates:
            x_left = max(boxes[best][0], boxes[other][0])
            y_top = max(boxes[best][1], boxes[other][1])
            x_right = min(boxes[best][2], boxes[other][2])
            y_bottom = min(boxes[best][3], boxes[other][3])
            if x_right > x_left and y_bottom > y_top:
                intersection = (x_right - x_left) * (y_bottom - y_top)
                area1 = (boxes[best][2] - boxes[best][0]) * (boxes[best][3] - boxes[best][1])
                area2 = (boxes[other][2] - boxes[other][0]) * (boxes[other][3] - boxes[other][1])
                iou = intersection / (area1 + area2 - intersection)
            else:
                iou = 0
            if iou <= iou_threshold:
                survivors.append(other)
        candidates = survivors
    say("kept", keep)
    return np.array(keep).astype(np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    """Non-maximum suppression within each class."""
    if len(boxes) != len(scores):
        raise ValueError("`boxes` and `scores` do not match")
    if len(boxes) != len(classes):
        raise ValueError("`boxes` and `classes` do not match")
    if not (0.0 <= iou_threshold <= 1.0):
        raise ValueError("`iou_threshold` must be a number from 0 to 1")
    by_class = {}
    for i in range(len(boxes)):
        if scores[i] < score_threshold:
            continue
        by_class.setdefault(int(classes[i]), []).append(i)
    keep = []
    for label, members in by_class.items():
        say("class", label, "has", len(members))
        for k in nms(boxes[members], scores[members], iou_threshold):
            keep.append(members[k])
    keep.sort()
    keep.sort(key=lambda i: scores[i], reverse=True)
    return np.array(keep).astype(np.int64)
