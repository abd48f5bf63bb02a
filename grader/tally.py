"""What many results come to: a gradebook's row each, how often each check is passed, and which mistakes are common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from grader.result import BudgetResult, CheckResult, Result, Verdict, total

MAX_LISTED = 100
"""So many of the slowest, crashed, invalid... are kept by name; all are counted."""
MAX_SLOWEST = 10
_BINS = 10


class BatchResult(Result, frozen=True, kw_only=True):
    """A result among many: whose it is, and with which kata it was graded."""

    learner: str
    kata_version: str
    """A digest of the kata's files and the program's version."""
    page: str
    """The report's place below the batch's folder."""
    given_up: str = ""
    """Why the grading was given up, where it was no outcome of the code; somebody has to look at it."""

    @property
    def key(self) -> tuple[str, str]:
        """The learner and the kata, which tell it from every other."""
        return self.learner, self.kata


result_of = msgspec.json.Decoder(BatchResult).decode
"""Reads one of the lines that results are kept in."""


class Named(msgspec.Struct, frozen=True):
    """A result that is listed by name."""

    learner: str
    kata: str
    page: str
    score: float
    verdict: Verdict
    why: str
    duration_s: float


class CheckRate(msgspec.Struct, frozen=True):
    """How often a check, a budget or a point of an explanation is passed."""

    title: str
    passed: int
    counted: int
    """Of those that were graded on it at all: whose code could be loaded, and who had written something."""

    @property
    def rate(self) -> float:
        return self.passed / self.counted if self.counted else 0.0


class MistakeCount(msgspec.Struct, frozen=True):
    """A known mistake, and how many made it."""

    kata: str
    id: str
    says: str
    times: int
    of: int
    """So many did not pass the kata."""


def spread(shares: Iterable[float]) -> list[int]:
    """Count how many have less than 10 % of the points, less than 20 %, and so on; the last have 90 % to all."""
    bins = [0] * _BINS
    for share in shares:
        bins[min(_BINS - 1, int(share * _BINS))] += 1
    return bins


class KataTally:
    """All results of one kata."""

    def __init__(self, kata: str, title: str, max_score: float) -> None:
        self.kata, self.title, self.max_score = kata, title, max_score
        self.verdicts: Counter[Verdict] = Counter()
        self.unwritten = 0
        self.shares: list[float] = []
        """Everybody's share of the points."""
        self.score_sum = 0.0
        self._checks: dict[str, list[int]] = {}
        self._titles: dict[str, str] = {}
        self._mistakes: Counter[str] = Counter()
        self._says: dict[str, str] = {}

    def add(self, result: Result) -> None:
        """Count one result."""
        self.verdicts[result.verdict] += 1
        self.score_sum += result.score
        self.shares.append(result.score / result.max_score if result.max_score else 0.0)
        self.unwritten += result.unwritten
        if not result.problem and not result.unwritten:
            parts: tuple[CheckResult | BudgetResult, ...] = (*result.checks, *result.budgets)
            for part in parts:
                self._titles[part.id] = part.title
                row = self._checks.setdefault(part.id, [0, 0])
                if part.outcome != "skipped":
                    row[0] += part.outcome == "passed"
                    row[1] += 1
        for mistake in result.mistakes:
            self._mistakes[mistake.id] += 1
            self._says[mistake.id] = mistake.says

    @property
    def bins(self) -> list[int]:
        """How their scores are spread, as ``spread`` says."""
        return spread(self.shares)

    @property
    def count(self) -> int:
        return self.verdicts.total()

    @property
    def mean(self) -> float:
        return self.score_sum / self.count if self.count else 0.0

    @property
    def checks(self) -> list[CheckRate]:
        """Every check and budget that somebody was graded on, in the kata's order."""
        return [CheckRate(self._titles[name], *row) for name, row in self._checks.items() if row[1]]

    @property
    def mistakes(self) -> list[MistakeCount]:
        """The known mistakes that were made, those first that were made most often."""
        of = self.count - self.verdicts["passed"]
        ordered = sorted(self._mistakes.items(), key=lambda item: (-item[1], item[0]))
        return [MistakeCount(self.kata, name, self._says[name], times, of) for name, times in ordered]


