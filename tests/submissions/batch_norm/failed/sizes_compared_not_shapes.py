"""Mistake: the vectors are compared by their size, so that (1, d) passes."""
import numpy as np


class BatchNorm1d(object):
    def __init__(self, gamma, beta, running_mean, running_var, momentum, eps):
        self.gamma = gamma.copy()
        self.beta = beta.copy()
        self.running_mean = running_mean.copy()
        self.running_var = running_var.copy()
        self.momentum = momentum
        self.eps = eps

    def check(self, x, training):
        features = x.shape[1]
        for name in ("gamma", "beta", "running_mean", "running_var"):
            size = getattr(self, name).size
            if size != features:
                raise ValueError("{} should be of size {} and is {}".format(name, features, size))
            setattr(self, name, getattr(self, name).ravel())
        if training and x.shape[0] < 2:
            raise ValueError("x should have more than one row in training")

    def forward(self, x, training):
        self.check(x, training)
        if training:
            self.n = x.shape[0]
            mean = x.mean(axis=0)
            self.centred = x - mean
            total = (self.centred ** 2).sum(axis=0)
            self.std = np.sqrt(total / self.n + self.eps)
            self.running_mean = self.running_mean * (1 - self.momentum) + mean * self.momentum
            self.running_var = self.running_var * (1 - self.momentum) + total / (self.n - 1) * self.momentum
        else:
            self.centred = x - self.running_mean
            self.std = np.sqrt(self.running_var + self.eps)
        return self.centred / self.std * self.gamma + self.beta

    def backward(self, dy):
        if dy.shape != self.centred.shape:
            raise ValueError("dy should be of shape {} and is {}".format(self.centred.shape, dy.shape))
        self.dbeta = dy.sum(axis=0)
        self.dgamma = (self.centred / self.std * dy).sum(axis=0)
        dnorm = dy * self.gamma
        dstd = -(dnorm * self.centred).sum(axis=0) / (self.std * self.std)
        dvar = 0.5 * dstd / self.std
        dcentred = dnorm / self.std + 2.0 / self.n * self.centred * dvar
        dmean = dcentred.sum(axis=0)
        return dcentred - dmean / self.n


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    layer = BatchNorm1d(gamma, beta, running_mean, running_var, momentum, eps)
    y = layer.forward(x, training)
    return y, layer, layer.running_mean, layer.running_var


def batch_norm_backward(dy, cache):
    dx = cache.backward(dy)
    return dx, cache.dgamma, cache.dbeta
