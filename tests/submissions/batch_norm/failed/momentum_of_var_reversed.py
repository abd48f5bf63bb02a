"""Mistake: the running variance uses momentum the other way round than the running mean."""
import numpy as np


class Var:
    def __init__(self, value, parents=()):
        self.value = value
        self.parents = parents
        self.grad = np.zeros_like(value)

    def give(self, g):
        while g.ndim > self.value.ndim:
            g = g.sum(axis=0)
        self.grad = self.grad + g

    def __add__(self, o):
        if isinstance(o, Var):
            return Var(self.value + o.value, [(self, lambda g: g), (o, lambda g: g)])
        return Var(self.value + o, [(self, lambda g: g)])

    def __sub__(self, o):
        return Var(self.value - o.value, [(self, lambda g: g), (o, lambda g: -g)])

    def __mul__(self, o):
        return Var(self.value * o.value, [(self, lambda g: g * o.value), (o, lambda g: g * self.value)])

    def rsqrt(self):
        r = self.value ** -0.5
        return Var(r, [(self, lambda g: -0.5 * g * r / self.value)])

    def mean(self):
        n = self.value.shape[0]
        return Var(self.value.mean(axis=0), [(self, lambda g: np.broadcast_to(g / n, self.value.shape))])


def backpropagate(top, g):
    order, seen = [], set()

    def visit(v):
        if id(v) not in seen:
            seen.add(id(v))
            for p, _ in v.parents:
                visit(p)
            order.append(v)

    visit(top)
    top.grad = g
    for v in reversed(order):
        for p, rule in v.parents:
            p.give(rule(v.grad))


def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    n, d = x.shape
    for name, vector in (("gamma", gamma), ("beta", beta), ("running_mean", running_mean), ("running_var", running_var)):
        if vector.shape != (d,):
            raise ValueError(name + " is not a vector of d numbers")
    if not training:
        y = (x - running_mean) * (running_var + eps) ** -0.5 * gamma + beta
        return y, None, running_mean, running_var
    if n < 2:
        raise ValueError("x is not a batch of two or more")
    leaves = [Var(x.copy()), Var(gamma.copy()), Var(beta.copy())]
    mean = leaves[0].mean()
    centred = leaves[0] - mean
    var = (centred * centred).mean()
    top = centred * (var + eps).rsqrt() * leaves[1] + leaves[2]
    new_mean = (1 - momentum) * running_mean + momentum * mean.value
    new_var = momentum * running_var + (1 - momentum) * var.value * n / (n - 1)
    return top.value.copy(), (top, leaves), new_mean, new_var


def batch_norm_backward(dy, cache):
    top, leaves = cache
    if dy.shape != top.value.shape:
        raise ValueError("dy is not of the shape of the batch")
    backpropagate(top, dy)
    return tuple(leaf.grad for leaf in leaves)