class Listed:
    """Some results by name, of all that are counted."""

    def __init__(self) -> None:
        self.count = 0
        self.some: list[Named] = []

    def add(self, named: Named) -> None:
        """Count one, and keep it while there is room."""
        self.count += 1
        if len(self.some) < MAX_LISTED:
            self.some.append(named)


class Row(msgspec.Struct, frozen=True):
    """A learner's scores."""

    learner: str
    cells: Mapping[str, Named]
    """By kata; none where nothing was handed in."""

    @property
    def total(self) -> float:
        return total(cell.score for cell in self.cells.values())


class Tally:
    """What a whole batch came to. Results go in one by one, and are not kept."""

    def __init__(self, katas: Mapping[str, tuple[str, float]], learners: Sequence[str]) -> None:
        """``katas``: every kata's title and most points, by id."""
        self.katas = {kata: KataTally(kata, title, most) for kata, (title, most) in katas.items()}
        self.max_total = total(most for _, most in katas.values())
        self._cells: dict[str, dict[str, Named]] = {learner: {} for learner in learners}
        self.invalid, self.timed_out, self.out_of_memory, self.crashed = Listed(), Listed(), Listed(), Listed()
        self.given_up = Listed()
        self.slowest: list[Named] = []
        self.isolations: Counter[str] = Counter()

    def add(self, result: BatchResult) -> None:
        """Count one result."""
        self.katas[result.kata].add(result)
        named = _named(result)
        self._cells.setdefault(result.learner, {})[result.kata] = named
        outcomes = {check.outcome for check in result.checks} | {budget.outcome for budget in result.budgets}
        if result.verdict == "invalid":
            self.invalid.add(named)
        for outcome, listed in (
            ("timeout", self.timed_out),
            ("memory", self.out_of_memory),
            ("crashed", self.crashed),
        ):
            if outcome in outcomes and not result.given_up:
                listed.add(named)
        if result.given_up:
            self.given_up.add(named)
        self.slowest = sorted([*self.slowest, named], key=lambda one: -one.duration_s)[:MAX_SLOWEST]
        if result.isolation != "none":
            self.isolations[result.isolation] += 1

    @property
    def rows(self) -> Iterator[Row]:
        """Every learner, in order, with what was graded."""
        for learner, cells in self._cells.items():
            yield Row(learner, cells)

    @property
    def bins(self) -> list[int]:
        """How the learners' totals are spread, as ``spread`` says."""
        return spread(row.total / self.max_total if self.max_total else 0.0 for row in self.rows)

    @property
    def learner_count(self) -> int:
        return len(self._cells)

    @property
    def count(self) -> int:
        return sum(kata.count for kata in self.katas.values())

    @property
    def verdicts(self) -> Counter[Verdict]:
        return sum((kata.verdicts for kata in self.katas.values()), Counter())

    @property
    def mistakes(self) -> list[MistakeCount]:
        """Of all katas, the most common first."""
        found = [mistake for kata in self.katas.values() for mistake in kata.mistakes]
        return sorted(found, key=lambda mistake: (-mistake.times, mistake.kata, mistake.id))


def _named(result: BatchResult) -> Named:
    why = result.given_up or result.problem
    if not why:
        why = next(
            (check.message for check in result.checks if check.outcome in ("timeout", "memory", "crashed")), ""
        ) or next((budget.message for budget in result.budgets if budget.outcome in ("timeout", "memory")), "")
    return Named(
        learner=result.learner,
        kata=result.kata,
        page=result.page,
        score=result.score,
        verdict=result.verdict,
        why=why,
        duration_s=result.duration_s,
    )
