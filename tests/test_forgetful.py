"""What a program may keep between calls is seen in its text; in doubt, it is said to keep more."""

from __future__ import annotations

import pytest

from grader.catalogue import Catalogue
from grader.forgetful import memory_of
from grader.variants import singles

HEAD = "import numpy as np\n\nEPS = -1e-5\n\n\ndef f(x, shape=(1, 2)):\n"


@pytest.mark.parametrize(
    ("source", "memory"),
    [
        (HEAD + "    out = np.zeros_like(x)\n    out[0] = [y for y in x][0]\n    return out\n", "none"),
        (HEAD + "    def g(y):\n        return y + 1\n    return x.mean(where=x > 0) + g(x)\n", "none"),
        ('"""Two\n\nlines of text\nbefore it."""\n' + HEAD + "    return x\n", "none"),
        ("KEPT = []\n" + HEAD + "    return x\n", "own"),
        (HEAD + "    global EPS\n    EPS = 2\n    return x\n", "own"),
        (HEAD + "    return globals().setdefault('kept', x)\n", "own"),
        (HEAD + "    f.kept = x\n    return x\n", "own"),
        (HEAD + "    return x\n\n\ndef g(x, kept={}):\n    return kept\n", "own"),
        (HEAD + "    def g(y, kept=[]):\n        return kept\n    return g\n", "own"),
        (HEAD + "    return x\n\n\nclass Kept:\n    last = None\n", "own"),
        ("from functools import cache\n" + HEAD + "    return x\n", "shared"),
        (HEAD + "    return np.random.permutation(x)\n", "shared"),
        ("from numpy import random\n" + HEAD + "    return x\n", "shared"),
        ("import numpy.linalg as la\nfrom numpy import eye, linalg\n" + HEAD + "    return la.inv(x)\n", "none"),
        ("import numpy.random as chance\n" + HEAD + "    return x\n", "shared"),
        ("from numpy import *\n" + HEAD + "    return x\n", "shared"),
        ("from numpy import seterr\n" + HEAD + "    return x\n", "shared"),
        ("import operator\n" + HEAD + "    return operator.attrgetter('random')(np)\n", "shared"),
        (HEAD + "    np.seterr(all='ignore')\n    return x\n", "shared"),
        (HEAD + "    return np.empty(x.shape)\n", "shared"),
        (HEAD + "    return np.divide(x, x, where=x > 0)\n", "shared"),
        (HEAD + "    return getattr(np, 'ran' + 'dom').random()\n", "shared"),
        (HEAD + "    return f.__defaults__\n", "shared"),
        ("import random\n" + HEAD + "    return x\n", "shared"),
        ("def f(:\n", "shared"),
    ],
)
def test_what_is_kept_is_seen(source: str, memory: str) -> None:
    """Constants and functions keep nothing; a list, a class or a global is the program's own; numpy's state is not."""
    assert memory_of(source) == memory


def test_arrays_may_be_taken_for_filled() -> None:
    """Nothing else is taken for granted then."""
    source = HEAD + "    out = np.empty(x.shape)\n    out[:] = np.empty_like(x)\n    return out\n"
    assert memory_of(source, fills_arrays=True) == "none"
    assert memory_of(source.replace("return out", "return np.random.permutation(out)"), fills_arrays=True) == "shared"
    assert memory_of("KEPT = np.empty(3)\n" + source, fills_arrays=True) == "own"


@pytest.mark.parametrize(
    "kata_id", ["adam_step", "batch_norm", "conv2d", "iou", "nms", "receptive_field", "self_attention"]
)
def test_declared_mistakes_keep_what_they_are_said_to(catalogue: Catalogue, kata_id: str) -> None:
    """Those that say so remember, the others do not, and none reaches out of its module; nor does a reference."""
    kata = catalogue.load(kata_id)
    assert memory_of(kata.reference) == "none"
    for source, (mistake,) in singles(kata, kata.spec.mistakes).values():
        assert memory_of(source) == ("own" if mistake.remembers else "none"), mistake.id
