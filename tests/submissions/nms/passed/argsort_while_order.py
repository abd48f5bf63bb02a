"""Style: the classic while loop over a shrinking order array, one call per class left to a mask."""
import numpy as np


def _check(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores must have the same length")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("iou_threshold must be between 0 and 1")


def _run(boxes, scores, groups, iou_threshold):
    x1, y1, x2, y2 = boxes[:, 0], boxes[:, 1], boxes[:, 2], boxes[:, 3]
    areas = (x2 - x1) * (y2 - y1)
    order = np.argsort(-scores, kind="stable")
    keep = []
    while order.size > 0:
        i = order[0]
        keep.append(i)
        rest = order[1:]
        w = np.maximum(0.0, np.minimum(x2[i], x2[rest]) - np.maximum(x1[i], x1[rest]))
        h = np.maximum(0.0, np.minimum(y2[i], y2[rest]) - np.maximum(y1[i], y1[rest]))
        inter = w * h
        union = areas[i] + areas[rest] - inter
        overlap = np.zeros_like(inter)
        np.divide(inter, union, out=overlap, where=union > 0)
        order = rest[(overlap <= iou_threshold) | (groups[rest] != groups[i])]
    return np.array(keep, dtype=np.int64)


def nms(boxes, scores, iou_threshold):
    _check(boxes, scores, iou_threshold)
    return _run(boxes, scores, np.zeros(len(boxes), dtype=np.int64), iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    _check(boxes, scores, iou_threshold)
    if len(classes) != len(boxes):
        raise ValueError("classes must have one entry per box")
    index = np.nonzero(scores >= score_threshold)[0]
    return index[_run(boxes[index], scores[index], classes[index], iou_threshold)].astype(np.int64)
