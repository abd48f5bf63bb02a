"""What a solution costs is measured from outside, beside the reference, and nothing that it does hides it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from benchmarks.budgets import repeated
from grader import budgets
from grader.catalogue import Catalogue
from grader.errors import KataError
from grader.grading import Grader
from grader.jail import gauge
from grader.jail.launch import ZygoteProcess
from grader.kata import Kata
from grader.reports.terminal import terminal_report
from grader.result import BudgetResult, Result
from grader.submission import Submission, read_submission
from grader.workloads import Recorder, program_of
from tests.conftest import SUBMISSIONS

COSTLY = SUBMISSIONS / "costly"
CHEATS = [
    (kata_id, name, budget)
    for kata_id, names in yaml.safe_load((COSTLY / "labels.yaml").read_text()).items()
    for name, budget in names.items()
]
RIGHT = [path for path in sorted(SUBMISSIONS.glob("*/passed/*.py")) if path.parts[-3] != "hostile"]
MISSED = yaml.safe_load((SUBMISSIONS / "budgets.yaml").read_text())

Grade = Callable[..., Result]


def named(result: Result, name: str) -> BudgetResult:
    """One budget of a result."""
    return next(budget for budget in result.budgets if budget.id == name)


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_a_right_solution_misses_the_budgets_that_it_should(grader: Grader, catalogue: Catalogue, path: Path) -> None:
    """Idiomatic numpy is within every limit, loops are not within that of time; those listed as `either` are near one."""
    kata = catalogue.load(path.parts[-3])
    result = grader.grade(kata, read_submission(path))
    assert all(check.outcome == "passed" for check in result.checks)
    listed = MISSED[kata.id].get(path.stem, {})
    missed = {budget.id for budget in result.budgets if budget.outcome != "passed"}
    either = {*listed.get("either", [])}
    assert missed - either == {*listed.get("missed", [])} - either, result.budgets
    assert result.score == 10 - sum(kata.budgets[name].points for name in missed)
    assert result.verdict == ("failed" if missed else "passed")


@pytest.mark.parametrize(("kata_id", "name", "budget"), CHEATS, ids=lambda value: value)
def test_no_cheat_hides_what_it_costs(
    grader: Grader, catalogue: Catalogue, kata_id: str, name: str, budget: str
) -> None:
    """Patched clocks, work put off or moved, results kept, memory freed in time: the budget is not passed."""
    result = grader.grade(catalogue.load(kata_id), read_submission(COSTLY / kata_id / f"{name}.py"))
    assert named(result, budget).outcome != "passed"
    assert result.verdict == "failed"


@pytest.mark.parametrize(
    "kata_id", ["adam_step", "batch_norm", "conv2d", "iou", "nms", "receptive_field", "self_attention"]
)
def test_ten_times_the_work_is_over_every_limit_of_time(
    catalogue: Catalogue, grade_source: Grade, kata_id: str
) -> None:
    """And the result says by how much; every check still passes."""
    kata = catalogue.load(kata_id)
    result = grade_source(kata_id, repeated(kata, 10).source, with_budgets=True)
    assert result.score == 10 - kata.budgets["speed"].points
    speed = named(result, "speed")
    assert speed.outcome == "failed"
    assert 4 < speed.measured < 16
    assert speed.low <= speed.measured <= speed.high
    assert speed.pairs >= 2
    assert speed.hint == kata.budgets["speed"].hint


def test_growth_has_the_costs_at_each_size(catalogue: Catalogue, grade_source: Grade) -> None:
    """So that a report can draw both curves."""
    growth = named(grade_source("nms", catalogue.load("nms").reference, with_budgets=True), "growth")
    assert [cost.size for cost in growth.costs] == [300, 600, 1200]
    assert all(cost.yours > 0 and cost.reference > 0 for cost in growth.costs)


def test_budgets_wait_for_right_answers(catalogue: Catalogue, grade_source: Grade) -> None:
    """A wrong solution's cost says nothing, and it has no points for it."""
    kata = catalogue.load("conv2d")
    result = grade_source("conv2d", kata.mistaken_source(kata.spec.mistakes[0]), with_budgets=True)
    assert {budget.outcome for budget in result.budgets} == {"skipped"}
    assert result.max_score == 10


def test_without_budgets_the_checks_are_all(catalogue: Catalogue, grade_source: Grade) -> None:
    """The verdict and the score are those of the checks, and the report says so."""
    result = grade_source("conv2d", catalogue.load("conv2d").reference)
    assert result.verdict == "passed"
    assert result.score == result.max_score == 8
    assert all(budget.outcome == "skipped" and budget.max_points == 0 for budget in result.budgets)
    assert "without its budgets" in "".join(terminal_report([result]))


def test_a_result_that_is_wrong_only_on_the_workload_costs_its_budgets(
    catalogue: Catalogue, grade_source: Grade
) -> None:
    """Whatever it is that the tests did not see, what it costs does not count."""
    source = repeated(catalogue.load("nms"), 1).source.replace(
        "return result", "return result[:40] if len(args[0]) > 1500 else result"
    )
    result = grade_source("nms", source, with_budgets=True)
    speed = named(result, "speed")
    assert speed.outcome == "failed"
    assert "is wrong, so its cost does not count" in speed.message
    assert named(result, "growth").outcome == "passed"


