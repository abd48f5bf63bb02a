"""Style: Cluster-NMS, the upper triangle of the matrix iterated until the keep vector no longer changes."""
import numpy as np


def _cluster(boxes, related, t):
    n = len(boxes)
    xx = np.minimum(boxes[:, None, 2], boxes[None, :, 2]) - np.maximum(boxes[:, None, 0], boxes[None, :, 0])
    yy = np.minimum(boxes[:, None, 3], boxes[None, :, 3]) - np.maximum(boxes[:, None, 1], boxes[None, :, 1])
    inter = xx.clip(0) * yy.clip(0)
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    with np.errstate(divide="ignore", invalid="ignore"):
        iou = np.nan_to_num(inter / (area[:, None] + area[None, :] - inter), nan=0.0)
    beats = np.triu((iou > t) & related, k=1)
    keep = np.ones(n, dtype=bool)
    while True:
        new = ~beats[keep].any(axis=0)
        if np.array_equal(new, keep):
            return keep
        keep = new


def nms(boxes, scores, iou_threshold):
    if boxes.shape[:1] != scores.shape:
        raise ValueError("scores must have shape (n,) for boxes of shape (n, 4)")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must not be outside [0, 1]")
    order = np.argsort(-scores, kind="stable")
    return order[_cluster(boxes[order], True, iou_threshold)].astype(np.int64, copy=False)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if boxes.shape[:1] != scores.shape:
        raise ValueError("scores must have shape (n,) for boxes of shape (n, 4)")
    if boxes.shape[:1] != classes.shape:
        raise ValueError("classes must have shape (n,) for boxes of shape (n, 4)")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must not be outside [0, 1]")
    order = np.argsort(-scores, kind="stable")
    order = order[: np.count_nonzero(scores >= score_threshold)]
    c = classes[order]
    return order[_cluster(boxes[order], c[:, None] == c, iou_threshold)].astype(np.int64, copy=False)
