"""Mistake: nms calls batched_nms with its default score_threshold, which drops negative scores."""
import numpy as np


def nms(boxes, scores, iou_threshold):
    return batched_nms(boxes, scores, np.zeros(len(boxes), dtype=np.int64), iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if not len(boxes) == len(scores) == len(classes):
        raise ValueError("boxes, scores and classes should all be of one length")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold should be in [0, 1]")
    order = np.lexsort((np.arange(len(scores)), -scores))
    order = order[scores[order] >= score_threshold]
    sides = boxes[:, 2:] - boxes[:, :2]
    areas = sides[:, 0] * sides[:, 1]
    keep = []
    for i in order:
        rivals = [j for j in keep if classes[j] == classes[i]]
        low = np.maximum(boxes[rivals, :2], boxes[i, :2])
        high = np.minimum(boxes[rivals, 2:], boxes[i, 2:])
        inter = np.clip(high - low, 0, None).prod(axis=1)
        union = areas[rivals] + areas[i] - inter
        if (inter <= iou_threshold * union).all():
            keep.append(i)
    return np.array(keep, dtype=np.int64)
