"""Style: one nms call per class, the parts concatenated and put in order by lexsort."""
import numpy as np


def nms(boxes, scores, iou_threshold):
    if not (0 <= iou_threshold <= 1):
        raise ValueError("'iou_threshold' must be in [0, 1]")
    if len(boxes) != len(scores):
        raise ValueError("'boxes' and 'scores' must be of equal length")
    left, top, right, bottom = np.array(boxes).T.copy()
    size = (right - left) * (bottom - top)
    todo = np.lexsort((np.arange(len(scores)), -scores))
    picked = np.empty(0, dtype=np.int64)
    while len(todo):
        best, todo = todo[0], todo[1:]
        picked = np.append(picked, best)
        w = (np.minimum(right[best], right[todo]) - np.maximum(left[best], left[todo])).clip(min=0)
        h = (np.minimum(bottom[best], bottom[todo]) - np.maximum(top[best], top[todo])).clip(min=0)
        inter = w * h
        # inter / union > t, without the division: union is 0 only where inter is
        todo = todo[~(inter > iou_threshold * (size[best] + size[todo] - inter))]
    return picked


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    nms(boxes[:0], scores[:0], iou_threshold)
    if len(boxes) != len(scores):
        raise ValueError("'boxes' and 'scores' must be of equal length")
    if len(boxes) != len(classes):
        raise ValueError("'boxes' and 'classes' must be of equal length")
    good = np.flatnonzero(scores >= score_threshold)
    parts = [np.empty(0, dtype=np.int64)]
    for c in np.unique(classes[good]):
        mine = good[classes[good] == c]
        parts.append(mine[nms(boxes[mine], scores[mine], iou_threshold)])
    everything = np.concatenate(parts)
    return everything[np.lexsort((everything, -scores[everything]))]
