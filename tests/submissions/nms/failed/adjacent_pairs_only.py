"""Mistake: compares each box only with the last kept one instead of with all kept ones."""
import numpy as np


def overlap(p, q):
    w = min(p[2], q[2]) - max(p[0], q[0])
    h = min(p[3], q[3]) - max(p[1], q[1])
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / ((p[2] - p[0]) * (p[3] - p[1]) + (q[2] - q[0]) * (q[3] - q[1]) - w * h)


def keep_sorted(ranked, boxes, label_of, limit):
    kept = []
    last = {}
    for i in ranked:
        label = label_of(i)
        if label in last and overlap(boxes[last[label]], boxes[i]) > limit:
            continue
        kept.append(i)
        last[label] = i
    return np.array(kept, dtype=np.int64)


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("please give as many scores as boxes")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("please give an iou_threshold in [0, 1]")
    ranked = sorted(range(len(boxes)), key=lambda i: (-scores[i], i))
    return keep_sorted(ranked, boxes, lambda i: 0, iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("please give as many scores as boxes")
    if len(boxes) != len(classes):
        raise ValueError("please give as many classes as boxes")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("please give an iou_threshold in [0, 1]")
    ranked = [i for i in range(len(boxes)) if scores[i] >= score_threshold]
    ranked.sort(key=lambda i: (-scores[i], i))
    return keep_sorted(ranked, boxes, lambda i: int(classes[i]), iou_threshold)
