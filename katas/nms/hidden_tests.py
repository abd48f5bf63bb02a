"""What right nms and batched_nms obey."""

import itertools
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from grader.testkit import LAYOUTS, assert_equal, assert_unchanged, refused, relaid

EXACT = (0.0, 0.25, 0.5, 0.75, 1.0)


class Case(NamedTuple):
    """Boxes with scores and classes, and the threshold."""

    boxes: np.ndarray
    scores: np.ndarray
    classes: np.ndarray
    iou_threshold: float


def overlap(a, b):
    """IoU of two boxes, as exactly as float64 can."""
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    shared = max(width, 0.0) * max(height, 0.0)
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared
    return shared / union if union > 0 else 0.0


def is_clear(boxes, threshold):
    """Whether no pair's overlap is so near the threshold that rounding decides."""
    found = [overlap(a, b) for a, b in itertools.combinations(boxes.tolist(), 2)]
    return all(abs(iou - threshold) > 1e-6 or (iou == threshold and iou in EXACT) for iou in found)


@st.composite
def cases(
    draw,
    counts=st.integers(1, 7),
    thresholds=st.sampled_from([0.31, 0.5, 0.15, 0.7]),
    classes=st.integers(0, 2),
    scores="different",
    corners=st.integers(0, 5),
):
    """Draw boxes that crowd together, so that most overlap some others; whole-numbered corners keep areas exact."""
    count, threshold = draw(counts), draw(thresholds)
    side = st.integers(1, 6)
    rows = draw(st.lists(st.tuples(corners, corners, side, side), min_size=count, max_size=count))
    boxes = np.array([(x, y, x + w, y + h) for x, y, w, h in rows], dtype=np.float64).reshape(-1, 4)
    if scores == "different":
        ranks = draw(st.permutations(range(count)))
    else:
        ranks = draw(st.lists(st.integers(0, 2), min_size=count, max_size=count))
    kinds = draw(st.lists(classes, min_size=count, max_size=count))
    assume(is_clear(boxes, threshold))
    return Case(boxes, (1.0 + np.array(ranks, dtype=np.float64)) / 8, np.array(kinds, dtype=np.int64), threshold)


def assert_right(solution, reference, case):
    """Hold nms to the reference's indices."""
    args = (case.boxes, case.scores, case.iou_threshold)
    assert_equal(solution.nms(*args), reference.nms(*args))


def assert_batched_right(solution, reference, case, **more):
    """Hold batched_nms to the reference's indices."""
    assert_equal(solution.batched_nms(*case, **more), reference.batched_nms(*case, **more))


def case_of(boxes, scores, classes=None, iou_threshold=0.31):
    """A case written out."""
    kinds = np.zeros(len(boxes), dtype=np.int64) if classes is None else np.array(classes, dtype=np.int64)
    return Case(np.array(boxes, dtype=np.float64), np.array(scores, dtype=np.float64), kinds, iou_threshold)


APART = [[20, 0, 24, 4], [0, 0, 4, 4], [10, 0, 14, 4]]
CHAIN = np.array([[0.0, 0.0, 5.0, 1.0], [1.0, 0.0, 6.0, 1.0], [2.0, 0.0, 7.0, 1.0]])
HALF = np.array([[0.0, 0.0, 4.0, 2.0], [0.0, 0.0, 4.0, 1.0], [8.0, 0.0, 12.0, 4.0], [8.0, 0.0, 12.0, 3.0]])


def test_worked_example(solution):
    """The statement's three boxes: the middle one goes, and box 2 stays, for the one it overlaps most is gone."""
    scores, classes = np.array([0.9, 0.8, 0.7]), np.array([0, 1, 0])
    assert_equal(solution.nms(CHAIN, scores, 0.5), np.array([0, 2]))
    assert_equal(solution.batched_nms(CHAIN, scores, classes, 0.25), np.array([0, 1]))


