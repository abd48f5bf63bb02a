"""What the project's own tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.catalogue import Catalogue, find_catalogue
from grader.grading import Grader
from grader.jail.launch import ZygoteProcess
from grader.result import Result
from grader.submission import Submission

ROOT = Path(__file__).parents[1]
SUBMISSIONS = Path(__file__).parent / "submissions"


@pytest.fixture(scope="session", autouse=True)
def _no_trace_is_left() -> Iterator[None]:
    """When all tests are done, none of the files that hostile samples try to write is there."""
    yield
    left = [name for folder in ("/tmp", "/dev/shm") for name in os.listdir(folder) if name.startswith("grade-was-here")]
    assert left == []


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return find_catalogue()


@pytest.fixture(scope="session")
def grader() -> Iterator[Grader]:
    """One grader for all tests, as a batch would have."""
    with Grader(ZygoteProcess()) as grader:
        yield grader


@pytest.fixture(scope="session")
def grade_source(grader: Grader, catalogue: Catalogue) -> Callable[..., Result]:
    """Grade a text as a solution of a kata; what it costs is looked at only ``with_budgets``."""

    def graded(kata_id: str, source: str, with_budgets: bool = False) -> Result:
        submission = Submission(name=f"{kata_id}.py", source=source, sha256="0" * 64)
        return grader.grade(catalogue.load(kata_id), submission, with_budgets)

    return graded


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """A copy of the collection, to plant faults in."""
    for part in ("katas", "solutions"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def first_trouble(result: Result) -> str:
    """The verdict where it is passed or invalid, otherwise the outcome of the first check that did not pass."""
    if result.verdict in ("passed", "invalid"):
        return result.verdict
    return next(check.outcome for check in result.checks if check.outcome != "passed")
