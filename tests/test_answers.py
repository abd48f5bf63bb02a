"""Two answers are the same where a learner's and a mistake's would be, and differ where it matters."""

from __future__ import annotations

import numpy as np
import pytest

from grader.answers import Answer, agree, has_right_value, is_apart, is_right, is_rounded
from grader.jail.raised import BUILTINS, rebuilt
from grader.jail.wire import Handle

RIGHT = Answer(value=np.array([1.0, -2.0, 1e-9]))
VALUE_ERROR, INDEX_ERROR = (
    rebuilt([BUILTINS.index(kind), BUILTINS.index(Exception)], kind.__name__, "x is bad", [3])
    for kind in (ValueError, IndexError)
)
REFUSED = Answer(error=VALUE_ERROR, refuses=True)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (np.array([1.0, -2.0, 1e-9]) * (1 + 1e-12), True),
        (np.array([1.0, -2.0, 1.001e-9]), True),
        (np.array([1.0, -2.0, 2e-9]), False),
        (np.array([1.0, -2.0001, 1e-9]), False),
        (np.array([1.0, -2.0, np.nan]), False),
        (np.array([[1.0, -2.0, 1e-9]]), False),
        (np.array([1, -2, 0]), False),
        ([1.0, -2.0, 1e-9], False),
        (None, False),
    ],
    ids=str,
)
def test_values_agree_to_the_digits_that_there_are(other: object, same: bool) -> None:
    """Relative to each number, or a little relative to the largest."""
    assert agree(RIGHT, Answer(value=other), RIGHT) is same


def test_nan_agrees_with_nan() -> None:
    """A mistake that gives NaN is recognised by it."""
    broken = Answer(value=np.array([np.nan, np.inf, 1.0]))
    assert agree(broken, Answer(value=np.array([np.nan, np.inf, 1.0])), RIGHT)
    assert not agree(broken, Answer(value=np.array([np.nan, -np.inf, 1.0])), RIGHT)


def test_a_cache_may_be_anything() -> None:
    """A part that the reference gives as a tuple or an object of its own is not compared; arrays and lists are."""
    right = Answer(value=(np.ones(2), (np.zeros(1),), np.ones(3)))
    ours, theirs = (Answer(value=(np.ones(2), cache, np.ones(3))) for cache in ({"x": 1}, Handle(1, "Cache", "")))
    assert agree(ours, theirs, right)
    assert is_right(ours, right)
    assert not is_right(Answer(value=(np.ones(2), {}, np.zeros(3))), right)
    assert not is_right(Answer(value=(np.ones(2), {})), right)


def test_errors_are_compared_as_what_they_are() -> None:
    """For bad input a refusal is one thing, an own error of another type a second, and stumbling a third."""
    named, unnamed = REFUSED, Answer(error=VALUE_ERROR, is_explicit=True)
    own, stumbled, taken = (
        Answer(error=INDEX_ERROR, is_explicit=True),
        Answer(error=INDEX_ERROR),
        Answer(value=np.ones(1)),
    )
    kinds = [named, unnamed, own, stumbled]
    assert [[agree(one, other, REFUSED) for other in kinds] for one in kinds] == np.eye(4, dtype=bool).tolist()
    assert agree(stumbled, taken, REFUSED)
    assert is_right(named, REFUSED)
    assert not is_right(unnamed, REFUSED)
    # Where the input was good, an error is an error.
    assert agree(stumbled, unnamed, RIGHT)
    assert not agree(stumbled, taken, RIGHT)


def test_what_was_spoilt_is_not_right() -> None:
    """The value may be right all the same."""
    for answer in (Answer(value=RIGHT.value, changed=frozenset({"x"})), Answer(value=RIGHT.value, is_reused=True)):
        assert not is_right(answer, RIGHT)
        assert has_right_value(answer, RIGHT)


def test_rounding_is_told_from_other_errors() -> None:
    """To float32 for float64 results, and to a float for whole numbers; the type must be as it should."""
    exact = Answer(value=np.array([1 / 3, 2e5, -1e-3]))
    assert is_rounded(Answer(value=exact.value.astype(np.float32)), exact)
    assert not has_right_value(Answer(value=exact.value.astype(np.float32)), exact)
    assert not is_rounded(Answer(value=exact.value * 1.0001), exact)
    large = Answer(value=np.array([2**53 + 1, 2**60 + 1]))
    assert is_rounded(Answer(value=large.value.astype(float).astype(np.int64)), large)
    assert not is_rounded(Answer(value=large.value - 10**6), large)


def test_small_numbers_count_where_a_test_says_that_they_do() -> None:
    """is_apart sees a difference in the smallest number, however large the others are."""
    right = Answer(value=np.array([1.0, 1e-200]))
    assert is_apart(Answer(value=np.array([1.0, 2e-200])), right)
    assert not is_apart(Answer(value=np.array([1.0, 1e-200 * (1 + 1e-12)])), right)
