"""Style: argmax over the remaining indices, taken out of an index array each round; nested helper functions."""
import numpy as np


def nms(boxes, scores, iou_threshold):
    if np.shape(boxes)[0] != np.shape(scores)[0]:
        raise ValueError("boxes.shape[0] != scores.shape[0]")
    if iou_threshold != min(max(iou_threshold, 0), 1):
        raise ValueError("iou_threshold: expected 0 <= iou_threshold <= 1")

    def area(b):
        return (b[..., 2] - b[..., 0]) * (b[..., 3] - b[..., 1])

    def intersection(a, b):
        w = np.minimum(a[..., 2], b[..., 2]) - np.maximum(a[..., 0], b[..., 0])
        h = np.minimum(a[..., 3], b[..., 3]) - np.maximum(a[..., 1], b[..., 1])
        return np.where(np.minimum(w, h) > 0, w * h, w.dtype.type(0))

    left = np.arange(len(boxes))
    out = np.full(len(boxes), -1, dtype=np.int64)
    k = 0
    while left.size:
        best = left[np.argmax(scores[left])]            # the first of equals, and left stays in index order
        out[k] = best
        k += 1
        left = left[left != best]
        both = intersection(boxes[best], boxes[left])
        union = area(boxes[best]) + area(boxes[left]) - both
        left = left[~((both > 0) & (both > iou_threshold * union))]
    return np.array(out[:k])


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if np.shape(boxes)[0] != np.shape(scores)[0]:
        raise ValueError("boxes.shape[0] != scores.shape[0]")
    if np.shape(boxes)[0] != np.shape(classes)[0]:
        raise ValueError("boxes.shape[0] != classes.shape[0]")
    if iou_threshold != min(max(iou_threshold, 0), 1):
        raise ValueError("iou_threshold: expected 0 <= iou_threshold <= 1")
    passed = scores >= score_threshold
    winners = np.full(len(boxes), False)
    for c in set(classes[passed].tolist()):
        members, = np.nonzero(passed & (classes == c))
        winners[members[nms(boxes[members], scores[members], iou_threshold)]] = True
    ranked = np.argsort(-scores, kind="stable")
    return np.compress(winners[ranked], ranked).astype(np.int64)
