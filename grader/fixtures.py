"""A pytest plugin, so that a mentor can run a kata's hidden tests alone:

    pytest katas/conv2d/hidden_tests.py [--solution FILE]

The code under test then runs in pytest's own process, without a wall: the reference, or a file that the mentor trusts.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import numpy as np

    from grader.kata import Kata
    from grader.solution import TrustedSolution


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("katas")
    group.addoption("--solution", metavar="FILE", help="hold the hidden tests against FILE instead of the reference")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a file that is not there before any test fails for want of it."""
    chosen = config.getoption("--solution")
    if chosen and not Path(chosen).is_file():
        raise pytest.UsageError(f"--solution: there is no file {chosen}")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Warnings of the code under test are no failures here, whatever the surrounding configuration says."""
    if item.path.name == "hidden_tests.py":
        item.add_marker(pytest.mark.filterwarnings("default"))


def pytest_pycollect_makemodule(module_path: Path, parent: Any) -> None:  # noqa: ARG001  (pytest's signature)
    """Settle hypothesis before a kata's hidden tests are imported, for they take its settings as they are then."""
    if module_path.name == "hidden_tests.py":
        from grader.drawing import settle_hypothesis

        settle_hypothesis()


@pytest.fixture
def solution(request: pytest.FixtureRequest) -> TrustedSolution:
    """The functions under test."""
    from grader.solution import TrustedSolution

    kata = _kata(request)
    chosen = request.config.getoption("--solution")
    return TrustedSolution(kata, Path(chosen) if chosen else kata.reference_path)


@pytest.fixture
def reference(request: pytest.FixtureRequest) -> TrustedSolution:
    """The reference solution's functions."""
    from grader.solution import TrustedSolution

    kata = _kata(request)
    return TrustedSolution(kata, kata.reference_path)


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    """A generator that gives the same numbers to the same test each time."""
    from grader.drawing import generator_for

    return generator_for(request.node.name)


def _kata(request: pytest.FixtureRequest) -> Kata:
    from grader.kata import load_kata

    folder = request.path.parent
    return load_kata(folder, folder.parents[1] / "solutions" / f"{folder.name}.py")
