"""What a right iou obeys."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.testkit import (
    LAYOUTS,
    assert_close,
    assert_no_warning,
    assert_unchanged,
    normal_array,
    refused,
    relaid,
)


@st.composite
def boxes(draw, counts=st.integers(1, 4), low=-6, sides=st.integers(1, 6)):
    """Draw boxes with whole-numbered corners, so that every way of working out an area is exact."""
    corner = st.integers(low, 6)
    count = draw(counts)
    drawn = draw(st.lists(st.tuples(corner, corner, sides, sides), min_size=count, max_size=count))
    rows = [(x, y, x + width, y + height) for x, y, width, height in drawn]
    return np.array(rows, dtype=np.float64).reshape(-1, 4)


def assert_right(solution, reference, a, b, inclusive=False):
    """Hold one call to the reference's answer, each value by itself."""
    got = solution.iou(a, b, inclusive=True) if inclusive else solution.iou(a, b)
    assert_close(got, reference.iou(a, b, inclusive))


def one(*corners):
    """One box as an array of boxes."""
    return np.array([corners], dtype=np.float64)


def test_worked_example(solution):
    """Two squares of area 4 that share a square of area 1 give 1/7, and as pixels 4/14."""
    a, b = one(0, 0, 2, 2), one(1, 1, 3, 3)
    assert_close(solution.iou(a, b), np.array([[1 / 7]]))
    assert_close(solution.iou(a, b, inclusive=True), np.array([[4 / 14]]))


def many(count, seed):
    """More boxes than any loop in blocks takes at once."""
    corners = np.random.default_rng(seed).integers(0, 30, (count, 2))
    return np.concatenate([corners, corners + 9], axis=1).astype(np.float64)


@settings(max_examples=40)
@example(a=many(37, 1), b=many(75, 2))
@given(a=boxes(low=0), b=boxes(low=0))
def test_every_pair(solution, reference, a, b):
    """Row i and column j hold the overlap of boxes_a[i] with boxes_b[j]."""
    assert_right(solution, reference, a, b)


@pytest.mark.parametrize(
    "other",
    [
        *[(5, 0, 7, 3), (-4, 0, -2, 3), (0, 5, 3, 7), (0, -9, 3, -5), (5, 5, 9, 9), (-7, 6, -5, 8), (5, -3, 9, -1)],
        *[(3, 0, 5, 3), (0, 3, 3, 6), (3, 3, 5, 5), (-2, -2, 0, 0), (-2, 1, 0, 2)],
    ],
    ids=str,
)
def test_apart_or_touching(solution, other):
    """Boxes that are apart along either axis or both, or that only touch, give exactly 0, from either side."""
    box, other = one(0, 0, 3, 3), one(*other)
    assert_close(solution.iou(box, other), np.zeros((1, 1)))
    assert_close(solution.iou(other, box), np.zeros((1, 1)))


@settings(max_examples=15)
@given(a=boxes(counts=st.just(1), sides=st.integers(3, 8)), inset=st.integers(0, 1))
def test_one_inside_the_other(solution, reference, a, inset):
    """A box inside another gives the ratio of their areas; equal boxes give 1."""
    inner = a + np.array([inset, 0.0, -inset, -inset])
    assert_right(solution, reference, a, inner)
    assert_right(solution, reference, inner, a)


@settings(max_examples=40)
@given(a=boxes(sides=st.integers(0, 5)), b=boxes(sides=st.integers(0, 5)))
def test_inclusive(solution, reference, a, b):
    """With inclusive=True a box is x2 - x1 + 1 wide and y2 - y1 + 1 high, and so is what two boxes share."""
    assert_right(solution, reference, a, b, inclusive=True)


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        *[((3, 0, 5, 3), 4), ((0, 3, 3, 6), 4), ((3, 3, 5, 5), 1), ((2, 2, 2, 2), 1)],
        *[((4, 0, 6, 3), 0), ((0, 4, 3, 6), 0), ((4, 4, 6, 6), 0), ((5, 5, 9, 9), 0), ((-4, 1, -1, 2), 0)],
    ],
    ids=str,
)
def test_inclusive_edges(solution, other, shared):
    """A shared row, column or corner pixel counts as overlap; neighbouring pixels do not overlap."""
    (x1, y1, x2, y2), box = other, one(0, 0, 3, 3)
    union = 16 + (x2 - x1 + 1) * (y2 - y1 + 1) - shared
    assert_close(solution.iou(box, one(*other), inclusive=True), np.array([[shared / union]]))


def test_no_area(solution):
    """A pair whose union is 0 gives 0, without NaN and without a warning."""
    points = np.array([[1.0, 1.0, 1.0, 1.0], [2.0, 0.0, 2.0, 5.0], [1.0, 1.0, 1.0, 1.0], [0.0, 4.0, 3.0, 4.0]])
    assert_close(solution.iou(points, points[::-1].copy()), np.zeros((4, 4)))
    assert_no_warning(solution)
    mixed = np.concatenate([points, one(0, 0, 2, 2)])
    assert_close(solution.iou(mixed, mixed), np.diag([0.0, 0, 0, 0, 1]))
    assert_no_warning(solution)


