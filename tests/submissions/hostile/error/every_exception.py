"""Raises every exception that Python has, one at each call."""

import builtins

KINDS = [kind for _, kind in sorted(vars(builtins).items()) if isinstance(kind, type) and issubclass(kind, BaseException)]
ARGUMENTS = ((), ("x", [ValueError("x")]), ("utf-8", b"x", 0, 1, "x"), ("utf-8", "x", 0, 1, "x"), ("x", 0, 1, "x"))
calls = 0


def made(kind):
    for arguments in ARGUMENTS:
        try:
            return kind(*arguments)
        except TypeError:
            continue
    return None


def conv2d(x, kernel, stride=1, padding=0):
    global calls
    calls += 1
    raise made(KINDS[calls % len(KINDS)])
