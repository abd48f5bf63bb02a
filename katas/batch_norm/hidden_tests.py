"""What right batch_norm_forward and batch_norm_backward obey."""

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.testkit import LAYOUTS, array_of, assert_close, assert_unchanged, normal_array, parts, refused, relaid

NAMES = ("`y`", "`cache`", "`running_mean`", "`running_var`")
GRADIENTS = ("`dx`", "`dgamma`", "`dbeta`")


class Case(NamedTuple):
    """The arrays of one forward pass."""

    x: np.ndarray
    gamma: np.ndarray
    beta: np.ndarray
    running_mean: np.ndarray
    running_var: np.ndarray


@st.composite
def cases(draw, ns=st.integers(2, 6), ds=st.integers(1, 4)):
    """Draw the arrays of a forward pass; variances are positive, and no gamma is 0."""
    n, d = draw(ns), draw(ds)
    arrays = [array_of(shape, draw(st.integers(0, 10_000))) for shape in [(n, d), (d,), (d,), (d,), (d,)]]
    return Case(*arrays[:4], np.abs(arrays[4]))


def case_of(n, d, seed):
    """The arrays of a forward pass, of normally distributed numbers."""
    x, *others = (normal_array(shape, seed + index) for index, shape in enumerate([(n, d), (d,), (d,), (d,), (d,)]))
    return Case(x, *others[:3], np.abs(others[3]))


def forward(solution, case, **more):
    """The four results of a forward pass."""
    return parts(solution.batch_norm_forward(*case, **more), *NAMES)


def backward(solution, dy, cache):
    """The three gradients."""
    return parts(solution.batch_norm_backward(dy, cache), *GRADIENTS)


def assert_forward(solution, reference, case, **more):
    """Hold a forward pass to the reference's; return the cache."""
    y, cache, *running = forward(solution, case, **more)
    right_y, _, *right_running = reference.batch_norm_forward(*case, **more)
    assert_close(y, right_y, _size_of_y(case, more.get("eps", 1e-5), more.get("training", True)), NAMES[0])
    assert_running(running, right_running, case)
    return cache


def assert_running(running, right, case):
    """Hold the running figures to the reference's."""
    spread = np.abs(case.x).max(axis=0, initial=0)
    for got, want, scale, name in zip(running, right, (spread, spread**2), NAMES[2:], strict=True):
        assert_close(got, want, np.minimum(scale, np.abs(want) + scale), name)


def _size_of_y(case, eps, training):
    """What is added up to y: x and the mean, scaled, and beta."""
    mean, var = (case.x.mean(axis=0), case.x.var(axis=0)) if training else case[3:]
    return np.abs(case.gamma) * (np.abs(case.x) + np.abs(mean)) / np.sqrt(var + eps) + np.abs(case.beta)


def assert_backward(solution, reference, case, dy, **more):
    """Hold both passes to the reference's."""
    got = backward(solution, dy, assert_forward(solution, reference, case, **more))
    assert_gradients(got, right_gradients(reference, case, dy, **more), case, dy, **more)


def right_gradients(reference, case, dy, **more):
    """The reference's gradients."""
    return reference.batch_norm_backward(dy, reference.batch_norm_forward(*case, **more)[1])


def assert_gradients(got, want, case, dy, eps=1e-5, **_):
    """Hold gradients to ``want``, as closely as the sums' terms allow."""
    inv_std = 1 / np.sqrt(case.x.var(axis=0) + eps)
    x_hat = (np.abs(case.x) + np.abs(case.x.mean(axis=0))) * inv_std
    size = np.abs(dy)
    slope = (size * x_hat).mean(axis=0)
    sizes = (
        np.abs(case.gamma) * inv_std * (size + size.mean(axis=0) + x_hat * slope),
        slope * len(dy),
        size.sum(axis=0),
    )
    for ours, right, scale, name in zip(got, want, sizes, GRADIENTS, strict=True):
        assert_close(ours, right, scale, name)


def test_worked_example(solution):
    """The statement's batch of two: y is -1 and 1, and the running figures move a tenth of the way."""
    x, zeros, ones = np.array([[1.0, 2.0], [3.0, -2.0]]), np.zeros(2), np.ones(2)
    y, cache, running_mean, running_var = forward(solution, Case(x, ones, zeros, zeros, ones))
    root = np.sqrt(np.array([1, 4]) + 1e-5)
    assert_close(y, np.array([[-1, 2], [1, -2]]) / root, name=NAMES[0])
    assert_close(running_mean, np.array([0.2, 0.0]), 1.0, NAMES[2])
    assert_close(running_var, np.array([1.1, 1.7]), name=NAMES[3])
    _, dgamma, dbeta = backward(solution, np.array([[1.0, 0.0], [0.0, 3.0]]), cache)
    assert_close(dgamma, np.array([-1, -6]) / root, name=GRADIENTS[1])
    assert_close(dbeta, np.array([1.0, 3.0]), name=GRADIENTS[2])


