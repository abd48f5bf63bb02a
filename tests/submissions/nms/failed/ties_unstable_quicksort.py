"""Mistake: sorts with numpy's default unstable argsort, so that equal scores come in an arbitrary order when there are many boxes."""
import numpy as np


class NMS:
    def __init__(self, boxes, scores, iou_threshold):
        if len(boxes) != len(scores):
            raise ValueError("boxes and scores are not of the same length")
        if not 0 <= iou_threshold <= 1:
            raise ValueError("iou_threshold is not in [0, 1]")
        self.boxes = boxes
        self.scores = scores
        self.t = iou_threshold
        self.area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])

    def overlaps(self, i, js):
        b = self.boxes
        w = np.minimum(b[i, 2], b[js, 2]) - np.maximum(b[i, 0], b[js, 0])
        h = np.minimum(b[i, 3], b[js, 3]) - np.maximum(b[i, 1], b[js, 1])
        inter = np.where((w > 0) & (h > 0), w * h, 0)
        union = self.area[i] + self.area[js] - inter
        return inter / np.where(union > 0, union, 1) > self.t

    def run(self, allowed, labels):
        order = np.argsort(-self.scores)
        order = order[allowed[order]]
        keep = []
        while len(order):
            i, order = order[0], order[1:]
            keep.append(i)
            order = order[~(self.overlaps(i, order) & (labels[order] == labels[i]))]
        return np.array(keep, dtype=np.int64)


def nms(boxes, scores, iou_threshold):
    n = len(boxes)
    return NMS(boxes, scores, iou_threshold).run(np.ones(n, dtype=bool), np.zeros(n))


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(classes):
        raise ValueError("boxes and classes are not of the same length")
    return NMS(boxes, scores, iou_threshold).run(scores >= score_threshold, classes)
