"""What a right kata_name obeys. `solution` is the learner's code, `reference` ours, `rng` draws the same each time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.testkit import arrays, assert_close, assert_unchanged, refused


def test_worked_example(solution):
    """The statement's first example."""
    assert_close(solution.kata_name(np.array([1.0, -2.0]), 3.0), np.array([3.0, -6.0]))


@given(x=arrays((3, 2)), scale=st.sampled_from([None, 0.5, 3.0]))
def test_values(solution, reference, x, scale):
    """FILL IN: the law that every right answer obeys, in a sentence that a learner reads where it fails."""
    arguments = {} if scale is None else {"scale": scale}
    assert_close(solution.kata_name(x, **arguments), reference.kata_name(x, **arguments))


@given(x=arrays((2, 3)))
def test_arguments_are_left_alone(solution, reference, x):
    """No call changes its arguments, or what an earlier call returned."""
    for _ in range(2):
        assert_close(solution.kata_name(x, 3.0), reference.kata_name(x, 3.0))
        assert_unchanged(solution)


@pytest.mark.parametrize("scale", [0, -1, -2.5])
def test_bad_input(solution, scale):
    """A scale of 0 or below raises ValueError, and the message names it."""
    with refused(solution, "scale"):
        solution.kata_name(np.ones(2), scale)


def workload_many_calls(solution, rng):
    """Fifty calls with ten thousand numbers each."""
    return [solution.kata_name(x, 3.0) for x in rng.standard_normal((50, 10_000))]
