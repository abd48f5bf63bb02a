"""What a right adam_step obeys."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.testkit import LAYOUTS, arrays, assert_close, assert_unchanged, normal_array, parts, refused, relaid

NAMES = ("`param`", "`m`", "`v`")
SHAPES = st.one_of(
    st.tuples(st.integers(1, 5)),
    st.tuples(st.integers(1, 3), st.integers(1, 4)),
    st.sampled_from([(2, 1, 3), (2, 2, 1, 2)]),
)


def assert_right(solution, reference, args, **settings_of_adam):
    """Hold one step to the reference's, each of the three arrays by itself. Return the learner's three."""
    got = parts(solution.adam_step(*args, **settings_of_adam), *NAMES)
    for name, ours, right, scale in zip(
        NAMES,
        got,
        reference.adam_step(*args, **settings_of_adam),
        _scales(*args, **settings_of_adam),
        strict=True,
    ):
        assert_close(ours, right, scale, name)
    return got


def _scales(param, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):  # noqa: ARG001
    """The sizes of what is added up: of param the step is no larger than param and the step together."""
    return np.abs(param), beta1 * np.abs(m) + (1 - beta1) * np.abs(grad), beta2 * v + (1 - beta2) * grad**2


@st.composite
def steps(draw, ts=st.integers(1, 20), shapes=SHAPES):
    """Draw (param, grad, m, v, t): v is never negative."""
    shape = draw(shapes)
    param, grad, m = (draw(arrays(shape)) for _ in range(3))
    return param, grad, m, draw(arrays(shape)) ** 2, draw(ts)


def test_worked_example(solution):
    """The first step from zero moments moves each parameter by nearly lr, against the sign of its gradient."""
    zeros = np.zeros(2)
    param, m, v = parts(
        solution.adam_step(np.array([1.0, 2.0]), np.array([0.5, -4.0]), zeros, zeros, 1, lr=0.1), *NAMES
    )
    assert_close(m, np.array([0.05, -0.4]), name="`m`")
    assert_close(v, np.array([0.00025, 0.016]), name="`v`")
    assert_close(param, np.array([1 - 0.1 * 0.5 / (0.5 + 1e-8), 2 + 0.1 * 4 / (4 + 1e-8)]), name="`param`")


@given(step=steps(ts=st.just(1)))
def test_first_step(solution, reference, step):
    """At t = 1 both moments are divided by 1 - beta, as the algorithm says."""
    assert_right(solution, reference, step)


@example(step=(np.ones(2), np.zeros(2), np.array([0.5, -1.0]), np.array([0.04, 1.0]), 3))
@example(step=(np.ones(2), np.array([0.0, 2.0]), np.array([0.5, -1.0]), np.array([0.04, 1.0]), 2))
@given(step=steps(ts=st.integers(2, 2000)))
def test_later_step(solution, reference, step):
    """At step t the corrections are 1 - beta1**t and 1 - beta2**t, whatever the moments, and if the gradient is 0."""
    assert_right(solution, reference, step)


@pytest.mark.parametrize("size", [1e-7, 1e-8, 1e-12, 1e-3])
@pytest.mark.parametrize("t", [1, 7])
def test_tiny_gradients(solution, reference, size, t):
    """Where gradients are tiny, eps decides: it is added to the corrected root, outside of it."""
    grad = normal_array((2, 3), 3, size)
    zeros = np.zeros((2, 3))
    assert_right(solution, reference, (zeros, grad, 0.3 * grad, 0.2 * grad**2, t))


PLAIN = (np.array([2.0, -1.0]), np.array([3.0, 0.5]), np.array([0.5, 1.0]), np.array([0.25, 4.0]))


@settings(max_examples=30)
@example(step=(*PLAIN, 1), lr=0.5, beta1=0.5, beta2=0.9, eps=1e-3)
@example(step=(*PLAIN, 7), lr=0.5, beta1=0.5, beta2=0.999, eps=1e-8)
@example(step=(*PLAIN, 7), lr=0.5, beta1=0.9, beta2=0.5, eps=1e-8)
@given(
    step=steps(),
    lr=st.sampled_from([0.5, 1e-2, 0.9]),
    beta1=st.sampled_from([0.5, 0.0, 0.99]),
    beta2=st.sampled_from([0.9, 0.5, 0.9999]),
    eps=st.sampled_from([1e-8, 1e-3, 1.0]),
)
def test_settings(solution, reference, step, lr, beta1, beta2, eps):
    """lr, beta1, beta2 and eps are used as given, whatever they are."""
    assert_right(solution, reference, step, lr=lr, beta1=beta1, beta2=beta2, eps=eps)


@pytest.mark.parametrize("size", [1e6, 1e40, 1e120])
def test_huge_gradients(solution, reference, size):
    """Huge gradients give steps of about lr, like any others, and are not clipped."""
    grad = normal_array((5,), 4, size)
    assert_right(solution, reference, (np.zeros(5), grad, -0.5 * grad, 2 * grad**2, 3))


def test_many_steps(solution, reference):
    """Over many steps, each fed with what the last one gave back, the path is Adam's."""
    target = normal_array((3, 2), 5)
    param, m, v = np.zeros((3, 2)), np.zeros((3, 2)), np.zeros((3, 2))
    for t in range(1, 41):
        grad = param - target + 0.1 * np.sin(t)
        param, m, v = assert_right(solution, reference, (param, grad, m, v, t), lr=0.05)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_precision(solution, reference, dtype):
    """float64 stays float64 all the way; float32 comes back right to float32 precision, as float32 or float64."""
    param, grad, m = (normal_array((4, 3), seed, 1.0, dtype) for seed in (6, 7, 8))
    v = normal_array((4, 3), 9, 1.0, dtype) ** 2
    got = parts(solution.adam_step(param, grad, m, v, 5, lr=0.1), *NAMES)
    want = reference.adam_step(*(array.astype(np.float64) for array in (param, grad, m, v)), 5, lr=0.1)
    for name, ours, right, scale in zip(NAMES, got, want, _scales(param, grad, m, v, 5), strict=True):
        assert_close(ours, right.astype(dtype), scale + (0.1 if name == "`param`" else 0), name)


