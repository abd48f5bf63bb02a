"""Style: a Box class with an & operator and an area property."""
import numpy as np


class Box:
    __slots__ = ("x1", "y1", "x2", "y2", "pixel")

    def __init__(self, x1, y1, x2, y2, pixel):
        self.x1, self.y1, self.x2, self.y2, self.pixel = x1, y1, x2, y2, pixel

    @property
    def valid(self):
        return self.x1 <= self.x2 and self.y1 <= self.y2

    @property
    def area(self):
        w = self.x2 - self.x1 + self.pixel
        h = self.y2 - self.y1 + self.pixel
        return w * h if w > 0 and h > 0 else 0.0

    def __and__(self, other):
        return Box(
            max(self.x1, other.x1),
            max(self.y1, other.y1),
            min(self.x2, other.x2),
            min(self.y2, other.y2),
            self.pixel,
        )

    def iou(self, other):
        common = (self & other).area
        return common / (self.area + other.area - common) if common else 0.0

    @classmethod
    def many(cls, array, name, pixel):
        if array.ndim != 2 or array.shape[1] != 4:
            raise ValueError(f"The argument {name} is not an (N, 4) array.")
        boxes = [cls(*map(float, row), pixel) for row in array]
        for k, box in enumerate(boxes):
            if not box.valid:
                raise ValueError(f"Box {k} of {name} is inside out.")
        return boxes


def iou(boxes_a, boxes_b, inclusive=False):
    pixel = float(bool(inclusive))
    first = Box.many(boxes_a, "boxes_a", pixel)
    second = Box.many(boxes_b, "boxes_b", pixel)
    grid = [p.iou(q) for p in first for q in second]
    return np.array(grid, dtype=boxes_a.dtype).reshape(len(first), len(second))
