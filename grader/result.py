"""The result of a grading: one frozen type with one JSON form, which every report and the history are made from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

SCHEMA = "grade-result/1"

Outcome = Literal["passed", "failed", "error", "timeout", "memory", "crashed", "skipped"]
"""failed: a wrong answer. error: the learner's code raised, or broke a rule of the wall. timeout, memory: over a bound.
crashed: the process ended by itself. skipped: not run, and the message says why."""

Verdict = Literal["passed", "failed", "invalid"]


class Counterexample(msgspec.Struct, frozen=True, kw_only=True):
    """The smallest input found that breaks the learner's code."""

    code: str
    """Python that makes the call: assignments of its arguments, then the call."""
    expected: str
    got: str
    where: str = ""
    """Where expected and got first differ, or how their shapes or dtypes do."""


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """What one check of the kata saw."""

    id: str
    title: str
    outcome: Outcome
    points: float
    max_points: float
    why: str = ""
    """Why it matters, in a sentence of the kata's author; "" where it passed."""
    message: str = ""
    """What went wrong, or why the check was not run; "" where it passed."""
    hint: str = ""
    """What the kata's author says to one whose code fails this check."""
    line: int | None = None
    """The line of the submission at which its code raised, where it did."""
    counterexample: Counterexample | None = None
    stdout: str = ""
    """What the learner's code printed during the check (standard output and error), shortened."""


class BudgetResult(msgspec.Struct, frozen=True, kw_only=True):
    """What one budget measured."""

    id: str
    outcome: Outcome
    measured: float
    limit: float
    unit: str
    points: float
    max_points: float


class MistakeNamed(msgspec.Struct, frozen=True, kw_only=True):
    """A known mistake that explains the wrong outputs, alone or together with the others named."""

    id: str
    says: str
    look: str = ""
    """What to look at; "" where the kata's author says no more."""
    code: str = ""
    """Python that makes a call on which the learner's code and the mistake give the same wrong answer."""
    got: str = ""
    """That answer."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One cause, and all the checks that fail for it."""

    cause: str
    """What is wrong, in a sentence."""
    checks: tuple[str, ...]
    """The failing checks' ids, in the kata's order."""
    common: str = ""
    """What the failing inputs have in common and the passing ones have not ("padding=0"); "" where nothing is."""
    mistake: str = ""
    """The id of the known mistake that it is; "" where it is none."""
    line: int | None = None
    """The line of the submission that it comes from, where that is known."""


class SubmissionRef(msgspec.Struct, frozen=True, kw_only=True):
    """Which file was graded."""

    name: str
    """The file's own name."""
    sha256: str
    path: str = ""
    """Where it was found, as the user said it."""


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """All there is to know of one grading."""

    schema: str = SCHEMA
    kata: str
    title: str
    submission: SubmissionRef
    verdict: Verdict
    score: float
    max_score: float
    checks: tuple[CheckResult, ...]
    budgets: tuple[BudgetResult, ...] = ()
    mistakes: tuple[MistakeNamed, ...] = ()
    findings: tuple[Finding, ...] = ()
    """The failing checks, grouped by cause; every failing check is in one of them at least."""
    unwritten: bool = False
    """Whether nothing is written yet: the stub as it came, or functions that only raise NotImplementedError."""
    problem: str = ""
    """Why the submission could not be loaded, in a sentence; "" where it could."""
    advice: str = ""
    """What to do next, in a sentence."""
    isolation: str
    """"landlock+seccomp" where the kernel held the wall, "process" where only a process and its limits did."""
    duration_s: float


def verdict_of(parts: Iterable[CheckResult | BudgetResult], problem: str = "") -> Verdict:
    """Read the verdict off what the grader saw: passed takes at least one part, and every part passed."""
    outcomes = [part.outcome for part in parts]
    if problem and all(outcome == "skipped" for outcome in outcomes):
        return "invalid"
    return "passed" if outcomes and all(outcome == "passed" for outcome in outcomes) and not problem else "failed"


def total(points: Iterable[float]) -> float:
    """Add points up; halves and quarters stay exact, tenths are rounded back to where they belong."""
    return round(sum(points), 6)


def exit_status(results: Sequence[Result]) -> int:
    """Return 0 where every submission passed, otherwise 1."""
    return 0 if results and all(result.verdict == "passed" for result in results) else 1


def to_json(result: Result) -> str:
    """Write ``result`` as one line of JSON."""
    return msgspec.json.encode(result).decode("utf-8")