@settings(max_examples=40)
@example(case=case_of([[0, 0, 16, 1], [11, 0, 16, 1]], [0.5, 0.25]))
@example(case=case_of([[0, 0, 8, 2], [0, 3, 8, 5], [9, 0, 17, 2], [0, 1, 8, 4]], [0.5, 0.25, 0.75, 0.125], None, 0.15))
@given(case=cases())
def test_greedy(solution, reference, case):
    """From the highest score down, a box goes when its IoU with a kept box is more than the threshold."""
    assert_right(solution, reference, case)


@pytest.mark.parametrize("threshold", [0.5, 0.6])
@pytest.mark.parametrize("length", [3, 4, 6])
def test_suppressed_boxes_suppress_nothing(solution, reference, length, threshold):
    """In a row of boxes in which each overlaps the next, every other one stays."""
    starts = np.arange(length, dtype=np.float64)
    boxes = np.stack([starts, 0 * starts, starts + 5, 0 * starts + 1], axis=1)
    case = Case(boxes, 1 - starts / 10, np.zeros(length, dtype=np.int64), threshold)
    assert_right(solution, reference, case)
    assert_batched_right(solution, reference, case)


@pytest.mark.parametrize("threshold", EXACT)
def test_an_overlap_equal_to_the_threshold(solution, reference, threshold):
    """Only an IoU of more than the threshold is too much; 0 and 1 are thresholds like any other."""
    quarter = np.array([[20.0, 0.0, 24.0, 4.0], [20.0, 0.0, 22.0, 2.0], [24.0, 0.0, 26.0, 4.0], [20.0, 0.0, 24.0, 4.0]])
    boxes = np.concatenate([HALF, quarter])
    case = Case(boxes, np.arange(8.0)[::-1] / 8, np.zeros(8, dtype=np.int64), threshold)
    assert_right(solution, reference, case)
    assert_batched_right(solution, reference, case)


@settings(max_examples=25)
@example(case=case_of(APART, [0.5, 0.5, 0.5], [1, 0, 1]))
@example(case=case_of(CHAIN, [0.5, 0.5, 0.5], None, 0.25))
@given(case=cases(scores="equal"))
def test_equal_scores(solution, reference, case):
    """Of boxes with equal scores, the lower index comes first, in nms and over all classes in batched_nms."""
    assert_right(solution, reference, case)
    assert_batched_right(solution, reference, case)