def test_the_terminal_shows_a_bar_against_the_limit(catalogue: Catalogue, grade_source: Grade) -> None:
    """With the ratio, the limit, and where the cost comes from if it is over."""
    shown = "".join(
        terminal_report(
            [grade_source("adam_step", repeated(catalogue.load("adam_step"), 10).source, with_budgets=True)]
        )
    )
    assert "█┃█" in shown
    assert "times the reference's CPU time, limit 3" in shown
    assert "Time usually goes into" in shown
    assert "9 / 10 points" in shown


def test_a_machine_without_these_clocks_measures_elapsed_time(
    catalogue: Catalogue, grade_source: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on macOS: time that passes stands in for CPU time, memory is not measured and does not count."""
    monkeypatch.setattr(gauge, "_can_read_clock", lambda pid: False)
    monkeypatch.setattr(gauge.Gauge, "_status_bytes", lambda self, key: 0)
    kata = catalogue.load("iou")
    right = grade_source("iou", kata.reference, with_budgets=True)
    assert right.verdict == "passed"
    assert right.score == right.max_score == 9
    assert named(right, "speed").unit == "times the reference's elapsed time"
    assert named(right, "speed").pairs >= 9
    assert named(right, "memory").outcome == "skipped"
    assert "does not tell" in named(right, "memory").message
    slow = grade_source("iou", (SUBMISSIONS / "iou/passed/double_loop_python_floats.py").read_text(), with_budgets=True)
    assert named(slow, "speed").outcome == "failed"


def test_a_solution_that_ends_on_the_workload_says_how(catalogue: Catalogue, grade_source: Grade) -> None:
    """A crash on large input is a crash, too much memory is memory, an exception is told with its line."""
    source = repeated(catalogue.load("nms"), 1).source
    for ending, outcome in [
        ("__import__('os')._exit(3)", "crashed"),
        ("np.ones(1 << 27)", "memory"),
        ("1 / 0", "error"),
        ("__import__('time').sleep(9)", "timeout"),
    ]:
        late = source.replace("    return result", f"    if len(args[0]) > 1500:\n        {ending}\n    return result")
        speed = named(grade_source("nms", late, with_budgets=True), "speed")
        assert speed.outcome == outcome, speed
        assert speed.message


@pytest.fixture
def kata(catalogue: Catalogue) -> Kata:
    return catalogue.load("batch_norm")


def test_a_workload_s_calls_take_parts_of_earlier_results(kata: Kata) -> None:
    """A program has each array once, the parts by their places, and lets go of what is needed no more."""
    recorder, x = Recorder(kata.spec.functions), np.ones((4, 2))
    first = recorder.batch_norm_forward(x, x, training=True)
    second = recorder.batch_norm_backward(first[0][0:2, 1:2], cache=first[1])
    program = recorder.program([second[0], second])
    assert [step.function for step in program.steps] == ["", "batch_norm_forward", "batch_norm_backward"]
    assert program.steps[1].taken == [(0, (0, ())), (1, (0, ()))]
    assert program.steps[2].taken == [(0, (1, (0, ((0, 2), (1, 2))))), ("cache", (1, (1,)))]
    assert [step.over for step in program.steps] == [[], [0], [1]]
    assert program.wanted == [(2, (0,)), (2, ())]


@pytest.mark.parametrize(
    ("misuse", "word"),
    [
        (lambda solution, rng: solution.batch_norm(1), "no function `batch_norm`"),
        (lambda solution, rng: [*solution.batch_norm_forward(1)], "take its parts"),
        (lambda solution, rng: solution.batch_norm_forward(1)[-1], "by its position"),
        (lambda solution, rng: solution.batch_norm_forward(1)[::2], "a start and a stop"),
        (lambda solution, rng: rng.normal(), "returns what its calls gave back"),
        (lambda solution, rng: [], "returns what its calls gave back"),
    ],
)
def test_a_workload_that_cannot_be_is_the_kata_s_error(kata: Kata, misuse: Callable[..., Any], word: str) -> None:
    """It names the file, the workload and the line."""
    with pytest.raises(KataError, match=word) as caught:
        program_of(kata, kata.budgets["speed"], misuse, np.random.default_rng(0), 0)
    assert "hidden_tests.py" in str(caught.value)
    assert "workload_deep_network" in str(caught.value)


def test_what_cannot_cross_is_the_kata_s_error(kata: Kata) -> None:
    """An argument that is no plain data is told with the workload that has it."""
    with pytest.raises(KataError, match="a set cannot cross the wall"):
        program_of(kata, kata.budgets["speed"], lambda solution, rng: solution.given({1}), np.random.default_rng(0), 0)


def test_a_workload_that_the_reference_fails_is_the_kata_s_error(grader: Grader, catalogue: Catalogue) -> None:
    """Not the learner's."""
    kata = catalogue.load("nms")

    def workload(solution: Any, rng: Any, size: int = 0) -> Any:
        return solution.nms(np.ones((3, 4)), np.ones(2), 0.5)

    submission = Submission(name="nms.py", source=kata.reference)
    with pytest.raises(KataError, match="the reference fails on it: ValueError: scores has length 2"):
        budgets.measured_budgets(grader._jail, kata, submission, {"street": workload, "few_objects": workload})


def test_no_worker_is_left_behind(catalogue: Catalogue) -> None:
    """Every worker of a measurement has ended when it is over."""
    kata = catalogue.load("conv2d")
    with Grader(ZygoteProcess()) as grader:
        grader.grade(kata, Submission(name="conv2d.py", source=kata.reference))
        children = Path(f"/proc/{grader._jail._process.pid}/task/{grader._jail._process.pid}/children")
        if not children.exists():
            pytest.skip("this kernel does not list a process's children")
        assert children.read_text().split() == []
