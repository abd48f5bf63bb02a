"""What a right receptive_field obeys."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.testkit import assert_equal, assert_unchanged, refused

MANY = 5000


def networks(kernels=st.integers(1, 7), strides=st.just(1), dilations=st.just(1), most=6):
    """Draw the layers of a network."""
    return st.lists(st.tuples(kernels, strides, dilations), min_size=1, max_size=most)


def assert_right(solution, reference, layers):
    """Hold the answer to the reference's, every entry exactly."""
    assert_equal(solution.receptive_field(layers), reference.receptive_field(layers))


def test_worked_example(solution):
    """The statement's three layers see 3, 7 and 11 pixels."""
    assert_equal(solution.receptive_field([(3, 2, 1), (3, 1, 1), (3, 1, 1)]), np.array([1, 3, 7, 11]))


def test_no_layers(solution):
    """A network without layers has the input's own field, 1."""
    assert_equal(solution.receptive_field([]), np.array([1]))


@given(layers=networks())
def test_kernel_sizes(solution, reference, layers):
    """Without strides, each layer adds its kernel size less one."""
    assert_right(solution, reference, layers)


@given(layers=networks(strides=st.integers(1, 4)))
def test_strides(solution, reference, layers):
    """A layer's growth is multiplied by the strides of the layers before it, and not by its own."""
    assert_right(solution, reference, layers)


@given(layers=networks(dilations=st.integers(1, 5)))
def test_dilations(solution, reference, layers):
    """Dilation spreads the kernel's taps: it multiplies the kernel size less one."""
    assert_right(solution, reference, layers)


@settings(max_examples=40)
@given(layers=networks(strides=st.integers(1, 3), dilations=st.integers(1, 4), most=9))
def test_all_together(solution, reference, layers):
    """Kernel size, stride and dilation of every layer work together."""
    assert_right(solution, reference, layers)


@pytest.mark.parametrize(
    "layers",
    [
        [(2, 2, 1)] * 61,
        [(3, 3, 2)] * 30 + [(1, 1, 1)] * 3,
        [(2, 3, 1)] * 38,
        [(2**31 + 5, 1, 3), (2**30, 4, 2**31), (3, 1, 1)],
        [(2, 2**53, 1), (2, 1, 1), (2, 1, 1)],
    ],
    ids=["doubling", "tripling", "beyond 2**53", "large numbers", "beyond a float's digits"],
)
def test_large_fields(solution, reference, layers):
    """Results are exact up to the limits of int64, far beyond what a float64 can hold."""
    assert_right(solution, reference, layers)


@pytest.mark.parametrize(
    "layers",
    [[(3, 1, 1)] * MANY, [(3, 1, 2), (1, 2, 1), (3, 1, 1)] + [(1, 2, 1)] * (MANY - 3)],
    ids=["plain", "strides far beyond int64"],
)
def test_many_layers(solution, reference, layers):
    """5,000 layers are no trouble, and only the results need fit into int64."""
    assert_right(solution, reference, layers)


@settings(max_examples=7)
@given(layers=networks(strides=st.integers(1, 3), dilations=st.integers(1, 3)))
def test_arguments_are_left_alone(solution, reference, layers):
    """No call changes its list, or what an earlier call returned; each call computes its own answer."""
    for _ in range(5):
        assert_right(solution, reference, layers)
        assert_unchanged(solution)
    assert_right(solution, reference, [(k + 1, s + 1, d + 1) for k, s, d in layers])
    assert_unchanged(solution)


@pytest.mark.parametrize("bad", [0, -1, -3])
@pytest.mark.parametrize("place", [0, 1, 2], ids=["kernel_size", "stride", "dilation"])
@pytest.mark.parametrize("index", [0, 1, 2], ids=["first layer", "second layer", "last layer"])
def test_bad_input(solution, bad, place, index):
    """A number below 1, in any place of any layer, raises ValueError, and the message names it."""
    layers = [[3, 2, 2], [3, 1, 1], [2, 2, 1]]
    layers[index][place] = bad
    with refused(solution, "layers", "kernel_size", "stride", "dilation"):
        solution.receptive_field([tuple(layer) for layer in layers])


def layers_of(rng, count):
    """Layers of which few have strides, so that all fields fit into int64."""
    strides = np.where(np.arange(count) % (count // 10) == 0, 2, 1)
    columns = (rng.integers(1, 8, count), strides, rng.integers(1, 5, count))
    return [tuple(layer) for layer in np.stack(columns, axis=1).tolist()]


def workload_many_networks(solution, rng):
    """Thirty networks of a thousand layers."""
    layers = solution.given(layers_of(rng, 1500))
    starts = rng.integers(0, 500, 30).tolist()
    return [solution.receptive_field(layers[first : first + 1000]) for first in starts]


def workload_depth(solution, rng, size):
    """Three networks of ``size`` layers."""
    layers = solution.given(layers_of(rng, size + 3))
    return [solution.receptive_field(layers[first : first + size]) for first in range(3)]
