"""Mistake: batched_nms returns indices into the arrays left after the score filter, not into the original ones."""
import numpy as np


def _check_lengths(**arrays):
    if len({len(a) for a in arrays.values()}) != 1:
        raise ValueError(" and ".join(arrays) + " must be of the same length")


def _check_threshold(iou_threshold):
    if not 0.0 <= iou_threshold <= 1.0:
        raise ValueError(f"iou_threshold = {iou_threshold} is not in [0, 1]")


def _box_iou(box, boxes):
    sides = np.minimum(box[2:], boxes[:, 2:]) - np.maximum(box[:2], boxes[:, :2])
    inter = np.where((sides > 0).all(axis=1), sides[:, 0] * sides[:, 1], 0)
    union = np.prod(box[2:] - box[:2]) + np.prod(boxes[:, 2:] - boxes[:, :2], axis=1) - inter
    return inter / np.where(union == 0, 1, union)


def nms(boxes, scores, iou_threshold):
    _check_lengths(boxes=boxes, scores=scores)
    _check_threshold(iou_threshold)
    order = np.argsort(-scores, kind="stable")
    keep = np.zeros(len(order), dtype=bool)
    for k in range(len(order)):
        rivals = boxes[order[:k][keep[:k]]]
        keep[k] = not (_box_iou(boxes[order[k]], rivals) > iou_threshold).any()
    return order[keep].astype(np.int64)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    _check_lengths(boxes=boxes, scores=scores, classes=classes)
    _check_threshold(iou_threshold)
    mask = scores >= score_threshold
    boxes, scores, classes = boxes[mask], scores[mask], classes[mask]
    keep_mask = np.zeros(len(scores), dtype=bool)
    for class_id in np.unique(classes):
        curr_indices = np.where(classes == class_id)[0]
        curr_keep = nms(boxes[curr_indices], scores[curr_indices], iou_threshold)
        keep_mask[curr_indices[curr_keep]] = True
    keep = np.where(keep_mask)[0]
    return keep[np.argsort(-scores[keep], kind="stable")].astype(np.int64)
