"""Variants stay loaded from one submission to the next, and nobody can tell."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import msgspec
import numpy as np
import pytest

from grader.catalogue import Catalogue
from grader.errors import JailError
from grader.grading import Grader
from grader.jail.client import Jail, Returned, VariantsCall
from grader.jail.launch import ZygoteProcess
from grader.repertoires import Repertoire
from grader.result import to_json
from grader.stage import Stage
from grader.submission import read_submission
from tests.conftest import SUBMISSIONS

FORGETFUL = "def f(x):\n    return x + 1\n"
COUNTS = "calls = []\n\n\ndef f(x):\n    calls.append(x)\n    return len(calls)\n"
SHARES = "import numpy as np\n\n\ndef f(x):\n    np.kept = getattr(np, 'kept', 0) + 1\n    return np.kept\n"


@pytest.fixture
def stage(catalogue: Catalogue) -> Iterator[Stage]:
    """A stage for programs with a function f."""
    spec = msgspec.structs.replace(catalogue.load("iou").spec, functions=("f",))
    jail = Jail(ZygoteProcess())
    stage = Stage(jail, spec)
    yield stage
    stage.close()
    jail.close()


def values_of(stage: Stage, names: list[str], *xs: object) -> list[list[object]]:
    """What programs give back, call after call."""
    replies = stage.worker.call_variants([VariantsCall(names, "f", (x,), {}, []) for x in xs])
    return [[outcome.value if isinstance(outcome, Returned) else outcome for outcome, _ in reply] for reply in replies]


def test_what_keeps_something_begins_anew(stage: Stage) -> None:
    """In the same worker, where the others stay as they are; what reaches further has one to itself."""
    assert stage.load({"plain": FORGETFUL, "counts": COUNTS}) == set()
    first = stage.worker.pid
    assert values_of(stage, ["plain", "counts"], 1, 2) == [[2, 1], [3, 2]]
    assert stage.load({"plain": FORGETFUL, "counts": COUNTS, "bad": "f = None\n"}) == {"bad"}
    assert stage.was_used
    assert values_of(stage, ["plain", "counts"], 5) == [[6, 1]]
    assert stage.worker.pid == first
    for _ in range(2):
        stage.load({"plain": FORGETFUL, "shares": SHARES})
        assert not stage.was_used
        assert values_of(stage, ["shares", "plain"], 7, 8) == [[1, 8], [2, 9]]
    shared = stage.worker.pid
    stage.load({"plain": FORGETFUL})
    assert len({stage.worker.pid, shared, first}) == 3
    stage.load({"plain": FORGETFUL.replace("1", "2")})
    assert values_of(stage, ["plain"], 1) == [[3]]


def test_calls_that_no_socket_holds_are_made_in_turn(stage: Stage) -> None:
    """However large one is, and however large the answers of all are together."""
    stage.load({"plain": FORGETFUL, "wide": "def f(x):\n    return [x] * 40\n"})
    xs = [np.full(size, float(size)) for size in (1, 3000, 2000, 50_000, 1, 2, 5000)]
    for x, (plain, wide) in zip(xs, values_of(stage, ["plain", "wide"], *xs), strict=True):
        assert np.array_equal(plain, x + 1)  # type: ignore[call-overload]
        assert isinstance(wide, list)
        assert all(np.array_equal(item, x) for item in wide)


def test_a_worker_that_is_gone_changes_no_result(catalogue: Catalogue) -> None:
    """What ended it may be the fault of programs of long ago: the same ones are tried in a new one."""
    kata = catalogue.load("iou")
    submission = read_submission(sorted((SUBMISSIONS / "iou" / "failed").glob("*.py"))[0])
    results = []
    with Grader(ZygoteProcess()) as grader:
        for number in range(3):
            result = grader.grade(kata, submission, with_budgets=False)
            results.append(to_json(msgspec.structs.replace(result, at="", duration_s=0.0)))
            repertoire: Repertoire = grader._repertoires.of(grader._jail, kata)
            repertoire.recall._recall._known.clear()
            if number:
                os.kill(repertoire.stage.worker.pid, signal.SIGKILL)
    assert len({*results}) == 1


def test_a_grader_ends_well_whose_zygote_is_gone(catalogue: Catalogue) -> None:
    """Its workers are gone too; grading says so, and closing has nothing to add."""
    kata = catalogue.load("iou")
    submission = read_submission(sorted((SUBMISSIONS / "iou" / "failed").glob("*.py"))[0])
    with Grader(ZygoteProcess()) as grader:
        assert grader.grade(kata, submission, with_budgets=False).mistakes
        os.kill(grader._jail._process.pid, signal.SIGKILL)
        with pytest.raises(JailError):
            grader.grade(kata, submission, with_budgets=False)
