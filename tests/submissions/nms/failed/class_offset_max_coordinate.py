"""Mistake: shifts every class by class * (boxes.max() + 1), which does not keep the classes apart when coordinates are negative."""
import numpy as np


def box_area(boxes):
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def _plain_nms(boxes, scores, iou_threshold):
    areas = box_area(boxes)
    order = np.argsort(-scores, kind="stable")
    keep = []
    while len(order) > 0:
        i, order = order[0], order[1:]
        keep.append(i)
        wh = np.minimum(boxes[i, 2:], boxes[order, 2:]) - np.maximum(boxes[i, :2], boxes[order, :2])
        wh = np.clip(wh, 0, None)
        inter = wh[:, 0] * wh[:, 1]
        union = areas[i] + areas[order] - inter
        iou = np.zeros_like(inter)
        iou[inter > 0] = inter[inter > 0] / union[inter > 0]
        order = order[iou <= iou_threshold]
    return np.array(keep, dtype=np.int64)


def _raise_if_bad(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores should have same number of elements in dimension 0")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold should be in [0, 1]")


def nms(boxes, scores, iou_threshold):
    _raise_if_bad(boxes, scores, iou_threshold)
    return _plain_nms(boxes, scores, iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    _raise_if_bad(boxes, scores, iou_threshold)
    if len(boxes) != len(classes):
        raise ValueError("boxes and classes should have same number of elements in dimension 0")
    index = np.flatnonzero(scores >= score_threshold)
    if index.size == 0:
        return np.empty((0,), dtype=np.int64)
    boxes, scores, classes = boxes[index], scores[index], classes[index]
    max_coordinate = boxes.max()
    offsets = classes.astype(np.float64) * (max_coordinate + 1)
    boxes_for_nms = boxes + offsets[:, None]
    return index[_plain_nms(boxes_for_nms, scores, iou_threshold)].astype(np.int64)