@given(
    step=steps(shapes=st.sampled_from([(2, 3), (3, 2, 2), (4,)])), layouts=st.tuples(*[st.sampled_from(LAYOUTS)] * 4)
)
def test_memory_layout(solution, reference, step, layouts):
    """Views, Fortran order and reversed axes are arrays like any other."""
    *given_arrays, t = step
    relaid_arrays = [relaid(array, layout) for array, layout in zip(given_arrays, layouts, strict=True)]
    assert_right(solution, reference, (*relaid_arrays, t))


@pytest.mark.parametrize("shape", [(0,), (0, 3), (2, 0)])
def test_no_parameters(solution, reference, shape):
    """Arrays of size 0 are arrays too: a layer without parameters takes its step."""
    empty = np.zeros(shape)
    assert_right(solution, reference, (empty, empty, empty, empty, 1))


@settings(max_examples=7)
@given(step=steps())
def test_arguments_are_left_alone(solution, reference, step):
    """No call changes its arguments, or what an earlier call returned; each call computes its own answer."""
    for _ in range(5):
        assert_right(solution, reference, step)
        assert_unchanged(solution)
    param, grad, m, v, t = step
    assert_right(solution, reference, (param + 1, -grad, 2 * m, v + 1, t + 1))
    assert_unchanged(solution)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[
            (name, shape)
            for name in ("param", "grad", "m", "v")
            for shape in [(3, 2), (3,), (1, 3), (2, 1), (2, 3, 1), (6,), (0, 3)]
        ],
        *[("t", t) for t in (0, -1)],
    ],
)
def test_bad_input(solution, name, value):
    """Bad input raises ValueError, and the message names an offending argument."""
    good = {part: np.ones((2, 3)) for part in ("param", "grad", "m", "v")}
    if name == "t":
        with refused(solution, "t"):
            solution.adam_step(**good, t=value)
        return
    with refused(solution, "param", "grad", "m", "v"):
        solution.adam_step(**{**good, name: np.ones(value)}, t=1)


def workload_training(solution, rng):
    """Sixty steps of a layer of 8,000 parameters, all on one gradient."""
    param, grad, m, v = rng.standard_normal((4, 80, 100))
    v = v**2
    for t in range(1, 61):
        step = solution.adam_step(param, grad, m, v, t)
        param, m, v = step[0], step[1], step[2]
    return param, m, v
