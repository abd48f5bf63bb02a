"""Mistake: batched_nms does not check that classes has one entry per box."""
import numpy as np


class Detector:
    def __init__(self, boxes, scores, limit):
        if len(boxes) != len(scores):
            raise ValueError("boxes and scores are of different length")
        if limit < 0 or limit > 1:
            raise ValueError("iou_threshold is outside of [0, 1]")
        self.boxes, self.scores, self.limit = boxes.tolist(), scores.tolist(), limit

    def area(self, i):
        x1, y1, x2, y2 = self.boxes[i]
        return (x2 - x1) * (y2 - y1)

    def clash(self, i, j):
        a, b = self.boxes[i], self.boxes[j]
        w = min(a[2], b[2]) - max(a[0], b[0])
        h = min(a[3], b[3]) - max(a[1], b[1])
        return w > 0 and h > 0 and w * h / (self.area(i) + self.area(j) - w * h) > self.limit

    def ranked(self, low):
        usable = [i for i, s in enumerate(self.scores) if s >= low]
        return sorted(usable, key=lambda i: (-self.scores[i], i))

    def keep(self, low, label):
        kept = {}
        for i in self.ranked(low):
            if not any(self.clash(i, j) for j, c in kept.items() if c == label(i)):
                kept[i] = label(i)
        return np.array(list(kept), dtype=np.int64)


def nms(boxes, scores, iou_threshold):
    return Detector(boxes, scores, iou_threshold).keep(-np.inf, lambda i: None)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    return Detector(boxes, scores, iou_threshold).keep(score_threshold, lambda i: int(classes[i]))
