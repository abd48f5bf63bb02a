"""The assertions of hidden tests refuse what they should, take what they should, and say where."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.jail.raised import LearnerError, rebuilt
from grader.jail.wire import Handle
from grader.solution import Solution
from grader.testkit import Mismatch, assert_close, assert_equal, refused

WANT = np.array([1.0, 0.0, -1e-12, 1e9])


@pytest.mark.parametrize(
    "got",
    [WANT, WANT * (1 + 1e-12), WANT.copy(order="F")],
)
def test_a_right_answer_is_taken(got: Any) -> None:
    """Equal, or off by less than the digits allow."""
    assert_close(got, WANT)


@pytest.mark.parametrize(
    ("got", "where"),
    [
        (WANT.astype(np.float32), "dtype float32, expected float64"),
        (WANT.reshape(2, 2), "shape (2, 2), expected (4,)"),
        (list(WANT), "list, expected a numpy array"),
        (None, "NoneType, expected a numpy array"),
        (Handle(1, "matrix", "it is a matrix, a subclass of numpy.ndarray"), "return a plain numpy array"),
        (WANT * (1 + 1e-6), "at [0]: expected 1.0, got 1.000001 (3 of 4 elements differ)"),
        (np.array([1, 0, 0, 1e9]), "at [2]: expected -1e-12, got 0 (1 of 4 elements differ)"),
        (np.array([1, 1e-300, -1e-12, 1e9]), "at [1]: expected 0, got 1e-300"),
        (np.array([np.nan, 0, -1e-12, 1e9]), "at [0]: expected 1, got nan"),
        (np.array([np.inf, 0, -1e-12, 1e9]), "at [0]: expected 1, got inf"),
        (WANT.astype(complex), "dtype complex128, expected float64"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_wrong_answer_is_refused_and_placed(got: Any, where: str) -> None:
    """Zeros do not pass for small values, nor NaN for anything."""
    with pytest.raises(Mismatch) as caught:
        assert_close(got, WANT)
    assert where in caught.value.where


def test_float32_may_be_answered_in_float64() -> None:
    """And is held to its own precision."""
    want = np.array([1.0, 3.0], dtype=np.float32)
    assert_close(want.astype(np.float64) * (1 + 1e-6), want)
    with pytest.raises(Mismatch):
        assert_close(want.astype(np.float16), want)
    with pytest.raises(Mismatch):
        assert_close(want * np.float32(1.001), want)


def test_the_scale_of_a_sum_is_what_counts() -> None:
    """Where large terms cancel, their size decides what is close."""
    assert_close(np.array([1e-8]), np.array([0.0]), scale=np.array([1e3]))
    with pytest.raises(Mismatch):
        assert_close(np.array([1e-8]), np.array([0.0]), scale=np.array([1e-3]))


def test_whole_numbers_are_exact() -> None:
    """Beyond what a float holds, and of the same dtype."""
    want = np.array([2**53 + 1])
    assert_equal(want.copy(), want)
    for got in (want - 1, want.astype(np.float64), want.astype(np.uint64), want[None]):
        with pytest.raises(Mismatch):
            assert_equal(got, want)


def learner_error(kind: str, message: str) -> LearnerError:
    """An exception as it crosses the wall."""
    from grader.jail.raised import BUILTINS

    return rebuilt([position for position, known in enumerate(BUILTINS) if known.__name__ == kind], kind, message, [])


@pytest.mark.parametrize(
    ("message", "taken"),
    [
        ("stride must be at least 1", True),
        ("'t' must be at least 1", True),
        ("`t`: 0", True),
        ("Stride: 0", True),
        ("参数stride必须大于零", True),
        ("t=0", True),
        ("can't do that", False),
        ("the step must be at least 1", False),
        ("strides must be at least 1", False),
        ("kernel_stride", False),
        ("", False),
    ],
)
def test_the_argument_s_name_has_to_be_a_word(message: str, taken: bool) -> None:
    """In quotes or not, in any language around it."""
    if taken:
        with refused(Solution((), {}), "stride", "t"):
            raise learner_error("ValueError", message)
        return
    with pytest.raises(Mismatch), refused(Solution((), {}), "stride", "t"):
        raise learner_error("ValueError", message)


@pytest.mark.parametrize("kind", ["TypeError", "IndexError", "AssertionError", "Exception"])
def test_another_exception_is_no_refusal(kind: str) -> None:
    """ValueError is asked for."""
    with pytest.raises(Mismatch, match=kind), refused(Solution((), {}), "stride"):
        raise learner_error(kind, "stride")


def test_no_exception_is_no_refusal() -> None:
    """The call has to raise."""
    with pytest.raises(Mismatch, match="without an error"), refused(Solution((), {}), "stride"):
        pass
