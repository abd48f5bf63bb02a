"""What a right conv2d obeys."""

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.testkit import LAYOUTS, array_of, arrays, assert_close, assert_unchanged, normal_array, refused, relaid


class Case(NamedTuple):
    """The arguments of one call."""

    x: np.ndarray
    kernel: np.ndarray
    stride: int
    padding: int


@st.composite
def cases(draw, images=st.just(1), channels=st.just(1), strides=st.just(1), paddings=st.just(0)):
    """Draw a call whose kernel fits into the padded image; sides are drawn one by one, so most are not square."""
    n, c_in, c_out = draw(images), draw(channels), draw(channels)
    stride, padding = draw(strides), draw(paddings)
    kh, kw = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    h = draw(st.integers(max(1, kh - 2 * padding), 8))
    w = draw(st.integers(max(1, kw - 2 * padding), 8))
    return Case(draw(arrays((n, h, w, c_in))), draw(arrays((kh, kw, c_in, c_out))), stride, padding)


def assert_right(solution, reference, case):
    """Hold one call to the reference's answer, as closely as the sums' terms allow."""
    x, kernel, stride, padding = case
    got = solution.conv2d(x, kernel, stride=stride, padding=padding)
    want = reference.conv2d(x, kernel, stride, padding)
    scale = reference.conv2d(np.abs(x), np.abs(kernel), stride, padding)
    assert_close(got, want, scale)


def test_worked_example(solution):
    """A 3 x 3 image under a 2 x 2 kernel gives the four sums that the statement works out."""
    x = np.arange(1.0, 10.0).reshape(1, 3, 3, 1)
    kernel = np.array([[1.0, 2.0], [3.0, 4.0]]).reshape(2, 2, 1, 1)
    assert_close(solution.conv2d(x, kernel), np.array([[37.0, 47.0], [67.0, 77.0]]).reshape(1, 2, 2, 1))


@settings(max_examples=15)
@given(case=cases())
def test_one_channel(solution, reference, case):
    """Each output is the sum of a window times the kernel, unflipped, for images and kernels of any two sides."""
    assert_right(solution, reference, case)


@settings(max_examples=15)
@example(case=Case(array_of((1, 2, 2, 300), 1), array_of((1, 2, 300, 2), 2), 1, 0))
@given(case=cases(channels=st.integers(1, 4)))
def test_channels(solution, reference, case):
    """Each output channel sums over all input channels, with kernel[:, :, :, channel]."""
    assert_right(solution, reference, case)


@settings(max_examples=12)
@given(case=cases(images=st.sampled_from([2, 0, 3]), channels=st.integers(1, 2)))
def test_batch(solution, reference, case):
    """Each image of a batch is convolved by itself, and a batch of no images gives no images."""
    assert_right(solution, reference, case)


@given(case=cases(strides=st.integers(2, 5), channels=st.integers(1, 2)))
def test_stride(solution, reference, case):
    """With a stride of s, windows start s rows and s columns apart, and only whole windows count."""
    assert_right(solution, reference, case)


@example(case=Case(array_of((1, 3, 3, 1), 1), array_of((5, 5, 1, 1), 2), 1, 1))
@example(case=Case(array_of((1, 2, 3, 1), 1), array_of((2, 1, 1, 1), 2), 1, 4))
@example(case=Case(array_of((1, 1, 2, 2), 1), array_of((1, 1, 2, 1), 2), 1, 1))
@example(case=Case(array_of((1, 4, 3, 1), 1), array_of((2, 3, 1, 1), 2), 1, 2))
@given(case=cases(paddings=st.integers(1, 4), channels=st.integers(1, 2)))
def test_padding(solution, reference, case):
    """Padding p adds p zeros on each of the four sides, before the windows are taken."""
    assert_right(solution, reference, case)


@settings(max_examples=30)
@given(
    case=cases(
        images=st.integers(1, 3), channels=st.integers(1, 3), strides=st.integers(2, 4), paddings=st.integers(1, 3)
    )
)
def test_stride_with_padding(solution, reference, case):
    """Stride and padding together: h_out = (h + 2p - kh) // s + 1, and w_out likewise."""
    assert_right(solution, reference, case)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_precision(solution, reference, dtype):
    """float64 stays float64 all the way; float32 comes back right to float32 precision, as float32 or float64."""
    kernel = normal_array((5, 3, 6, 4), 2, 1.0, dtype)
    for scale in (1.0, 1e4, 1e-6):
        x = normal_array((2, 11, 14, 6), 1, scale, dtype)
        exact = reference.conv2d(x.astype(np.float64), kernel.astype(np.float64))
        assert_close(solution.conv2d(x, kernel), exact.astype(dtype), reference.conv2d(np.abs(x), np.abs(kernel)))


