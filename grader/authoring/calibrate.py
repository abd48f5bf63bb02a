"""Budgets are measured, and limits proposed: between what the reference takes and what a naive solution does."""

from __future__ import annotations

import copy
import math
from pathlib import Path

import msgspec

from grader.authoring.texts import NAIVE, right_answers
from grader.budgets import ROOM
from grader.entries import Budget, BudgetKind
from grader.grading import Grader
from grader.kata import Kata
from grader.result import BudgetResult, Result
from grader.sources import text_of
from grader.submission import Submission

ROUNDS = 3
LEAST: dict[BudgetKind, float] = {"time": 3.0, "memory": 2.0}
"""No proposed limit is lower: a right solution in another style costs more than the reference, too."""
TELLING = 2.0
"""What is to be refused should cost so many times what is allowed."""
SLACK = 1.25
"""Right answers should stay below a limit by so much."""
_WIDEST: dict[BudgetKind, float] = {"time": 1000, "memory": 1000, "growth": 10}


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """What one solution takes on one budget's workload, in the budget's unit."""

    name: str
    measured: float = 0.0
    """0 where it could not be measured, and ``problem`` says why."""
    low: float = 0.0
    high: float = 0.0
    problem: str = ""


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """A limit for one budget, and where it comes from."""

    budget: str
    kind: BudgetKind
    limit: float
    """As it stands in kata.yaml."""
    reference: Cost
    naive: Cost | None
    right: tuple[Cost, ...]
    """Of right/: the limit should let them pass."""
    proposed: float
    advice: str

    @property
    def below(self) -> float:
        """How many times the reference's cost is allowed; of growth, how much above its exponent the limit is."""
        return (
            self.proposed - self.reference.measured
            if self.kind == "growth"
            else self.proposed / self.reference.measured
        )

    @property
    def above(self) -> float | None:
        """The same from the limit to the naive solution; None where there is none."""
        if self.naive is None or not self.naive.measured:
            return None
        return self.naive.measured - self.proposed if self.kind == "growth" else self.naive.measured / self.proposed


def calibrate(grader: Grader, kata: Kata) -> list[Proposal]:
    """Measure every budget of ``kata``, and propose its limit.

    Raises:
        KataError: a workload fails, or the reference does on it.
    """
    wide = copy.copy(kata)
    wide.budgets = {name: _without_limit(budget) for name, budget in kata.budgets.items()}
    naive = kata.folder / NAIVE
    costs: dict[str, dict[str, Cost]] = {}
    others = [*right_answers(kata), *([naive] if naive.is_file() else [])]
    for path in (kata.reference_path, *others):
        name = "reference" if path == kata.reference_path else path.name
        costs[name] = _costs(grader, wide, name, path)
    return [
        _proposal(
            name,
            budget,
            costs["reference"][name],
            costs[NAIVE][name] if naive.is_file() else None,
            tuple(each[name] for key, each in costs.items() if key not in ("reference", NAIVE)),
        )
        for name, budget in kata.budgets.items()
    ]


def _without_limit(budget: Budget) -> Budget:
    return msgspec.structs.replace(budget, **{budget.kind: _WIDEST[budget.kind]})


def _costs(grader: Grader, kata: Kata, name: str, path: Path) -> dict[str, Cost]:
    submission = Submission(name=path.name, source=text_of(path))
    results = [grader.grade(kata, submission) for _ in range(ROUNDS)]
    return {budget: _cost(name, results, [_budget_of(result, budget) for result in results]) for budget in kata.budgets}


def _budget_of(result: Result, name: str) -> BudgetResult:
    return next(budget for budget in result.budgets if budget.id == name)


def _cost(name: str, results: list[Result], found: list[BudgetResult]) -> Cost:
    measured = sorted((budget for budget in found if budget.pairs), key=lambda budget: budget.measured)
    if not measured:
        failing = next((check.id for check in results[0].checks if check.outcome != "passed"), "")
        why = results[0].problem or (f"it fails {failing}" if failing else found[0].message)
        return Cost(name=name, problem=why.rstrip("."))
    middle = measured[len(measured) // 2]
    return Cost(
        name=name,
        measured=middle.measured,
        low=min(budget.low for budget in measured),
        high=max(budget.high for budget in measured),
    )


def _proposal(name: str, budget: Budget, reference: Cost, naive: Cost | None, right: tuple[Cost, ...]) -> Proposal:
    dearest = max((cost.measured for cost in (reference, *right)), default=0.0)
    told = naive.measured if naive and naive.measured else None
    if budget.kind == "growth":
        least = max(dearest + ROOM, 1.0)
        proposed = _rounded((least + told) / 2 if told and told > least else least, up=False)
        is_telling = told is None or told - proposed >= ROOM / 2
    else:
        least = max(LEAST[budget.kind], dearest * SLACK)
        proposed = _rounded(max(least, math.sqrt(dearest * told)) if told else least)
        is_telling = told is None or told / proposed >= TELLING
    if reference.problem:
        advice = f"The reference could not be measured: {reference.problem}."
    elif naive is None:
        advice = f"Write {NAIVE}, the right solution that comes first to mind, to see what the budget refuses."
    elif naive.problem:
        advice = f"{NAIVE} could not be measured: {naive.problem}."
    elif not is_telling:
        advice = f"{NAIVE} costs too little more than what is right: choose a workload on which they differ."
    else:
        advice = "The limit tells the two apart."
    return Proposal(
        budget=name,
        kind=budget.kind,
        limit=budget.limit,
        reference=reference,
        naive=naive,
        right=right,
        proposed=proposed,
        advice=advice,
    )


def _rounded(number: float, up: bool = True) -> float:
    """Return a number that reads well: two digits, and no less than ``number`` where ``up``."""
    if number <= 0:
        return number
    step = 10.0 ** (math.floor(math.log10(number)) - 1)
    rounds = math.ceil if up else round
    return float(f"{rounds(number / step - (1e-9 if up else 0)) * step:.4g}")
