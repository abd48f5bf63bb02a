"""Style: type hints everywhere, a frozen dataclass for the geometry, postponed annotations."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Iterator

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating]
PLACES: Final[int] = 2


@dataclass(frozen=True)
class Geometry:
    image: tuple[int, ...]
    window: tuple[int, ...]
    stride: int = 1
    padding: int = 0
    out: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        if self.stride < 1:
            raise ValueError(f"{self.stride=} (stride must be >= 1)")
        if self.padding < 0:
            raise ValueError(f"{self.padding=} (padding must be >= 0)")
        room = [size + 2 * self.padding - k for size, k in zip(self.image, self.window)]
        if min(room) < 0:
            raise ValueError(f"kernel of {self.window} does not fit into {self.image} with {self.padding=}")
        object.__setattr__(self, "out", tuple(r // self.stride + 1 for r in room))

    def taps(self) -> Iterator[tuple[int, int, slice, slice]]:
        for a in range(self.window[0]):
            for b in range(self.window[1]):
                yield a, b, self._along(a, 0), self._along(b, 1)

    def _along(self, offset: int, axis: int) -> slice:
        return slice(offset, offset + (self.out[axis] - 1) * self.stride + 1, self.stride)


def conv2d(x: Array, kernel: Array, stride: int = 1, padding: int = 0) -> Array:
    if (c := x.shape[3]) != (k := kernel.shape[2]):
        raise ValueError(f"x has {c} channels where kernel has {k}")
    geo = Geometry(x.shape[1:3], kernel.shape[:PLACES], stride, padding)
    margin: tuple[int, int] = (padding, padding)
    padded: Array = np.pad(x, ((0, 0), margin, margin, (0, 0)))
    out: Array = np.zeros((len(x), *geo.out, kernel.shape[3]), dtype=x.dtype)
    for a, b, rows, cols in geo.taps():
        out += np.matmul(padded[:, rows, cols], kernel[a, b])
    return out
