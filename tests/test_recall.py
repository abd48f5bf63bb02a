"""What is kept between submissions: it stays within its bound, and no result depends on it."""

from __future__ import annotations

import random

import msgspec
import numpy as np
import pytest

from grader.answers import Answer
from grader.catalogue import Catalogue
from grader.grading import Effort, Grader
from grader.jail.launch import ZygoteProcess
from grader.recall import Recall
from grader.result import to_json
from grader.submission import Submission, read_submission
from tests.conftest import SUBMISSIONS


def array(value: float, size: int = 4) -> Answer:
    return Answer(value=np.full(size, value))


def test_answers_that_are_alike_are_kept_once() -> None:
    """To the bit, and with all that a call did beside answering; what stays in the worker makes no difference."""
    recall = Recall()
    one, same = recall.keep(b"call", "one", array(1)), recall.keep(b"call", "two", array(1))
    assert same is one
    assert recall.keep(b"call", "three", array(2)) is not one
    assert recall.keep(b"call", "four", msgspec.structs.replace(array(1), is_reused=True)) is not one
    assert recall.keep(b"another call", "one", array(1)) is not one
    assert recall.answers(b"call")["two"] is one
    assert recall.answers(b"no call") == {}


def test_what_was_used_least_recently_goes_first() -> None:
    """However many calls there are, and however large their answers."""
    recall = Recall(max_bytes=200_000)
    recall.keep(b"used", "one", array(1))
    for number in range(1000):
        recall.keep(b"call %d" % number, "one", array(number, 500))
        assert recall.answers(b"used")
    assert recall.answers(b"call 0") == {}
    assert recall.answers(b"call 999")
    recall.keep(b"large", "one", array(1, 1_000_000))
    assert recall.answers(b"large") == {}


@pytest.mark.parametrize("kata_id", ["batch_norm", "receptive_field"])
def test_no_result_depends_on_what_was_graded_before(catalogue: Catalogue, kata_id: str) -> None:
    """In either order, with all that could be kept from the others: nothing but the time taken differs."""
    kata = catalogue.load(kata_id)
    paths = random.Random(0).sample(sorted((SUBMISSIONS / kata_id / "failed").glob("*.py")), 6)

    def graded(grader: Grader, submission: Submission) -> str:
        result = grader.grade(kata, submission, with_budgets=False, effort=Effort(shrinking=6))
        return to_json(msgspec.structs.replace(result, at="", duration_s=0.0))

    with Grader(ZygoteProcess()) as grader:
        forwards = [graded(grader, read_submission(path)) for path in paths]
        again = [graded(grader, read_submission(path)) for path in paths]
    with Grader(ZygoteProcess()) as grader:
        backwards = [graded(grader, read_submission(path)) for path in reversed(paths)]
    assert forwards == again == backwards[::-1]
