"""Style: np.lexsort for the order and a bytearray of flags in a double loop."""
import numpy as np


def _flags(boxes, scores, classes, t):
    order = np.lexsort([np.arange(scores.size), np.negative(scores)]).tolist()
    x1, y1, x2, y2 = (boxes[:, k].tolist() for k in range(4))
    label = classes.tolist()
    dead = bytearray(len(order))
    for place, i in enumerate(order):
        if dead[i]:
            continue
        area_i = (x2[i] - x1[i]) * (y2[i] - y1[i])
        for j in order[place + 1:]:
            if dead[j] or label[i] != label[j]:
                continue
            w = (x2[i] if x2[i] < x2[j] else x2[j]) - (x1[i] if x1[i] > x1[j] else x1[j])
            if w <= 0:
                continue
            h = (y2[i] if y2[i] < y2[j] else y2[j]) - (y1[i] if y1[i] > y1[j] else y1[j])
            if h <= 0:
                continue
            if w * h / (area_i + (x2[j] - x1[j]) * (y2[j] - y1[j]) - w * h) > t:
                dead[j] = 1
    return [i for i in order if not dead[i]]


def nms(boxes, scores, iou_threshold):
    if scores.size != len(boxes):
        raise ValueError("expected one of scores per box")
    if iou_threshold > 1 or iou_threshold < 0:
        raise ValueError("iou_threshold not in [0, 1]")
    return np.array(_flags(boxes, scores, np.zeros(len(boxes)), iou_threshold), np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if scores.size != len(boxes):
        raise ValueError("expected one of scores per box")
    if classes.size != len(boxes):
        raise ValueError("expected one of classes per box")
    if iou_threshold > 1 or iou_threshold < 0:
        raise ValueError("iou_threshold not in [0, 1]")
    ok, = np.where(scores >= score_threshold)
    return ok[_flags(boxes[ok], scores[ok], classes[ok], iou_threshold)].astype(np.int64) if ok.size else np.zeros(0, np.int64)
