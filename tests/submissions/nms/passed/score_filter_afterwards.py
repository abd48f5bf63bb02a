"""Style: suppresses first and drops the low scores afterwards, which is the same since a lower score never suppresses a higher one."""
import numpy as np


def _iou_to(box, boxes):
    w = np.fmin(box[2], boxes[:, 2]) - np.fmax(box[0], boxes[:, 0])
    h = np.fmin(box[3], boxes[:, 3]) - np.fmax(box[1], boxes[:, 1])
    out = np.zeros(len(boxes))
    meet = np.flatnonzero((w > 0) & (h > 0))
    inter = w[meet] * h[meet]
    other = boxes[meet]
    both = (box[2] - box[0]) * (box[3] - box[1]) + (other[:, 2] - other[:, 0]) * (other[:, 3] - other[:, 1])
    out[meet] = inter / (both - inter)
    return out


def _all_ranks(boxes, scores, group_of, limit):
    sequence = np.argsort(np.negative(scores), kind="stable").astype(np.int64)
    free = np.ones(len(sequence), dtype=bool)
    for i in sequence:
        if free[i]:
            hit = (group_of == group_of[i]) & (_iou_to(boxes[i], boxes) > limit)
            later = np.zeros(len(free), dtype=bool)
            later[sequence[np.flatnonzero(sequence == i)[0] + 1:]] = True
            free &= ~(hit & later)
    return sequence[free[sequence]]


def nms(boxes, scores, iou_threshold):
    if np.size(scores) != len(boxes):
        raise ValueError("length mismatch: boxes, scores")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("range: iou_threshold")
    return _all_ranks(boxes, scores, np.zeros(len(boxes), dtype=np.int64), iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if np.size(scores) != len(boxes):
        raise ValueError("length mismatch: boxes, scores")
    if np.size(classes) != len(boxes):
        raise ValueError("length mismatch: boxes, classes")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("range: iou_threshold")
    kept = _all_ranks(boxes, scores, classes, iou_threshold)
    return kept[scores[kept] >= score_threshold]
