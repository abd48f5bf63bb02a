"""Mistake: a list is returned instead of an array."""


def receptive_field(layers):
    r, jump = 1, 1
    out = [r]
    for k, s, d in layers:
        for name, n in (("kernel_size", k), ("stride", s), ("dilation", d)):
            if n < 1:
                raise ValueError(name + " must be >= 1")
        r = r + (k - 1) * d * jump
        jump = jump * s
        out.append(r)
    return out
