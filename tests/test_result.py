"""The result's form, and the verdict read off its parts."""

from __future__ import annotations

import itertools
import json
from typing import get_args

import pytest

from grader.result import CheckResult, Outcome, Result, SubmissionRef, exit_status, to_json, total, verdict_of


def check(outcome: Outcome) -> CheckResult:
    return CheckResult(id="test_x", title="x", outcome=outcome, points=0, max_points=1)


def result(*outcomes: Outcome, problem: str = "") -> Result:
    checks = tuple(check(outcome) for outcome in outcomes)
    return Result(
        kata="conv2d",
        title="t",
        submission=SubmissionRef(name="a.py", sha256=""),
        verdict=verdict_of(checks, problem),
        score=0,
        max_score=1,
        checks=checks,
        problem=problem,
        isolation="process",
        duration_s=0.1,
    )


@pytest.mark.parametrize("outcome", get_args(Outcome))
def test_only_passed_is_passed(outcome: Outcome) -> None:
    """Every other outcome, alone or beside passed ones, fails; so does no check at all."""
    expected = "passed" if outcome == "passed" else "failed"
    assert verdict_of([check(outcome)]) == expected
    assert verdict_of([check("passed"), check(outcome)]) == expected
    assert verdict_of([]) == "failed"


@pytest.mark.parametrize("outcomes", list(itertools.product(["passed", "skipped", "timeout"], repeat=2)))
def test_a_problem_is_never_passed(outcomes: tuple[Outcome, ...]) -> None:
    """Invalid where nothing was run, otherwise failed."""
    verdict = verdict_of([check(outcome) for outcome in outcomes], problem="cannot be read")
    assert verdict == ("invalid" if set(outcomes) == {"skipped"} else "failed")


def test_exit_status() -> None:
    """0 takes at least one result, all of them passed."""
    assert exit_status([result("passed")]) == 0
    assert exit_status([result("passed"), result("failed")]) == 1
    assert exit_status([result("skipped", problem="a link")]) == 1
    assert exit_status([]) == 1


def test_the_json_form() -> None:
    """One line, with the schema's name and every field that the plan promises."""
    line = to_json(result("passed", "crashed"))
    assert "\n" not in line
    data = json.loads(line)
    assert data["schema"] == "grade-result/1"
    assert {"kata", "submission", "verdict", "score", "max_score", "checks", "budgets", "mistakes", "isolation"} <= set(
        data
    )
    assert {"id", "title", "outcome", "points", "max_points", "message", "counterexample", "stdout"} <= set(
        data["checks"][0]
    )


def test_points_add_up_exactly() -> None:
    """Ten tenths are one."""
    assert total([0.1] * 10) == 1