def test_many_boxes(solution, reference):
    """However many boxes there are, and however many of them have the same score."""
    rows, columns = np.divmod(np.arange(320.0), 16)
    boxes = np.stack([columns, rows, columns + 1, rows + 1], axis=1)
    boxes[300:] = boxes[:20] + 0.125
    scores = np.array([0.25, 0.75, 0.5, 0.75, 0.25])[np.arange(320) * 7 % 5]
    case = case_of(boxes, scores, np.arange(320) // 3 % 4)
    assert_right(solution, reference, case)
    assert_batched_right(solution, reference, case)


@settings(max_examples=25)
@given(
    case=cases(corners=st.integers(-6, 2)),
    scale=st.sampled_from([1.0, 0.125, 1 / 64]),
    shift=st.sampled_from([0.0, -1e6, 1e6]),
)
def test_overlap_is_that_of_the_plane(solution, reference, case, scale, shift):
    """A box is x2 - x1 wide, wherever it is and however small."""
    case = case._replace(boxes=case.boxes * scale + shift)
    assert_right(solution, reference, case)
    assert_batched_right(solution, reference, case)


@pytest.mark.parametrize("threshold", [0.0, 0.5, 1.0])
def test_no_area(solution, reference, threshold):
    """Boxes without area overlap nothing, not even their equals."""
    boxes = np.array([[1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0], [0.0, 0.0, 4.0, 4.0], [2.0, 0.0, 2.0, 4.0]])
    case = case_of(boxes, [0.5, 0.75, 0.25, 1.0], None, threshold)
    assert_right(solution, reference, case)
    assert_batched_right(solution, reference, case)


@settings(max_examples=40)
@given(case=cases(counts=st.integers(2, 8)))
def test_classes_are_apart(solution, reference, case):
    """A box suppresses only boxes of its own class, and the result has all classes by falling score."""
    assert_batched_right(solution, reference, case)


@settings(max_examples=30)
@given(
    case=cases(
        counts=st.integers(2, 6),
        classes=st.sampled_from([0, 1, -1, 2, 1000, -3, 10**9]),
        corners=st.integers(-9, 3),
    ),
    scale=st.sampled_from([1.0, 1e5, 0.25]),
    shift=st.sampled_from([0.0, -1e6, 1e6]),
)
def test_classes_far_apart_and_boxes_anywhere(solution, reference, case, scale, shift):
    """Whatever the class numbers and the coordinates are, classes do not touch each other."""
    assert_batched_right(solution, reference, case._replace(boxes=case.boxes * scale + shift))


@pytest.mark.parametrize("distance", [3.0, 4.0, 5.0, 640.0, 1000.0, 1024.0, 4096.0, 7680.0, 8192.0, 1e4, 1e5, 1e6])
@pytest.mark.parametrize("direction", [1, -1])
def test_classes_at_a_distance(solution, reference, distance, direction):
    """Boxes of two classes that lie any distance apart, also left of and above zero."""
    near = np.array([[0.0, 0.0, 4.0, 4.0], [1.0, 0.0, 5.0, 4.0], [0.0, 1.0, 4.0, 5.0]])
    case = case_of(np.concatenate([near, near - direction * distance]), [6, 4, 5, 3, 1, 2], [0, 0, 1, 1, 1, 0])
    assert_batched_right(solution, reference, case)
    boxes = [[0, 0, 0.25, 0.25], [0, 0, 0.25, 0.15625], [-direction * distance, 0, 1, 1]]
    assert_batched_right(solution, reference, case_of(boxes, [3, 2, 1], [10**9, 10**9, 0], 0.6))


@settings(max_examples=25)
@example(case=case_of(APART, [-0.5, 0.5, 0.125]), level=2, below=0.0)
@example(case=case_of(APART, [1.0, 0.53125, 0.5], [0, 1, 0]), level=4, below=0.5)
@example(case=case_of(CHAIN, [1.0, 0.0, 0.5], [0, 1, 0], 0.5), level=4, below=0.5)
@given(case=cases(), level=st.integers(0, 7), below=st.sampled_from([0.0, 0.5]))
def test_weak_boxes_are_dropped(solution, reference, case, level, below):
    """Boxes with scores < score_threshold are dropped, those that equal it stay; 0.0 where none is given."""
    case = case._replace(scores=case.scores - below)
    assert_batched_right(solution, reference, case, score_threshold=level / 8 - below)
    assert_batched_right(solution, reference, case)


@settings(max_examples=10)
@given(case=cases(), below=st.sampled_from([2.0, 0.5]))
def test_nms_keeps_weak_boxes(solution, reference, case, below):
    """nms itself drops no box for its score, however negative."""
    assert_right(solution, reference, case._replace(scores=case.scores - below))


def test_no_boxes(solution, reference):
    """No boxes in, or none left after the score threshold: an int64 array of shape (0,)."""
    empty = Case(np.zeros((0, 4)), np.zeros(0), np.zeros(0, dtype=np.int64), 0.5)
    assert_right(solution, reference, empty)
    assert_batched_right(solution, reference, empty)
    some = Case(CHAIN, np.array([0.9, 0.8, 0.7]), np.array([0, 1, 0]), 0.5)
    assert_batched_right(solution, reference, some, score_threshold=0.95)
    for count in (1, 2):
        assert_right(solution, reference, Case(CHAIN[:count], some.scores[:count], some.classes[:count], 0.5))


@settings(max_examples=20)
@given(case=cases(counts=st.integers(2, 7)))
def test_single_precision(solution, reference, case):
    """float32 boxes and scores give the same indices."""
    case = case._replace(boxes=case.boxes.astype(np.float32), scores=case.scores.astype(np.float32))
    assert_right(solution, reference, case)
    assert_batched_right(solution, reference, case)


@settings(max_examples=20)
@given(case=cases(counts=st.integers(2, 6)), layouts=st.tuples(*[st.sampled_from(LAYOUTS)] * 3))
def test_memory_layout(solution, reference, case, layouts):
    """Views, Fortran order and reversed axes are arrays like any other."""
    arrays = [relaid(array, layout) for array, layout in zip(case[:3], layouts, strict=True)]
    assert_right(solution, reference, Case(*arrays, case.iou_threshold))
    assert_batched_right(solution, reference, Case(*arrays, case.iou_threshold))


@settings(max_examples=7)
@given(case=cases(counts=st.integers(2, 5)))
def test_arguments_are_left_alone(solution, reference, case):
    """No call changes its arguments, or what an earlier call returned; each call computes its own answer."""
    for _ in range(3):
        for hold in (assert_right, assert_batched_right):
            hold(solution, reference, case)
            assert_unchanged(solution)
        assert_batched_right(solution, reference, case, score_threshold=float(np.median(case.scores)))
        assert_unchanged(solution)
    case = case._replace(scores=1 - case.scores, classes=case.classes + 1)
    assert_right(solution, reference, case)
    assert_batched_right(solution, reference, case)
    assert_unchanged(solution)


@pytest.mark.parametrize(
    ("function", "changed"),
    [
        *[(name, {"scores": np.ones(size)}) for name in ("nms", "batched_nms") for size in (2, 4, 0, 1)],
        *[(name, {"boxes": CHAIN[:size]}) for name in ("nms", "batched_nms") for size in (2, 0)],
        *[("batched_nms", {"classes": np.zeros(size, dtype=np.int64)}) for size in (2, 4, 0, 1)],
        *[(name, {"iou_threshold": value}) for name in ("nms", "batched_nms") for value in (-0.1, 1.1, -1, 2)],
        *[
            (name, {"boxes": CHAIN[:0], "scores": np.ones(0), "classes": np.zeros(0, dtype=np.int64)} | bad)
            for name in ("nms", "batched_nms")
            for bad in ({"iou_threshold": 1.5}, {"scores": np.ones(1)})
        ],
    ],
    ids=lambda value: " ".join(value),
)
def test_bad_input(solution, function, changed):
    """Bad input raises ValueError, and the message names an offending argument."""
    good = {"boxes": CHAIN, "scores": np.ones(3), "classes": np.zeros(3, dtype=np.int64), "iou_threshold": 0.5}
    args = {**good, **changed}
    if function == "nms":
        del args["classes"]
    names = ["iou_threshold"] if "iou_threshold" in changed else ["boxes", "scores", "classes"]
    with refused(solution, *(name for name in names if name in args)):
        getattr(solution, function)(**args)


def detections(rng, count, objects, spread):
    """Whole-numbered boxes around ``objects`` places, and scores, none of which are equal."""
    centres = rng.integers(0, 20_000, (objects, 2))[rng.integers(0, objects, count)]
    low = centres + rng.integers(0, spread, (count, 2))
    boxes = np.concatenate([low, low + rng.integers(40, 60, (count, 2))], axis=1)
    return boxes.astype(np.float64), rng.permutation(count) / count


def workload_street(solution, rng):
    """Two thousand candidates, as a detector makes them for a picture with fifty objects in it."""
    return solution.nms(*detections(rng, 2000, 50, 6), 0.5)


def workload_few_objects(solution, rng, size):
    """``size`` candidates around five objects."""
    return solution.nms(*detections(rng, size, 5, 6), 0.5)
