"""Style: preallocated arrays of the kept boxes, every candidate compared with the filled part at once."""
import numpy as np


def nms(boxes, scores, iou_threshold):
    return _select(boxes, scores, None, iou_threshold, None)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    return _select(boxes, scores, classes, iou_threshold, score_threshold)


def _select(boxes, scores, classes, iou_threshold, score_threshold):
    n = boxes.shape[0]
    if scores.shape[0] != n:
        raise ValueError("wrong number of scores")
    if classes is not None and classes.shape[0] != n:
        raise ValueError("wrong number of classes")
    if not (iou_threshold >= 0 and iou_threshold <= 1):
        raise ValueError("wrong iou_threshold")
    chosen = np.empty(n, dtype=np.int64)
    kept = np.empty((n, 4), dtype=boxes.dtype)
    kept_area = np.empty(n, dtype=boxes.dtype)
    kept_class = np.empty(n, dtype=np.int64)
    count = 0
    for i in np.argsort(-scores, kind="stable"):
        if score_threshold is not None and scores[i] < score_threshold:
            break                                       # sorted: all that follow are lower still
        label = 0 if classes is None else classes[i]
        x1, y1, x2, y2 = boxes[i]
        area = (x2 - x1) * (y2 - y1)
        old = kept[:count]
        w = np.minimum(old[:, 2], x2) - np.maximum(old[:, 0], x1)
        h = np.minimum(old[:, 3], y2) - np.maximum(old[:, 1], y1)
        meets = (w > 0) & (h > 0) & (kept_class[:count] == label)
        inter = w[meets] * h[meets]
        if not (inter / (kept_area[:count][meets] + area - inter) > iou_threshold).any():
            chosen[count], kept[count], kept_area[count], kept_class[count] = i, boxes[i], area, label
            count += 1
    return chosen[:count].copy()
