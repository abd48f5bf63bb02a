"""What a right softmax obeys."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.testkit import arrays, assert_close, assert_unchanged, normal_array, refused


def test_worked_example(solution):
    """Four equal scores give a quarter each."""
    assert_close(solution.softmax(np.zeros(4)), np.full(4, 0.25))


@given(logits=arrays((3, 4)))
def test_rows(solution, reference, logits):
    """Without an axis, it is the last one along which the result sums to 1."""
    assert_close(solution.softmax(logits), reference.softmax(logits))


@given(axis=st.integers(-3, 2), seed=st.integers(0, 1000))
@example(axis=-3, seed=0)
@example(axis=2, seed=0)
def test_axes(solution, reference, axis, seed):
    """Any axis will do, counted from the first or from the last."""
    logits = normal_array((2, 3, 4), seed)
    assert_close(solution.softmax(logits, axis), reference.softmax(logits, axis))


@given(logits=arrays((2, 3)), scale=st.sampled_from([1e2, 1e3]), shift=st.sampled_from([0.0, 1e4, -1e4]))
@example(logits=np.array([[-3.0, 1.0, 2.0]]), scale=1e3, shift=0.0)
def test_large_scores(solution, reference, logits, scale, shift):
    """It is finite for any scores, and softmax(x + c) equals softmax(x), however large c is."""
    assert_close(solution.softmax(logits * scale + shift), reference.softmax(logits * scale))


@given(seed=st.integers(0, 1000))
def test_single_precision(solution, reference, seed):
    """float32 scores are answered to float32 precision."""
    logits = normal_array((3, 5), seed, dtype="float32")
    assert_close(solution.softmax(logits), reference.softmax(logits))


@given(logits=arrays((2, 3)))
def test_arguments_are_left_alone(solution, reference, logits):
    """No call changes its argument, or what an earlier call returned."""
    for _ in range(2):
        assert_close(solution.softmax(logits), reference.softmax(logits))
        assert_unchanged(solution)


@pytest.mark.parametrize(("shape", "axis"), [((0,), 0), ((2, 0), -1), ((2, 3), 2), ((2, 3), -3)])
def test_bad_input(solution, shape, axis):
    """No scores, or an axis that they have not, raise ValueError, and the message names either."""
    with refused(solution, "axis", "logits"):
        solution.softmax(np.zeros(shape), axis)


def workload_rows(solution, rng):
    """Twenty calls with a hundred rows of fifty scores each."""
    return [solution.softmax(logits) for logits in rng.standard_normal((20, 100, 50))]
