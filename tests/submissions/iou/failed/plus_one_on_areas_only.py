"""Mistake: in inclusive mode the + 1 is added to the sides of the two boxes but not to those of the intersection."""
import numpy as np


class Overlap:
    def __init__(self, a, b, inclusive):
        self.a, self.b = self.valid(a, "boxes_a"), self.valid(b, "boxes_b")
        self.one = 1 if inclusive else 0

    @staticmethod
    def valid(boxes, name):
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} must be of shape (., 4)")
        if np.any(boxes[:, 2] < boxes[:, 0]):
            raise ValueError(f"{name}: x2 < x1")
        if np.any(boxes[:, 3] < boxes[:, 1]):
            raise ValueError(f"{name}: y2 < y1")
        return boxes

    def area(self, boxes):
        return (boxes[:, 2] - boxes[:, 0] + self.one) * (boxes[:, 3] - boxes[:, 1] + self.one)

    def intersection(self):
        w = np.minimum.outer(self.a[:, 2], self.b[:, 2]) - np.maximum.outer(self.a[:, 0], self.b[:, 0])
        h = np.minimum.outer(self.a[:, 3], self.b[:, 3]) - np.maximum.outer(self.a[:, 1], self.b[:, 1])
        return w.clip(0) * h.clip(0)

    def ratio(self):
        inter = self.intersection()
        union = self.area(self.a)[:, None] + self.area(self.b)[None] - inter
        return np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)


def iou(boxes_a, boxes_b, inclusive=False):
    return Overlap(boxes_a, boxes_b, inclusive).ratio()
