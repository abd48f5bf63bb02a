"""Batch normalisation of (n, d) features: forward, and the backward pass of the training mode."""

from typing import Any

import numpy as np


def batch_norm_forward(
    x: np.ndarray,
    gamma: np.ndarray,
    beta: np.ndarray,
    running_mean: np.ndarray,
    running_var: np.ndarray,
    momentum: float = 0.1,
    eps: float = 1e-5,
    training: bool = True,
) -> tuple[np.ndarray, Any, np.ndarray, np.ndarray]:
    """Normalise each feature, by the batch's figures in training and by the running ones in inference.

    Args:
        x: (n, d); n >= 2 in training.
        gamma: (d,) scale.
        beta: (d,) shift.
        running_mean: (d,).
        running_var: (d,), of unbiased variances.
        momentum: weight of the batch in the new running figures.
        eps: added to the variance, inside the root.
        training: by the batch's figures, or by the running ones.
    Returns:
        y (n, d), a cache for one backward pass, and the new running_mean and running_var, (d,) each.
    Raises:
        ValueError: gamma, beta or a running figure is not (d,), or n < 2 in training.
    Source: Ioffe, Szegedy, "Batch Normalization", ICML 2015, algorithms 1 and 2; running figures as torch keeps them.
    """
    n, d = x.shape
    _require(gamma.shape == (d,), f"gamma has shape {gamma.shape}, not {(d,)}")
    _require(beta.shape == (d,), f"beta has shape {beta.shape}, not {(d,)}")
    _require(running_mean.shape == (d,), f"running_mean has shape {running_mean.shape}, not {(d,)}")
    _require(running_var.shape == (d,), f"running_var has shape {running_var.shape}, not {(d,)}")
    if training:
        _require(n >= 2, f"x has {n} rows; a batch in training has 2 or more")
        mean = x.mean(axis=0)
        var = ((x - mean) ** 2).mean(axis=0)
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * var * n / (n - 1)
    else:
        mean, var = running_mean, running_var
        running_mean, running_var = running_mean.copy(), running_var.copy()
    inv_std = 1 / np.sqrt(var + eps)
    x_hat = (x - mean) * inv_std
    y = gamma * x_hat + beta
    return y, (x_hat, gamma, inv_std), running_mean, running_var


def batch_norm_backward(dy: np.ndarray, cache: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the gradients of a training-mode forward: dx (n, d), dgamma (d,) and dbeta (d,).

    Args:
        dy: (n, d) gradient of the loss by y.
        cache: from the forward pass.
    Raises:
        ValueError: dy is not of x's shape.
    """
    x_hat, gamma, inv_std = cache
    _require(dy.shape == x_hat.shape, f"dy has shape {dy.shape}, x had {x_hat.shape}")
    dbeta = dy.sum(axis=0)
    dgamma = (dy * x_hat).sum(axis=0)
    n = len(dy)
    dx = gamma * inv_std * (dy - dbeta / n - x_hat * dgamma / n)
    return dx, dgamma, dbeta


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise ValueError(message)
