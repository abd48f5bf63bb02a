"""Mistake: the union is the sum of the areas, without the intersection subtracted."""
import numpy as np


def iou_with_rest(box, rest):
    inter_w = (np.minimum(box[2], rest[:, 2]) - np.maximum(box[0], rest[:, 0])).clip(min=0)
    inter_h = (np.minimum(box[3], rest[:, 3]) - np.maximum(box[1], rest[:, 1])).clip(min=0)
    inter = inter_w * inter_h
    union = (box[2] - box[0]) * (box[3] - box[1]) + (rest[:, 2] - rest[:, 0]) * (rest[:, 3] - rest[:, 1])
    return inter / np.where(union > 0, union, 1)


def nms(boxes, scores, iou_threshold):
    if len(scores) != len(boxes):
        raise ValueError("Got boxes and scores of different lengths")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("Got an iou_threshold outside [0, 1]")
    todo = np.argsort(-scores, kind="stable")
    done = np.empty(0, dtype=np.int64)
    while todo.size:
        done = np.append(done, todo[0])
        todo = todo[1:][iou_with_rest(boxes[todo[0]], boxes[todo[1:]]) <= iou_threshold]
    return done


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(scores) != len(boxes):
        raise ValueError("Got boxes and scores of different lengths")
    if len(classes) != len(boxes):
        raise ValueError("Got boxes and classes of different lengths")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("Got an iou_threshold outside [0, 1]")
    survived = np.zeros(len(boxes), dtype=bool)
    confident = scores >= score_threshold
    for label in np.unique(classes[confident]):
        group = np.flatnonzero(confident & (classes == label))
        survived[group[nms(boxes[group], scores[group], iou_threshold)]] = True
    ranked = np.argsort(-scores, kind="stable").astype(np.int64)
    return ranked[survived[ranked]]
