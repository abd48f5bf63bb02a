"""Style: frozen dataclass objects with a sort key and type hints."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Detection:
    index: int
    score: float
    label: int
    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def area(self) -> float:
        return (self.x2 - self.x1) * (self.y2 - self.y1)

    @property
    def key(self) -> tuple[float, int]:
        return (-self.score, self.index)

    def iou(self, other: Detection) -> float:
        w = min(self.x2, other.x2) - max(self.x1, other.x1)
        h = min(self.y2, other.y2) - max(self.y1, other.y1)
        if min(w, h) <= 0:
            return 0.0
        return w * h / (self.area + other.area - w * h)


def _suppress(detections: Sequence[Detection], limit: float) -> NDArray[np.int64]:
    kept: list[Detection] = []
    for d in sorted(detections, key=lambda d: d.key):
        if all(d.label != k.label or d.iou(k) <= limit for k in kept):
            kept.append(d)
    return np.array([d.index for d in kept], dtype=np.int64)


def _check(boxes: NDArray, iou_threshold: float, **columns: NDArray) -> None:
    for name, column in columns.items():
        if len(column) != len(boxes):
            raise ValueError(f"{name}: {len(column)} entries for {len(boxes)} boxes")
    if not 0 <= iou_threshold <= 1:
        raise ValueError(f"{iou_threshold=}")


def nms(boxes: NDArray, scores: NDArray, iou_threshold: float) -> NDArray[np.int64]:
    _check(boxes, iou_threshold, scores=scores)
    found = [Detection(i, float(s), 0, *map(float, b)) for i, (b, s) in enumerate(zip(boxes, scores))]
    return _suppress(found, iou_threshold)


def batched_nms(
    boxes: NDArray, scores: NDArray, classes: NDArray, iou_threshold: float, score_threshold: float = 0.0
) -> NDArray[np.int64]:
    _check(boxes, iou_threshold, scores=scores, classes=classes)
    found = [
        Detection(i, float(s), int(c), *map(float, b))
        for i, (b, s, c) in enumerate(zip(boxes, scores, classes))
        if s >= score_threshold
    ]
    return _suppress(found, iou_threshold)