@settings(max_examples=20)
@given(case=cases())
def test_training(solution, reference, case):
    """Each feature is normalised by the batch's mean and biased variance, then scaled by gamma and shifted by beta."""
    y = forward(solution, case)[0]
    assert_close(y, reference.batch_norm_forward(*case)[0], _size_of_y(case, 1e-5, True), NAMES[0])


@settings(max_examples=20)
@given(case=cases())
def test_running_figures(solution, reference, case):
    """running = (1 - momentum) * running + momentum * batch's, with the unbiased variance."""
    _, _, *running = forward(solution, case)
    assert_running(running, reference.batch_norm_forward(*case)[2:], case)


@settings(max_examples=20)
@example(case=Case(np.array([[0.5], [0.0], [0.25]]), *np.ones((3, 1)), np.array([0.125])), momentum=0.25, eps=0.5)
@given(case=cases(), momentum=st.sampled_from([0.5, 0.0, 1.0, 0.9]), eps=st.sampled_from([1e-5, 1e-2, 1.0]))
def test_settings(solution, reference, case, momentum, eps):
    """momentum and eps are used as given, in training and in inference."""
    assert_forward(solution, reference, case, momentum=momentum, eps=eps)
    assert_forward(solution, reference, case, momentum=momentum, eps=eps, training=False)


@settings(max_examples=20)
@given(case=cases(ns=st.integers(2, 4)))
def test_inference(solution, reference, case):
    """With training=False the running figures take the place of the batch's, and come back unchanged."""
    assert_forward(solution, reference, case, training=False)


@settings(max_examples=10)
@given(case=cases(ns=st.sampled_from([1, 0])))
def test_inference_of_one_or_none(solution, reference, case):
    """Inference works on one row, and on none."""
    assert_forward(solution, reference, case, training=False)


@settings(max_examples=20)
@given(case=cases(), seed=st.integers(0, 1000))
def test_gradients_of_gamma_and_beta(solution, reference, case, seed):
    """dgamma sums dy times the normalised x over the batch, and dbeta sums dy."""
    dy = array_of(case.x.shape, seed)
    cache = forward(solution, case)[1]
    got, want = backward(solution, dy, cache), right_gradients(reference, case, dy)
    assert_gradients((want[0], *got[1:]), want, case, dy)


@settings(max_examples=25)
@example(case=Case(np.array([[1.0, 2.0], [3.0, 5.0], [4.0, 1.0]]), np.array([0.0, 2.0]), *np.ones((3, 2))), seed=3)
@given(case=cases(), seed=st.integers(0, 1000))
def test_gradient_of_x(solution, reference, case, seed):
    """dx has three parts: through the normalised x itself, through the mean, and through the variance."""
    dy = array_of(case.x.shape, seed)
    cache = forward(solution, case)[1]
    got, want = backward(solution, dy, cache), right_gradients(reference, case, dy)
    assert_gradients((got[0], *want[1:]), want, case, dy)


@settings(max_examples=10)
@given(case=cases(ns=st.just(2)), seed=st.integers(0, 1000))
def test_batch_of_two(solution, reference, case, seed):
    """Two rows are enough, for both passes."""
    assert_backward(solution, reference, case, array_of(case.x.shape, seed))


@settings(max_examples=10)
@given(case=cases(), seed=st.integers(0, 1000), eps=st.sampled_from([1e-2, 1.0]))
def test_gradients_use_the_forward_s_eps(solution, reference, case, seed, eps):
    """The backward pass is that of the forward pass that was made, with its eps."""
    assert_backward(solution, reference, case, array_of(case.x.shape, seed), eps=eps)


@settings(max_examples=8)
@example(first=case_of(4, 2, 1), second=case_of(4, 2, 2), seed=5)
@example(first=case_of(4, 2, 3), second=case_of(7, 3, 4), seed=5)
@given(first=cases(), second=cases(), seed=st.integers(0, 1000))
def test_each_cache_is_its_own(solution, reference, first, second, seed):
    """Other forward passes, in training or inference, may come between a forward pass and its backward."""
    caches = [forward(solution, case)[1] for case in (first, second)]
    forward(solution, second, training=False)
    for case, cache in zip((first, second), caches, strict=True):
        dy = array_of(case.x.shape, seed)
        assert_gradients(backward(solution, dy, cache), right_gradients(reference, case, dy), case, dy)


@pytest.mark.parametrize("far", [1e3, 1e6, -1e6])
def test_far_from_zero(solution, reference, far):
    """A large mean does not spoil the variance."""
    x = normal_array((8, 3), 11)
    case = Case(x + far, np.array([1.0, 2.0, -1.0]), np.zeros(3), np.zeros(3), np.ones(3))
    want = reference.batch_norm_forward(*case)
    y, _, _, running_var = forward(solution, case)
    assert_close(y, want[0], 100.0, NAMES[0])
    assert_close(running_var, want[3], 100.0, NAMES[3])


