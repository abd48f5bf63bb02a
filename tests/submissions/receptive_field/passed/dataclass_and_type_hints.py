"""Style: type hints, an ordered dataclass, structural pattern matching, postponed annotations."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Numbers: TypeAlias = "tuple[int, int, int]"


@dataclass(frozen=True, order=True)
class Conv:
    kernel_size: int
    stride: int = 1
    dilation: int = 1

    def __post_init__(self) -> None:
        for f, value in zip(fields(self), astuple(self)):
            if value < 1:
                raise ValueError(f"{f.name} must be at least 1, not {value}")


def parse(layers: Iterable[Numbers]) -> list[Conv]:
    convs: list[Conv] = []
    for layer in layers:
        match layer:
            case (int(k), int(s), int(d)):
                convs.append(Conv(k, s, d))
            case _:
                convs.append(Conv(*map(int, layer)))
    return convs


def receptive_field(layers: Sequence[Numbers]) -> npt.NDArray[np.int64]:
    convs: list[Conv] = parse(layers)
    out: npt.NDArray[np.int64] = np.ones(len(convs) + 1, dtype=np.int64)
    size: int = 1
    jump: int = 1
    for i, conv in enumerate(convs, start=1):
        size += (conv.kernel_size - 1) * conv.dilation * jump
        out[i] = size
        jump *= conv.stride
    return out
