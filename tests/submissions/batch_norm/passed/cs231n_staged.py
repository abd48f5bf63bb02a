"""Style: cs231n's staged computation graph, one step back for each step forward, a tuple as the cache."""
import numpy as np


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    N, D = x.shape
    if gamma.shape != (D,):
        raise ValueError("gamma must have shape (%d,), not %s" % (D, gamma.shape))
    if beta.shape != (D,):
        raise ValueError("beta must have shape (%d,), not %s" % (D, beta.shape))
    if running_mean.shape != (D,):
        raise ValueError("running_mean must have shape (%d,), not %s" % (D, running_mean.shape))
    if running_var.shape != (D,):
        raise ValueError("running_var must have shape (%d,), not %s" % (D, running_var.shape))
    if not training:
        x_norm = (x - running_mean) / np.sqrt(running_var + eps)
        return gamma * x_norm + beta, None, running_mean, running_var
    if N < 2:
        raise ValueError("x needs at least 2 rows in training")

    # step 1: the mean
    mu = 1.0 / N * np.sum(x, axis=0)
    # step 2: subtract it
    xmu = x - mu
    # step 3: square
    sq = xmu ** 2
    # step 4: the variance
    var = 1.0 / N * np.sum(sq, axis=0)
    # step 5: its root
    sqrtvar = np.sqrt(var + eps)
    # step 6: invert
    ivar = 1.0 / sqrtvar
    # step 7: normalise
    xhat = xmu * ivar
    # step 8 and 9: scale and shift
    gammax = gamma * xhat
    out = gammax + beta

    cache = (xhat, gamma.copy(), xmu, ivar, sqrtvar)
    running_mean = (1.0 - momentum) * running_mean + momentum * mu
    running_var = (1.0 - momentum) * running_var + momentum * np.sum(sq, axis=0) / (N - 1)
    return out, cache, running_mean, running_var


def batch_norm_backward(dy, cache):
    xhat, gamma, xmu, ivar, sqrtvar = cache
    if dy.shape != xhat.shape:
        raise ValueError("dy must have shape %s, not %s" % (xhat.shape, dy.shape))
    N, D = dy.shape
    # step 9
    dbeta = np.sum(dy, axis=0)
    dgammax = dy
    # step 8
    dgamma = np.sum(dgammax * xhat, axis=0)
    dxhat = dgammax * gamma
    # step 7
    divar = np.sum(dxhat * xmu, axis=0)
    dxmu1 = dxhat * ivar
    # step 6
    dsqrtvar = -1.0 / (sqrtvar ** 2) * divar
    # step 5
    dvar = 0.5 * ivar * dsqrtvar
    # step 4
    dsq = 1.0 / N * np.ones((N, D), dtype=dy.dtype) * dvar
    # step 3
    dxmu2 = 2.0 * xmu * dsq
    # step 2
    dx1 = dxmu1 + dxmu2
    dmu = -1.0 * np.sum(dxmu1 + dxmu2, axis=0)
    # step 1
    dx2 = 1.0 / N * np.ones((N, D), dtype=dy.dtype) * dmu
    # step 0
    dx = dx1 + dx2
    return dx, dgamma, dbeta
