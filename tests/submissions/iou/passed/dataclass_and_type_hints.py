"""Style: type hints everywhere, frozen dataclasses, postponed annotations."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating]
COORDINATES: Final[int] = 4


@dataclass(frozen=True)
class Span:
    """Intervals along one axis."""

    low: Floats
    high: Floats
    pixel: float

    @property
    def length(self) -> Floats:
        return self.high - self.low + self.pixel

    def common(self, other: Span) -> Floats:
        low = np.maximum(self.low[:, None], other.low)
        high = np.minimum(self.high[:, None], other.high)
        return np.maximum(high - low + self.pixel, 0.0)


@dataclass(frozen=True)
class Boxes:
    name: str
    data: Floats
    pixel: float

    def __post_init__(self) -> None:
        if self.data.ndim != 2:
            raise ValueError(f"{self.name} needs 2 dimensions but has {self.data.ndim}")
        if self.data.shape[1] != COORDINATES:
            raise ValueError(f"{self.name} needs {COORDINATES} columns but has {self.data.shape[1]}")
        for axis, (low, high) in {"x": (0, 2), "y": (1, 3)}.items():
            wrong = np.flatnonzero(self.data[:, high] < self.data[:, low])
            if wrong.size:
                raise ValueError(f"{self.name}[{wrong[0]}] has {axis}2 < {axis}1")

    @property
    def x(self) -> Span:
        return Span(self.data[:, 0], self.data[:, 2], self.pixel)

    @property
    def y(self) -> Span:
        return Span(self.data[:, 1], self.data[:, 3], self.pixel)

    @property
    def area(self) -> Floats:
        return self.x.length * self.y.length


def iou(boxes_a: Floats, boxes_b: Floats, inclusive: bool = False) -> Floats:
    pixel: float = 1.0 if inclusive else 0.0
    a, b = Boxes("boxes_a", boxes_a, pixel), Boxes("boxes_b", boxes_b, pixel)
    shared: Floats = a.x.common(b.x) * a.y.common(b.y)
    either: Floats = a.area[:, None] + b.area - shared
    return shared / np.where(either == 0, 1, either).astype(shared.dtype)
