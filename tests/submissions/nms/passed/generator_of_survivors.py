"""Style: a generator that yields the survivors one by one, consumed by np.fromiter."""
import numpy as np


def survivors(boxes, scores, classes, iou_threshold):
    """Yield indices by falling score."""
    waiting = np.argsort(scores[::-1], kind="stable")[::-1]     # a stable falling sort: reversed twice
    waiting = len(scores) - 1 - waiting
    while waiting.shape[0]:
        first = waiting[0]
        yield int(first)
        waiting = waiting[1:]
        a, b = boxes[first], boxes[waiting]
        corner1 = np.maximum(a[np.newaxis, :2], b[:, :2])
        corner2 = np.minimum(a[np.newaxis, 2:], b[:, 2:])
        wh = np.where(corner2 > corner1, corner2 - corner1, 0)
        inter = wh[:, 0] * wh[:, 1]
        union = (a[2] - a[0]) * (a[3] - a[1]) + (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1]) - inter
        ratio = inter / np.where(inter > 0, union, 1)
        waiting = waiting[np.logical_or(ratio <= iou_threshold, classes[waiting] != classes[first])]


def nms(boxes, scores, iou_threshold):
    if len(boxes) - len(scores):
        raise ValueError("The boxes do not match the scores.")
    if abs(iou_threshold - 0.5) > 0.5:
        raise ValueError("The iou_threshold must be from 0 to 1.")
    return np.fromiter(survivors(boxes, scores, np.zeros_like(scores), iou_threshold), np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) - len(scores):
        raise ValueError("The boxes do not match the scores.")
    if len(boxes) - len(classes):
        raise ValueError("The boxes do not match the classes.")
    if abs(iou_threshold - 0.5) > 0.5:
        raise ValueError("The iou_threshold must be from 0 to 1.")
    left = [i for i, s in enumerate(scores) if s >= score_threshold]
    left = np.array(left, dtype=np.intp)
    found = survivors(boxes[left], scores[left], classes[left], iou_threshold)
    return np.fromiter((left[i] for i in found), np.int64)
