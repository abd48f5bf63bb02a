"""Style: type hints, dataclasses, a named tuple as the result, postponed annotations."""
from __future__ import annotations

from dataclasses import InitVar, dataclass
from typing import ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating]


class Step(NamedTuple):
    param: Array
    m: Array
    v: Array


@dataclass(frozen=True, slots=True)
class Moment:
    """An exponential moving average and its bias correction."""
    value: Array
    beta: float
    first_step: ClassVar[int] = 1

    def updated(self, new: Array) -> Moment:
        return Moment(self.value * self.beta + new * (1.0 - self.beta), self.beta)

    def corrected(self, t: int) -> Array:
        return self.value / (1.0 - self.beta ** t)


@dataclass
class Check:
    t: InitVar[int]
    shapes: dict[str, tuple[int, ...]]

    def __post_init__(self, t: int) -> None:
        if t < Moment.first_step:
            raise ValueError(f"{t=} is below {Moment.first_step}")
        wrong = [name for name, shape in self.shapes.items() if shape != self.shapes["param"]]
        if wrong:
            raise ValueError(f"not of the shape of param: {', '.join(wrong)}")


def adam_step(param: Array, grad: Array, m: Array, v: Array, t: int, lr: float = 1e-3,
              beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8) -> Step:
    Check(t, {"param": param.shape, "grad": grad.shape, "m": m.shape, "v": v.shape})
    first: Moment = Moment(m, beta1).updated(grad)
    second: Moment = Moment(v, beta2).updated(grad * grad)
    change: Array = first.corrected(t) / (np.sqrt(second.corrected(t)) + eps)
    return Step(param=param - lr * change, m=first.value, v=second.value)