@settings(max_examples=30)
@example(a=one(0, 0, 1, 1), b=one(0, 0, 1, 1), shift=0.0, scale=2.0**-15)
@example(a=one(0, 0, 3, 2), b=one(1, 0, 4, 4), shift=1e6, scale=2.0**-15)
@given(
    a=boxes(low=-9),
    b=boxes(low=-9),
    shift=st.sampled_from([0.0, -7.0, -1e6, 1e6, 0.0]),
    scale=st.sampled_from([1.0, 0.125, 2.0**-15, 64.0]),
)
def test_anywhere_and_any_size(solution, reference, a, b, shift, scale):
    """Negative, huge and fractional coordinates are coordinates like any other."""
    assert_right(solution, reference, a * scale + shift, b * scale + shift)


@pytest.mark.parametrize("inclusive", [False, True])
@pytest.mark.parametrize(("n", "m"), [(0, 2), (3, 0), (0, 0), (1, 3), (3, 1)])
def test_no_boxes(solution, reference, n, m, inclusive):
    """The result is (n, m) for any n and m, 0 included."""
    rows = np.array([[0.0, 0.0, 2.0, 3.0], [1.0, 1.0, 4.0, 2.0], [1.0, 0.0, 2.0, 2.0]])
    assert_right(solution, reference, rows[:n], rows[:m], inclusive)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_precision(solution, reference, dtype):
    """float64 stays float64 all the way; float32 comes back right to float32 precision, as float32 or float64."""
    corners, sizes = normal_array((2, 7, 2), 3), np.abs(normal_array((2, 7, 2), 4)) + 0.5
    a, b = np.concatenate([corners, corners + sizes], axis=-1).astype(dtype)
    exact = reference.iou(a.astype(np.float64), b.astype(np.float64))
    got = solution.iou(a, b)
    # Where boxes barely meet, the width of what they share is a small difference of rounded corners.
    assert_close(got, exact.astype(dtype), np.where(exact > 0, np.maximum(exact, 1e-2), 0))


@settings(max_examples=15)
@given(
    a=boxes(counts=st.integers(2, 4)),
    b=boxes(counts=st.integers(2, 4)),
    layouts=st.tuples(st.sampled_from(LAYOUTS), st.sampled_from(LAYOUTS)),
)
def test_memory_layout(solution, reference, a, b, layouts):
    """Views, Fortran order and reversed axes are arrays like any other."""
    assert_right(solution, reference, relaid(a, layouts[0]), relaid(b, layouts[1]))


@settings(max_examples=7)
@given(a=boxes(), b=boxes())
def test_arguments_are_left_alone(solution, reference, a, b):
    """No call changes its arguments, or what an earlier call returned; each call computes its own answer."""
    for inclusive in (False, True, False, True):
        assert_right(solution, reference, a, b, inclusive)
        assert_unchanged(solution)
    assert_right(solution, reference, 3 * a, 2 * b)
    assert_unchanged(solution)


GOOD = np.array([[0.0, 0.0, 2.0, 3.0], [1.0, 1.0, 4.0, 2.0], [0.0, 0.0, 1.0, 1.0]])
BACKWARD_X = np.array([[0.0, 0.0, 2.0, 3.0], [0.0, 0.0, 1.0, 1.0], [4.0, 1.0, 1.0, 2.0]])
BACKWARD_Y = np.array([[0.0, 0.0, 2.0, 3.0], [0.0, 0.0, 1.0, 1.0], [1.0, 2.0, 4.0, 1.5]])


@pytest.mark.parametrize("name", ["boxes_a", "boxes_b"])
@pytest.mark.parametrize(
    ("bad", "inclusive"),
    [
        *[(GOOD[:1, :3], False), (np.ones((2, 5)), False), (np.zeros((0, 3)), False)],
        *[(GOOD[0], False), (GOOD[None], False), (np.zeros((2, 4, 4)), False)],
        *[(BACKWARD_X, False), (BACKWARD_Y, False), (BACKWARD_X[::-1], False), (GOOD[:2, ::-1], False)],
        *[(np.array([[3.0, 0.0, 2.0, 3.0]]), True), (np.array([[0.0, 3.0, 2.0, 2.0]]), True)],
    ],
    ids=[
        *["3 columns", "5 columns", "no rows of 3", "1-d", "3-d of 3 rows", "3-d of 4 rows"],
        *["x2 < x1", "y2 < y1", "x2 < x1 in the first box", "every box backward"],
        *["x2 one pixel before x1", "y2 one pixel before y1"],
    ],
)
def test_bad_input(solution, name, bad, inclusive):
    """Bad input raises ValueError, and the message names the offending argument, whatever the other array holds."""
    for other in (GOOD, GOOD[:0]):
        with refused(solution, name):
            solution.iou(**{"boxes_a": other, "boxes_b": other, name: bad}, inclusive=inclusive)


def some_boxes(rng, count):
    """Boxes of many sizes, anywhere in a picture of a thousand pixels."""
    low = rng.uniform(0, 1000, (count, 2))
    return np.concatenate([low, low + rng.uniform(5, 100, (count, 2))], axis=1)


def workload_crowd(solution, rng):
    """Thirty pictures, each with a hundred predictions and a hundred true boxes."""
    boxes = solution.given(some_boxes(rng, 400))
    starts = rng.integers(0, 300, (30, 2)).tolist()
    return [solution.iou(boxes[a : a + 100], boxes[b : b + 100]) for a, b in starts]


def workload_picture(solution, rng):
    """Two hundred predictions beside three hundred true boxes."""
    return solution.iou(some_boxes(rng, 200), some_boxes(rng, 300))
