"""Mistake: the forward pass scales by beta and shifts by gamma."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class BatchStatistics:
    mean: Array
    var: Array
    count: int

    @classmethod
    def of(cls, x: Array) -> BatchStatistics:
        return cls(mean=x.mean(axis=0), var=x.var(axis=0), count=x.shape[0])

    @property
    def unbiased(self) -> Array:
        return self.var * self.count / (self.count - 1)


@dataclass(frozen=True, slots=True, eq=False)
class Cache:
    x_hat: Array
    gamma: Array
    std: Array

    @property
    def count(self) -> int:
        return self.x_hat.shape[0]


def _validate(x: Array, **vectors: Array) -> None:
    _, d = x.shape
    for name, vector in vectors.items():
        if vector.shape != (d,):
            raise ValueError(f"{name} must be of shape {(d,)}, got {vector.shape}")


def batch_norm_forward(x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array,
                       momentum: float = 0.1, eps: float = 1e-5,
                       training: bool = True) -> tuple[Array, Cache | None, Array, Array]:
    _validate(x, gamma=gamma, beta=beta, running_mean=running_mean, running_var=running_var)
    if not training:
        return (x - running_mean) / np.sqrt(running_var + eps) * beta + gamma, None, running_mean, running_var
    if (n := x.shape[0]) < 2:
        raise ValueError(f"x must have at least 2 rows in training, got {n}")
    batch: BatchStatistics = BatchStatistics.of(x)
    std: Array = np.sqrt(batch.var + eps)
    x_hat: Array = (x - batch.mean) / std
    keep: float = 1.0 - momentum
    return (
        x_hat * beta + gamma,
        Cache(x_hat=x_hat, gamma=gamma.copy(), std=std),
        keep * running_mean + momentum * batch.mean,
        keep * running_var + momentum * batch.unbiased,
    )


def batch_norm_backward(dy: Array, cache: Cache) -> tuple[Array, Array, Array]:
    if dy.shape != cache.x_hat.shape:
        raise ValueError(f"dy must be of shape {cache.x_hat.shape}, got {dy.shape}")
    dbeta: Array = dy.sum(axis=0)
    dgamma: Array = (dy * cache.x_hat).sum(axis=0)
    dx: Array = (cache.gamma / cache.std) * (dy - dbeta / cache.count - cache.x_hat * (dgamma / cache.count))
    return dx, dgamma, dbeta