@example(case=Case(array_of((2, 6, 7, 2), 1), array_of((2, 3, 2, 2), 2), 2, 0), layouts=("strided", "fortran"))
@example(case=Case(array_of((1, 5, 6, 3), 3), array_of((3, 2, 3, 1), 4), 3, 0), layouts=("transposed", "reversed"))
@given(
    case=cases(images=st.integers(1, 2), channels=st.integers(1, 3), strides=st.integers(1, 3)),
    layouts=st.tuples(st.sampled_from(LAYOUTS), st.sampled_from(LAYOUTS)),
)
def test_memory_layout(solution, reference, case, layouts):
    """Views, Fortran order and reversed axes are arrays like any other."""
    x, kernel = relaid(case.x, layouts[0]), relaid(case.kernel, layouts[1])
    assert_right(solution, reference, case._replace(x=x, kernel=kernel))


@settings(max_examples=5)
@given(case=cases(images=st.integers(1, 2), channels=st.integers(1, 2)))
def test_arguments_are_left_alone(solution, reference, case):
    """No call changes its arguments, or what an earlier call returned; each call computes its own answer."""
    for _ in range(4):
        assert_right(solution, reference, case)
        assert_unchanged(solution)
    assert_right(solution, reference, case._replace(x=2 * case.x + 1, kernel=-case.kernel))
    assert_unchanged(solution)
    solution.conv2d(case.x, case.kernel, 2, 1)
    assert_unchanged(solution)


@pytest.mark.parametrize(
    ("kernel_shape", "settings_of_conv", "names"),
    [
        *[((3, 3, channels, 1), {}, ["x", "kernel"]) for channels in (3, 1, 4)],
        *[
            (sides, {}, ["x", "kernel", "padding"])
            for sides in [(5, 2, 2, 1), (2, 6, 2, 1), (5, 6, 2, 1), (9, 9, 2, 1)]
        ],
        *[(sides, {"padding": 1}, ["x", "kernel", "padding"]) for sides in [(7, 2, 2, 1), (2, 8, 2, 1), (7, 8, 2, 1)]],
        ((9, 2, 2, 1), {"stride": 2, "padding": 1}, ["x", "kernel", "padding"]),
        *[((3, 3, 2, 1), {"stride": stride}, ["stride"]) for stride in (0, -1, -2)],
        *[((3, 3, 2, 1), {"padding": padding}, ["padding"]) for padding in (-1, -2)],
        ((1, 1, 2, 1), {"padding": -1}, ["padding"]),
    ],
    ids=str,
)
def test_bad_input(solution, kernel_shape, settings_of_conv, names):
    """Bad input raises ValueError, and the message names an offending argument."""
    with refused(solution, *names):
        solution.conv2d(np.ones((1, 4, 5, 2)), np.ones(kernel_shape), **settings_of_conv)


def workload_crops(solution, rng):
    """Forty crops of one image, each under a kernel of its own; eight channels in, four out."""
    image, kernels = solution.given(rng.standard_normal((1, 48, 48, 8))), rng.standard_normal((40, 3, 3, 8, 4))
    return [
        solution.conv2d(image[0:1, top : top + 28, left : left + 28], kernel, padding=1)
        for kernel, (top, left) in zip(kernels, rng.integers(0, 20, (40, 2)).tolist(), strict=True)
    ]


def workload_layer(solution, rng):
    """A layer with eight channels in and four out, on an image of 56 x 56 pixels."""
    x = rng.standard_normal((1, 56, 56, 8))
    return solution.conv2d(x, rng.standard_normal((5, 5, 8, 4)), padding=2)


def workload_image_side(solution, rng, size):
    """A grey image of ``size`` by ``size`` pixels."""
    x = rng.standard_normal((1, size, size, 1))
    return solution.conv2d(x, rng.standard_normal((3, 3, 1, 1)))