@pytest.mark.parametrize("value", [0.0, 3.0, -0.5])
def test_constant_feature(solution, reference, value):
    """A feature that is the same in every row becomes beta, and gradients stay finite."""
    x = np.stack([np.full(4, value), np.arange(4.0)], axis=1)
    case = Case(x, np.array([2.0, 3.0]), np.array([0.5, -1.0]), np.zeros(2), np.ones(2))
    assert_backward(solution, reference, case, array_of((4, 2), 7))


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_precision(solution, reference, dtype):
    """float64 stays float64 all the way; float32 comes back right to float32 precision, as float32 or float64."""
    arrays = [
        normal_array(shape, 3 + seed, 1.0, dtype) for seed, shape in enumerate([(9, 4), (4,), (4,), (4,), (9, 4)])
    ]
    case = Case(*arrays[:4], (np.abs(arrays[3]) + 0.5).astype(dtype))
    wide, dy = Case(*(array.astype(np.float64) for array in case)), arrays[4]
    for training in (True, False):
        y, cache, *running = forward(solution, case, training=training)
        right_y, right_cache, *right_running = reference.batch_norm_forward(*wide, training=training)
        assert_close(y, right_y.astype(dtype), _size_of_y(wide, 1e-5, training), NAMES[0])
        assert_running(running, [array.astype(dtype) for array in right_running], wide)
        if training:
            want = reference.batch_norm_backward(dy.astype(np.float64), right_cache)
            want = [array.astype(dtype) for array in want]
            assert_gradients(backward(solution, dy, cache), want, wide, dy)


@settings(max_examples=15)
@given(case=cases(), seed=st.integers(0, 1000), layouts=st.tuples(*[st.sampled_from(LAYOUTS)] * 6))
def test_memory_layout(solution, reference, case, seed, layouts):
    """Views, Fortran order and reversed axes are arrays like any other."""
    arrays = [relaid(array, layout) for array, layout in zip(case, layouts[:5], strict=True)]
    assert_backward(solution, reference, Case(*arrays), relaid(array_of(case.x.shape, seed), layouts[5]))


@settings(max_examples=5)
@given(case=cases(), seed=st.integers(0, 1000))
def test_arguments_are_left_alone(solution, reference, case, seed):
    """No call changes its arguments, or what an earlier call returned; each call computes its own answer."""
    for factor in (1.0, 1.0, -2.0):
        dy = factor * array_of(case.x.shape, seed)
        cache = forward(solution, case)[1]
        assert_unchanged(solution)
        got = backward(solution, dy, cache)
        assert_unchanged(solution, mine=["cache"])
        assert_gradients(got, right_gradients(reference, case, dy), case, dy)
        assert_forward(solution, reference, case, training=False)
        assert_unchanged(solution)
    assert_forward(solution, reference, case._replace(x=2 * case.x + 1, gamma=-case.gamma))
    assert_unchanged(solution)


@pytest.mark.parametrize(
    ("training", "name", "shape"),
    [
        *[(True, "x", (rows, 3)) for rows in (1, 0)],
        *[
            (training, name, shape)
            for name in ("gamma", "beta", "running_mean", "running_var")
            for training, shape in [
                (True, (2,)),
                (True, (1,)),
                (True, (1, 3)),
                (True, (4, 3)),
                (False, (1,)),
                (False, (4,)),
            ]
        ],
        *[
            (True, "dy", shape)
            for shape in [(3, 3), (4, 2), (1, 3), (3,), (4, 1), (0, 3), (3, 4), (12,), (2, 6), (1, 4, 3)]
        ],
    ],
)
def test_bad_input(solution, training, name, shape):
    """Bad input raises ValueError, and the message names the offending argument."""
    good = dict(zip(Case._fields, [np.arange(12.0).reshape(4, 3), *np.ones((4, 3))], strict=True))
    if name == "dy":
        cache = parts(solution.batch_norm_forward(**good), *NAMES)[1]
        with refused(solution, "dy"):
            solution.batch_norm_backward(np.ones(shape), cache)
        return
    with refused(solution, name, "x"):
        solution.batch_norm_forward(**{**good, name: np.ones(shape)}, training=training)


def workload_deep_network(solution, rng):
    """Sixteen layers of 64 features, each on a batch of 128, all forward before any goes back."""
    x, dy = solution.given(rng.standard_normal((256, 64))), solution.given(rng.standard_normal((256, 64)))
    gamma, beta, mean, var = rng.standard_normal((4, 64))
    starts = rng.integers(0, 128, 16).tolist()
    forwards = [solution.batch_norm_forward(x[row : row + 128], gamma, beta, mean, var**2) for row in starts]
    backwards = [
        solution.batch_norm_backward(dy[row : row + 128], forward[1])
        for row, forward in zip(starts, reversed(forwards), strict=True)
    ]
    return [each[part] for each in forwards for part in (0, 2, 3)] + [
        each[part] for each in backwards for part in range(3)
    ]
