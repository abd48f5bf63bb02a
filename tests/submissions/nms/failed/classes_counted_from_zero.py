"""Mistake: batched_nms takes the class ids for 0, 1, 2, ... without gaps and loses the boxes of other ids."""
import numpy as np


def compute_iou(box, boxes):
    x1 = np.maximum(box[0], boxes[:, 0])
    y1 = np.maximum(box[1], boxes[:, 1])
    x2 = np.minimum(box[2], boxes[:, 2])
    y2 = np.minimum(box[3], boxes[:, 3])
    intersection = np.maximum(0, x2 - x1) * np.maximum(0, y2 - y1)
    box_area = (box[2] - box[0]) * (box[3] - box[1])
    boxes_area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    union = box_area + boxes_area - intersection
    return np.divide(intersection, union, out=np.zeros_like(union), where=union > 0)


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores must have equal lengths")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must be >= 0 and <= 1")
    sorted_indices = np.argsort(-scores, kind="stable")
    keep_boxes = []
    while sorted_indices.size > 0:
        box_id = sorted_indices[0]
        keep_boxes.append(box_id)
        ious = compute_iou(boxes[box_id], boxes[sorted_indices[1:]])
        keep_indices = np.where(ious <= iou_threshold)[0]
        sorted_indices = sorted_indices[keep_indices + 1]
    return np.array(keep_boxes, dtype=np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores must have equal lengths")
    if len(boxes) != len(classes):
        raise ValueError("boxes and classes must have equal lengths")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold must be >= 0 and <= 1")
    keep_boxes = []
    for class_id in range(len(np.unique(classes))):
        class_indices = np.where((classes == class_id) & (scores >= score_threshold))[0]
        keep_boxes.extend(class_indices[nms(boxes[class_indices], scores[class_indices], iou_threshold)])
    keep_boxes.sort(key=lambda i: (-scores[i], i))
    return np.array(keep_boxes, dtype=np.int64)
