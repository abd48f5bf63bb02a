"""Backtracks for ever."""

import re


def conv2d(x, kernel, stride=1, padding=0):
    return re.match(r"(a+)+$", "a" * 60 + "b")
