"""Style: a graph of overlapping pairs as a dict of sets, then a walk over the ranked vertices."""
from collections import defaultdict
from itertools import combinations

import numpy as np


def _graph(boxes, vertices, connected, limit):
    graph = defaultdict(set)
    rows = {v: tuple(boxes[v].tolist()) for v in vertices}
    for u, v in combinations(vertices, 2):
        if not connected(u, v):
            continue
        a, b = rows[u], rows[v]
        w, h = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
        if w > 0 and h > 0:
            inter = w * h
            if inter / ((a[2] - a[0]) * (a[3] - a[1]) + ((b[2] - b[0]) * (b[3] - b[1]) - inter)) > limit:
                graph[u].add(v)
                graph[v].add(u)
    return graph


def _walk(graph, vertices, scores):
    removed, kept = set(), []
    for v in sorted(vertices, key=lambda v: (-scores[v], v)):
        if v not in removed:
            kept.append(v)
            removed |= graph[v]
    return np.array(kept, dtype=np.int64)


def _validate(boxes, scores, iou_threshold, classes=None):
    if len(boxes) != len(scores):
        raise ValueError("scores must be as long as boxes")
    if classes is not None and len(boxes) != len(classes):
        raise ValueError("classes must be as long as boxes")
    if iou_threshold < 0 or 1 < iou_threshold:
        raise ValueError("iou_threshold must be in the closed interval [0, 1]")


def nms(boxes, scores, iou_threshold):
    _validate(boxes, scores, iou_threshold)
    vertices = range(len(boxes))
    return _walk(_graph(boxes, vertices, lambda u, v: True, iou_threshold), vertices, scores)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    _validate(boxes, scores, iou_threshold, classes)
    vertices = [int(v) for v in np.flatnonzero(scores >= score_threshold)]
    return _walk(_graph(boxes, vertices, lambda u, v: classes[u] == classes[v], iou_threshold), vertices, scores)
