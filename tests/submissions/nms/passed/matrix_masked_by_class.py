"""Style: one IoU matrix in rank order, set to 0 where the classes differ; nms is batched_nms with one class."""
import numpy as np


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len({len(boxes), len(scores), len(classes)}) > 1:
        raise ValueError("boxes, scores and classes must have one length")
    if np.clip(iou_threshold, 0, 1) != iou_threshold:
        raise ValueError("iou_threshold must lie in [0, 1]")
    rank = np.argsort(-scores, kind="mergesort")
    rank = rank[scores[rank] >= score_threshold]
    b, c = boxes[rank], classes[rank]
    w = np.minimum.outer(b[:, 2], b[:, 2]) - np.maximum.outer(b[:, 0], b[:, 0])
    h = np.minimum.outer(b[:, 3], b[:, 3]) - np.maximum.outer(b[:, 1], b[:, 1])
    inter = np.where((w > 0) & (h > 0), w * h, 0)
    area = (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1])
    union = np.add.outer(area, area) - inter
    iou = np.divide(inter, union, out=np.zeros_like(inter), where=union != 0)
    iou *= np.equal.outer(c, c)
    keep = np.ones(len(rank), dtype=bool)
    for k in range(1, len(rank)):
        keep[k] = not np.any(iou[k, :k][keep[:k]] > iou_threshold)
    return rank[keep].astype(np.int64)


def nms(boxes, scores, iou_threshold):
    one_class = np.zeros(len(boxes), dtype=np.int64)
    return batched_nms(boxes, scores, one_class, iou_threshold, -np.inf)
