"""The result of a grading: one frozen type with one JSON form, which every report and the history are made from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Literal

import msgspec

from grader.picture import Picture

SCHEMA = "grade-result/1"

Outcome = Literal["passed", "failed", "error", "timeout", "memory", "crashed", "skipped", "not_found"]
"""failed: a wrong answer. error: the learner's code raised, or broke a rule of the wall. timeout, memory: over a bound.
crashed: the process ended by itself. skipped: not run, and the message says why. Of a point of an explanation, passed:
the answer says it; failed: it says the contrary; not_found: neither was found, which is not to say that it is wrong."""

Verdict = Literal["passed", "failed", "invalid"]


Span = tuple[int, int]
"""Where some characters of a text begin, and where they end."""


class Counterexample(msgspec.Struct, frozen=True, kw_only=True):
    """The smallest input found that breaks the learner's code."""

    code: str
    """Python that makes the call: assignments of its arguments, then the call."""
    expected: str
    got: str
    where: str = ""
    """Where expected and got first differ, or how their shapes or dtypes do."""
    picture: Picture | None = None
    """The numbers that a picture of it is drawn from, where one says more than words."""


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
    """The line of the submission at which its code raised, where it did, or where the quoted sentence begins."""
    counterexample: Counterexample | None = None
    stdout: str = ""
    """What the learner's code printed during the check (standard output and error), shortened."""
    quote: str = ""
    """Of a point of an explanation: the learner's own words that say it, or the contrary."""
    spans: tuple[Span, ...] = ()
    """Where in the submission's text these stand."""
    group: str = ""
    """The group of points that it counts in, whose limit may leave it less than its ``max_points``; "" for none."""


class GroupResult(msgspec.Struct, frozen=True, kw_only=True):
    """Checks that count together, up to a limit."""

    id: str
    title: str
    points: float
    max_points: float


class CostAt(msgspec.Struct, frozen=True, kw_only=True):
    """What a workload cost the learner's code and the reference: medians over the pairs measured."""

    size: int = 0
    """Of the workload, where the budget is on growth."""
    yours: float
    reference: float


class BudgetResult(msgspec.Struct, frozen=True, kw_only=True):
    """What one budget measured."""

    id: str
    title: str
    kind: Literal["time", "memory", "growth"]
    outcome: Outcome
    """failed: over the limit, or a wrong result. skipped with ``max_points`` 0: not measured, and nobody's fault."""
    measured: float = 0.0
    """Median over the pairs. Of time and memory, how many times the reference's; of growth, the exponent of CPU time
    against size. 0 where ``pairs`` is 0, which is where nothing could be measured."""
    limit: float
    """What ``measured`` may be."""
    unit: str
    low: float = 0.0
    high: float = 0.0
    """The spread: the median lies between these (all pairs do where they are few)."""
    pairs: int = 0
    """How many times the learner's code and the reference were measured side by side."""
    at_least: bool = False
    """Whether the code was stopped before its end, so that ``measured`` is less than the truth."""
    too_close: bool = False
    """Whether the limit lies within the spread still after the last pair; it passes then."""
    costs: tuple[CostAt, ...] = ()
    cost_unit: Literal["ms", "MiB"]
    points: float
    max_points: float
    message: str = ""
    """What is wrong or was not measured; "" where it passed clearly."""
    hint: str = ""
    """Where the cost usually comes from, where it is over the limit."""

    @property
    def passes(self) -> bool:
        """Whether it stands in nobody's way: within its limit, or not measured and not counted."""
        return self.outcome == "passed" or (self.outcome == "skipped" and not self.max_points)


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
    quote: str = ""
    """Of an explanation: the learner's own words that show it."""
    line: int | None = None
    """Where these begin."""
    spans: tuple[Span, ...] = ()
    """Where in the submission's text these stand."""


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
    text: str = ""
    """What it says, or the beginning of it; "" where that could not be read."""


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """All there is to know of one grading."""

    schema: str = SCHEMA
    kata: str
    title: str
    submission: SubmissionRef
    verdict: Verdict
    score: float
    max_score: float
    kind: Literal["code", "explain"] = "code"
    checks: tuple[CheckResult, ...]
    groups: tuple[GroupResult, ...] = ()
    """Of an explanation: what its points come to."""
    budgets: tuple[BudgetResult, ...] = ()
    mistakes: tuple[MistakeNamed, ...] = ()
    findings: tuple[Finding, ...] = ()
    """The failing checks of code, grouped by cause; every failing check is in one of them at least."""
    unwritten: bool = False
    """Whether nothing is written yet: the stub as it came, or functions that only raise NotImplementedError."""
    problem: str = ""
    """Why the submission could not be loaded, in a sentence; "" where it could."""
    advice: str = ""
    """What to do next, in a sentence."""
    warnings: tuple[str, ...] = ()
    """What else whoever reads the result should know: a text cut short, a judge that did not answer."""
    isolation: str
    """"landlock+seccomp" where the kernel held the wall, "process" where only a process and its limits did, "none"
    where nothing was run."""
    at: str = ""
    """When the grading began: UTC, in the form of ISO 8601, to the second."""
    duration_s: float


def verdict_of(parts: Iterable[CheckResult | BudgetResult], problem: str = "") -> Verdict:
    """Read the verdict off what the grader saw: passed takes at least one part, and every part passed.

    A budget that was not to be measured, or cannot be on this machine, is no part: it has no points.
    """
    outcomes = [part.outcome for part in parts if isinstance(part, CheckResult) or part.max_points]
    if problem and all(outcome == "skipped" for outcome in outcomes):
        return "invalid"
    return "passed" if outcomes and all(outcome == "passed" for outcome in outcomes) and not problem else "failed"


def utc_now() -> str:
    """Return the time in the form of a result's ``at``."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def total(points: Iterable[float]) -> float:
    """Add points up; halves and quarters stay exact, tenths are rounded back to where they belong."""
    return round(sum(points), 6)


def exit_status(results: Sequence[Result]) -> int:
    """Return 0 where every submission passed, otherwise 1."""
    return 0 if results and all(result.verdict == "passed" for result in results) else 1


def to_json(result: Result) -> str:
    """Write ``result`` as one line of JSON."""
    return msgspec.json.encode(result).decode("utf-8")
