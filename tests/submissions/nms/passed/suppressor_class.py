"""Style: a small class that holds the threshold, with properties and methods for each step."""
import numpy as np


class Suppressor:
    def __init__(self, iou_threshold):
        self.iou_threshold = iou_threshold

    @property
    def iou_threshold(self):
        return self._limit

    @iou_threshold.setter
    def iou_threshold(self, value):
        if value < 0 or value > 1:
            raise ValueError("iou_threshold out of range: {}".format(value))
        self._limit = value

    @staticmethod
    def same_length(**arrays):
        names = list(arrays)
        for name in names[1:]:
            if len(arrays[name]) != len(arrays[names[0]]):
                raise ValueError("{} and {} differ in length".format(name, names[0]))

    @staticmethod
    def iou(box, others):
        top_left = np.maximum(box[:2], others[:, :2])
        sides = np.minimum(box[2:], others[:, 2:]) - top_left
        sides[sides < 0] = 0
        common = sides[:, 0] * sides[:, 1]
        own = (box[2] - box[0]) * (box[3] - box[1])
        theirs = (others[:, 2] - others[:, 0]) * (others[:, 3] - others[:, 1])
        union = own + theirs - common
        union[common == 0] = 1
        return common / union

    def __call__(self, boxes, scores):
        ranked = sorted(range(len(scores)), key=lambda i: -scores[i])
        ranked = np.array(ranked, dtype=np.int64)
        sorted_boxes = boxes[ranked]
        gone = np.zeros(len(ranked), dtype=bool)
        for place in range(len(ranked)):
            if not gone[place]:
                later = sorted_boxes[place + 1:]
                gone[place + 1:] |= self.iou(sorted_boxes[place], later) > self._limit
        return ranked[~gone]


def nms(boxes, scores, iou_threshold):
    Suppressor.same_length(boxes=boxes, scores=scores)
    return Suppressor(iou_threshold)(boxes, scores)


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    Suppressor.same_length(boxes=boxes, scores=scores, classes=classes)
    run = Suppressor(iou_threshold)
    kept = []
    for label in set(classes.tolist()):
        where = np.flatnonzero(np.logical_and(classes == label, np.logical_not(scores < score_threshold)))
        kept.extend(where[run(boxes[where], scores[where])].tolist())
    kept.sort(key=lambda i: (-scores[i], i))
    return np.array(kept, dtype=np.int64)
