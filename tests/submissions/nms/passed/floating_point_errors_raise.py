"""Style: float64 inside, numpy's division errors turned into exceptions so that no 0 / 0 can hide."""
import numpy as np


class Boxes:
    __slots__ = ("xyxy", "area")

    def __init__(self, xyxy):
        self.xyxy = np.array(xyxy, dtype=np.float64, order="F")
        self.area = (self.xyxy[:, 2] - self.xyxy[:, 0]) * (self.xyxy[:, 3] - self.xyxy[:, 1])

    def __len__(self):
        return len(self.xyxy)

    def overlaps(self, i, candidates, limit):
        """Which of the candidates have IoU > limit with box i."""
        me, them = self.xyxy[i], self.xyxy[candidates]
        w = np.fmin(me[2], them[:, 2]) - np.fmax(me[0], them[:, 0])
        h = np.fmin(me[3], them[:, 3]) - np.fmax(me[1], them[:, 1])
        out = np.zeros(len(candidates), dtype=bool)
        meet = np.flatnonzero((w > 0) & (h > 0))
        inter = w[meet] * h[meet]
        with np.errstate(divide="raise", invalid="raise"):
            out[meet] = inter / (self.area[i] + self.area[candidates[meet]] - inter) > limit
        return out


def nms(boxes, scores, iou_threshold):
    if len(boxes) != len(scores):
        raise ValueError("nms: boxes vs. scores: lengths differ")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("nms: iou_threshold: outside [0, 1]")
    store = Boxes(boxes)
    queue = np.argsort(-np.asarray(scores, dtype=np.float64), kind="stable")
    result = np.zeros(0, dtype=np.int64)
    while queue.size:
        head, queue = queue[0], queue[1:]
        result = np.concatenate([result, [head]])
        queue = queue[~store.overlaps(head, queue, iou_threshold)]
    return result


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    if len(boxes) != len(scores):
        raise ValueError("batched_nms: boxes vs. scores: lengths differ")
    if len(boxes) != len(classes):
        raise ValueError("batched_nms: boxes vs. classes: lengths differ")
    if iou_threshold < 0 or iou_threshold > 1:
        raise ValueError("batched_nms: iou_threshold: outside [0, 1]")
    keep = np.zeros(len(boxes), dtype=bool)
    remaining = scores >= score_threshold
    while remaining.any():
        label = classes[remaining.argmax()]
        rows = np.flatnonzero(remaining & (classes == label))
        keep[rows[nms(boxes[rows], scores[rows], iou_threshold)]] = True
        remaining &= classes != label
    rows = np.flatnonzero(keep)
    return rows[np.argsort(-scores[rows], kind="stable")].astype(np.int64)
