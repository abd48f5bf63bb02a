"""Mistake: batched_nms treats a score_threshold of 0.0 as "no threshold", so negative scores stay by default."""
import numpy as np


class Candidates:
    """Boxes in rank order, with what is needed to compare them."""

    def __init__(self, boxes, scores, iou_threshold, classes=None):
        if len(boxes) != len(scores):
            raise ValueError("boxes and scores: lengths differ")
        if classes is not None and len(boxes) != len(classes):
            raise ValueError("boxes and classes: lengths differ")
        if not 0 <= iou_threshold <= 1:
            raise ValueError("iou_threshold: outside [0, 1]")
        self.index = np.lexsort((np.arange(len(scores)), -scores))
        self.scores = scores[self.index]
        self.boxes = boxes[self.index]
        self.labels = None if classes is None else classes[self.index]
        self.limit = iou_threshold

    def above(self, low):
        return self.scores >= low

    def clashes(self, k, others):
        a, b = self.boxes[k], self.boxes[others]
        w = np.minimum(a[2], b[:, 2]) - np.maximum(a[0], b[:, 0])
        h = np.minimum(a[3], b[:, 3]) - np.maximum(a[1], b[:, 1])
        inter = np.where((w > 0) & (h > 0), w * h, 0)
        union = (a[2] - a[0]) * (a[3] - a[1]) + (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1]) - inter
        hit = (inter > 0) & (inter > self.limit * union)
        if self.labels is not None:
            hit &= self.labels[others] == self.labels[k]
        return hit.any()

    def select(self, usable):
        kept = []
        for k in np.flatnonzero(usable):
            if not self.clashes(k, np.array(kept, dtype=int)):
                kept.append(k)
        return self.index[kept].astype(np.int64) if kept else np.zeros(0, dtype=np.int64)


def nms(boxes, scores, iou_threshold):
    found = Candidates(boxes, scores, iou_threshold)
    return found.select(np.ones(len(boxes), dtype=bool))


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    found = Candidates(boxes, scores, iou_threshold, classes)
    usable = np.ones(len(boxes), dtype=bool)
    if score_threshold:
        usable = found.above(score_threshold)
    return found.select(usable)
