"""Mistake: measures every side as x2 - x1 + 1, the inclusive-pixel convention of py-faster-rcnn."""
import numpy as np


def py_cpu_nms(dets, thresh):
    """Pure Python NMS baseline."""
    x1 = dets[:, 0]
    y1 = dets[:, 1]
    x2 = dets[:, 2]
    y2 = dets[:, 3]
    areas = (x2 - x1 + 1) * (y2 - y1 + 1)
    order = np.argsort(-dets[:, 4], kind="stable")
    keep = []
    while order.size > 0:
        i = order[0]
        keep.append(i)
        xx1 = np.maximum(x1[i], x1[order[1:]])
        yy1 = np.maximum(y1[i], y1[order[1:]])
        xx2 = np.minimum(x2[i], x2[order[1:]])
        yy2 = np.minimum(y2[i], y2[order[1:]])
        w = np.maximum(0.0, xx2 - xx1 + 1)
        h = np.maximum(0.0, yy2 - yy1 + 1)
        inter = w * h
        ovr = inter / (areas[i] + areas[order[1:]] - inter)
        inds = np.where(ovr <= thresh)[0]
        order = order[inds + 1]
    return keep


def nms(boxes, scores, iou_threshold):
    if boxes.shape[0] != scores.shape[0]:
        raise ValueError("boxes and scores differ in length")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("iou_threshold is outside [0, 1]")
    return np.array(py_cpu_nms(np.hstack((boxes, scores[:, None])), iou_threshold), dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if boxes.shape[0] != scores.shape[0]:
        raise ValueError("boxes and scores differ in length")
    if boxes.shape[0] != classes.shape[0]:
        raise ValueError("boxes and classes differ in length")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("iou_threshold is outside [0, 1]")
    kept = np.zeros(len(boxes), dtype=bool)
    for c in np.unique(classes):
        inds = np.where((classes == c) & (scores >= score_threshold))[0]
        kept[inds[nms(boxes[inds], scores[inds], iou_threshold)]] = True
    order = np.argsort(-scores, kind="stable")
    return order[kept[order]].astype(np.int64)
