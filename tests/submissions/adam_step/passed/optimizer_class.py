"""Style: an optimizer class with state, built anew for each call."""
import numpy as np


class Adam:
    def __init__(self, lr, betas, eps):
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self.state = {}

    def load_state(self, m, v, t):
        if t < 1:
            raise ValueError("Adam: the step number t starts at 1, got {}".format(t))
        self.state["exp_avg"] = m.copy()
        self.state["exp_avg_sq"] = v.copy()
        self.state["step"] = t

    def step(self, param, grad):
        for name, array in dict(grad=grad, m=self.state["exp_avg"], v=self.state["exp_avg_sq"]).items():
            if array.shape != param.shape:
                raise ValueError("Adam: {} and param have different shapes".format(name))
        b1, b2 = self.betas
        t = self.state["step"]
        self.state["exp_avg"] *= b1
        self.state["exp_avg"] += (1 - b1) * grad
        self.state["exp_avg_sq"] *= b2
        self.state["exp_avg_sq"] += (1 - b2) * grad * grad
        m_hat = self.state["exp_avg"] / (1 - b1 ** t)
        v_hat = self.state["exp_avg_sq"] / (1 - b2 ** t)
        return param - self.lr * m_hat / (v_hat ** 0.5 + self.eps)


def adam_step(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    optimizer = Adam(lr, (beta1, beta2), eps)
    optimizer.load_state(m, v, t)
    new = optimizer.step(param, grad)
    return new, optimizer.state["exp_avg"], optimizer.state["exp_avg_sq"]
