"""Mistake: casts the boxes to float32, which rounds the corners of boxes far from the origin."""
import numpy as np


class FastNMS:
    def __init__(self, boxes):
        boxes = np.asarray(boxes, dtype=np.float32)
        self.x1, self.y1, self.x2, self.y2 = boxes.T.astype(np.float64)
        self.area = (self.x2 - self.x1) * (self.y2 - self.y1)

    def iou(self, i, js):
        w = np.minimum(self.x2[i], self.x2[js]) - np.maximum(self.x1[i], self.x1[js])
        h = np.minimum(self.y2[i], self.y2[js]) - np.maximum(self.y1[i], self.y1[js])
        inter = np.where((w > 0) & (h > 0), w * h, 0)
        union = self.area[i] + self.area[js] - inter
        return inter / np.where(union > 0, union, 1)

    def keep(self, order, labels, limit):
        kept = []
        while len(order):
            i, order = order[0], order[1:]
            kept.append(i)
            order = order[(labels[order] != labels[i]) | (self.iou(i, order) <= limit)]
        return np.array(kept, dtype=np.int64)


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores have to be of equal length")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold has to be in the interval [0, 1]")
    return FastNMS(boxes).keep(np.argsort(-scores, kind="stable"), np.zeros(len(boxes)), iou_threshold)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("boxes and scores have to be of equal length")
    if len(boxes) != len(classes):
        raise ValueError("boxes and classes have to be of equal length")
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold has to be in the interval [0, 1]")
    order = np.argsort(-scores, kind="stable")
    return FastNMS(boxes).keep(order[scores[order] >= score_threshold], classes, iou_threshold)
