"""Mistake: shifts the boxes by class id times the span of all coordinates, so a huge span or class id rounds small boxes away."""
import numpy as np


def _select(boxes, scores, t):
    order = np.argsort(-scores, kind="stable")
    b = boxes[order]
    w = np.minimum(b[:, None, 2], b[None, :, 2]) - np.maximum(b[:, None, 0], b[None, :, 0])
    h = np.minimum(b[:, None, 3], b[None, :, 3]) - np.maximum(b[:, None, 1], b[None, :, 1])
    inter = np.where((w > 0) & (h > 0), w * h, 0)
    area = (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1])
    union = area[:, None] + area[None, :] - inter
    over = inter > t * union
    keep = np.ones(len(b), dtype=bool)
    for k in range(len(b)):
        keep[k] = not over[k, :k][keep[:k]].any()
    return order[keep].astype(np.int64)


def _complain(boxes, iou_threshold, **per_box):
    for name, values in per_box.items():
        if len(values) != len(boxes):
            raise ValueError(f"{name} has {len(values)} entries, not {len(boxes)}")
    if not 0 <= iou_threshold <= 1:
        raise ValueError(f"iou_threshold is {iou_threshold}, which is not in [0, 1]")


def nms(boxes, scores, iou_threshold):
    _complain(boxes, iou_threshold, scores=scores)
    return _select(boxes, scores, iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    _complain(boxes, iou_threshold, scores=scores, classes=classes)
    index = np.flatnonzero(scores >= score_threshold)
    if not len(index):
        return index.astype(np.int64)
    b = boxes[index].astype(np.float64)
    step = b.max() - b.min() + 1
    return index[_select(b + step * classes[index].astype(np.float64)[:, None], scores[index], iou_threshold)]
