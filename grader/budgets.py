"""Budgets: what a solution costs beside the reference, in CPU time, peak memory and growth.

The learner's code and the reference run the same program on the same fresh inputs, in turn, each in a worker of its
own, and both are read from outside. A result is held to the reference's before its cost counts. What it takes only to
have arguments and results cross the wall is measured by a third worker, and left out.
"""

from __future__ import annotations

import math
import secrets
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from typing import Any

import msgspec
import numpy as np

from grader.entries import BudgetKind
from grader.findings import raised_text, sentence
from grader.jail.client import Jail
from grader.jail.endings import WorkerEnded, WorkerStopped
from grader.jail.gauge import ClockName, Cost
from grader.jail.program import Program, Source, Step
from grader.jail.raised import LearnerError
from grader.kata import Kata
from grader.pairs import CLEAR, MANY_PAIRS, MIN_PAIRS, Ruling, interval, ruling, slope, unhurried_ratio
from grader.result import BudgetResult, CostAt, Outcome
from grader.submission import Submission
from grader.testkit import Mismatch, assert_close, assert_equal
from grader.workloads import Workload, broken_workload, program_of

FAR_OVER = 4
"""A run is stopped when it takes this many times what the budget on time allows, for that settles it."""
LEAST_STOP_S = 0.05
"""No run is stopped before this."""
STOP_S: dict[BudgetKind, float] = {"growth": 0.25, "memory": 0.5}
"""A run for no budget on time is stopped then; code may be slow, and yet grow as it should, and take no memory."""
SLOW_S = 0.05
"""Where a run takes so long, what is done only once does not matter, and two runs say as much as three short ones."""
MEMORY_CLEAR = 1.05
"""Memory does not depend on what else a machine does, so one pair settles it, and little is clear enough."""
ROOM = 0.3
"""A growth limit is at least so much above the reference's own exponent in the same run."""

_UNITS: dict[BudgetKind, str] = {
    "time": "times the reference's {clock} time",
    "memory": "times the reference's peak memory",
    "growth": "as exponent of {clock} time by size",
}
_CLOCKS: dict[ClockName, str] = {"cpu": "CPU", "elapsed": "elapsed"}
_NO_MEMORY = "This machine does not tell how much memory another process takes."
_MIB = 1 << 20


def measured_budgets(
    jail: Jail, kata: Kata, submission: Submission, workloads: dict[str, Workload]
) -> tuple[BudgetResult, ...]:
    """Measure every budget of ``kata``.

    Raises:
        KataError: a workload fails, or the reference does on it.
    """
    groups: dict[tuple[str, tuple[int, ...]], list[str]] = {}
    for name, budget in kata.budgets.items():
        groups.setdefault((budget.workload, budget.sizes), []).append(name)
    found: dict[str, BudgetResult] = {}
    for (workload, _), names in groups.items():
        race = _Race(jail, kata, submission, names, workloads[workload])
        found |= {result.id: result for result in race.results()}
    return tuple(found[name] for name in kata.budgets)


def unmeasured(kata: Kata, why: str, counts: bool) -> tuple[BudgetResult, ...]:
    """Return every budget as not measured; ``counts`` says whether that costs its points."""
    return tuple(_result(kata, name, "skipped", message=why, counts=counts) for name in kata.budgets)


class _Pair(msgspec.Struct, frozen=True):
    """One program, run by both."""

    size: int
    mine: Cost
    theirs: Cost
    crossing_s: float
    """What it takes both to have the arguments and the results cross the wall."""
    sent_bytes: int
    """Memory that both have to take for the arguments: as they came, and as arrays."""

    @property
    def time_ratio(self) -> float:
        return self.own_s(self.mine) / self.own_s(self.theirs)

    @property
    def memory_ratio(self) -> float:
        return self.own_bytes(self.mine) / self.own_bytes(self.theirs)

    def own_s(self, cost: Cost) -> float:
        """Return the time without the crossing, which is never the most of it."""
        return max(cost.seconds - self.crossing_s, cost.seconds / 2)

    def own_bytes(self, cost: Cost) -> int:
        """Return the peak without the arguments."""
        return max(cost.peak_bytes - self.sent_bytes, 1)


_PORTER = """
kept = []

def keep(*values):
    kept[:] = values

def skip(*args, **kwargs):
    pass

def give():
    return tuple(kept)
"""


class _Side:
    """A worker with one program text in it, and its gauge."""

    def __init__(self, jail: Jail, kata: Kata, source: str, file_name: str, functions: tuple[str, ...]) -> None:
        """Start it.

        Raises:
            LearnerError, WorkerEnded: as ``Worker.load``.
        """
        spec = kata.spec
        self._worker = jail.worker(spec.limits, spec.packages)
        try:
            self.gauge = self._worker.gauge()
            if problem := self._worker.load(source, file_name, functions, spec.packages):
                raise WorkerEnded("error", problem)
            self.gauge.end()  # loading it is not measured
        except BaseException:  # whatever it is, the worker must not outlive it
            self.close()
            raise

    def run(self, program: Program, within_s: float) -> tuple[list[Any], Cost]:
        return self._worker.run(program, self.gauge, within_s)

    def close(self) -> None:
        self._worker.close()


class _Porter(_Side):
    """A side that takes the arguments of a program and gives its results, and does nothing in its calls."""

    def __init__(self, jail: Jail, kata: Kata) -> None:
        super().__init__(jail, kata, _PORTER, "porter.py", ("keep", "skip", "give"))
        self._within_s = kata.spec.limits.call_s

    def crossing_s(self, program: Program, results: list[Any]) -> float:
        """Return what the crossing takes of a program with these results."""
        self.run(Program([Step("keep", results, {}, [], [])], [(0, ())]), self._within_s)
        skipped = [msgspec.structs.replace(step, function=step.function and "skip", over=[]) for step in program.steps]
        called = [*skipped, Step("give", [], {}, [], [])]
        wanted: list[Source] = [(len(skipped), (place,)) for place in range(len(results))]
        return self.run(Program(called, wanted), self._within_s)[1].seconds


class _TooSlow(Exception):
    """The learner's code was stopped at ``size`` when it had taken ``mine_s``, ``ratio`` times the reference's time."""

    def __init__(self, size: int, mine_s: float, ratio: float) -> None:
        self.size, self.mine_s, self.ratio = size, mine_s, ratio


class _Race:
    """The budgets that share a workload, measured in the same runs."""

    def __init__(self, jail: Jail, kata: Kata, submission: Submission, names: list[str], workload: Workload) -> None:
        self._jail, self._kata, self._submission, self._workload = jail, kata, submission, workload
        self._open = names
        self._budget = kata.budgets[names[0]]
        self._sizes = self._budget.sizes or (0,)
        self._rounds: list[list[_Pair]] = []
        self._latest: list[_Pair] = []
        self._started_s = time.monotonic()
        self._reference_s: dict[int, float] = {}
        self._clock: ClockName = "cpu"
        self._least = MIN_PAIRS

    def results(self) -> Iterator[BudgetResult]:
        """Measure until each budget is settled."""
        sides = ExitStack()
        try:
            theirs = sides.enter_context(closing(self._reference()))
            porter = sides.enter_context(closing(_Porter(self._jail, self._kata)))
            mine = sides.enter_context(closing(self._side(self._submission.source, self._submission.name)))
            yield from self._measured(mine, theirs, porter)
        except _TooSlow as slow:
            yield from (self._stopped(name, slow) for name in self._open)
        except WorkerEnded as ended:
            yield from self._ended(ended.outcome, f"On this workload, {ended.message}.")
        except LearnerError as error:
            yield from self._ended(
                "error", f"It fails on this workload: {raised_text(error, self._submission.source)}."
            )
        except Mismatch as wrong:
            what = sentence(wrong.where or str(wrong))
            yield from self._ended(
                "failed", f"Its result on this workload is wrong, so its cost does not count. {what}"
            )
        finally:
            sides.close()

    def _measured(self, mine: _Side, theirs: _Side, porter: _Porter) -> Iterator[BudgetResult]:
        self._clock = mine.gauge.clock
        for name in [*self._open]:
            if self._kata.budgets[name].kind == "memory" and not mine.gauge.sees_memory:
                self._open.remove(name)
                yield _result(self._kata, name, "skipped", message=_NO_MEMORY, counts=False)
        if not self._open:
            return
        self._rounds.append(self._round(mine, theirs, porter))
        is_slow = self._rounds[0][-1].mine.seconds >= SLOW_S
        if not is_slow:
            self._rounds.clear()  # what is done only once (lazy imports, the first touch of memory) does not count
        self._least = MANY_PAIRS if self._clock == "elapsed" else 2 if is_slow else MIN_PAIRS
        rulings: dict[str, Ruling] = dict.fromkeys(self._open, "go on")
        while True:
            if self._rounds:
                rulings |= {name: self._ruling(name) for name, told in rulings.items() if told == "go on"}
            if "go on" not in rulings.values():
                break
            self._rounds.append(self._round(mine, theirs, porter))
        yield from (self._settled(name, rulings[name]) for name in self._open)

    def _reference(self) -> _Side:
        try:
            return self._side(self._kata.reference, self._kata.reference_path.name)
        except (LearnerError, WorkerEnded) as error:
            raise self._broken(f"the reference cannot be loaded: {error}") from error

    def _side(self, source: str, file_name: str) -> _Side:
        return _Side(self._jail, self._kata, source, file_name, self._kata.spec.functions)

    def _broken(self, problem: str) -> Exception:
        return broken_workload(self._kata, self._budget, self._workload, problem)

    def _round(self, mine: _Side, theirs: _Side, porter: _Porter) -> list[_Pair]:
        """Run the workload once at each size, both on the same fresh inputs; who goes first changes."""
        total_s = self._kata.spec.limits.total_s
        if time.monotonic() - self._started_s > total_s:
            raise WorkerEnded("timeout", f"the runs took longer than {total_s:g} s together, and no more are made")
        self._latest = pairs = []
        for size in self._sizes:
            rng = np.random.default_rng(secrets.randbits(128))
            program = program_of(self._kata, self._budget, self._workload, rng, size)
            if len(self._rounds) % 2 and size in self._reference_s:
                got, my_cost = self._mine(mine, program, size)
                want, their_cost = self._theirs(theirs, program, size)
            else:
                want, their_cost = self._theirs(theirs, program, size)
                got, my_cost = self._mine(mine, program, size)
            for number, (each, right) in enumerate(zip(got, want, strict=True)):
                _assert_right(each, right, "the result" if len(want) == 1 else f"result {number + 1} of {len(want)}")
            crossing_s = porter.crossing_s(program, want)
            pairs.append(_Pair(size, my_cost, their_cost, crossing_s, 2 * program.encoded.body_bytes))
        return pairs

    def _theirs(self, side: _Side, program: Program, size: int) -> tuple[list[Any], Cost]:
        try:
            want, cost = side.run(program, self._kata.spec.limits.call_s)
        except (LearnerError, WorkerEnded) as error:
            raise self._broken(f"the reference fails on it: {error}") from error
        self._reference_s[size] = max(cost.seconds, self._reference_s.get(size, 0.0))
        return want, cost

    def _mine(self, side: _Side, program: Program, size: int) -> tuple[list[Any], Cost]:
        try:
            return side.run(program, self._stop_s(size))
        except WorkerStopped as stopped:
            raise _TooSlow(size, stopped.taken_s, stopped.taken_s / self._reference_s[size]) from stopped

    def _stop_s(self, size: int) -> float:
        """Return the time at which a run at ``size`` is stopped."""
        limits = [limit for name in self._open if (limit := self._kata.budgets[name].time)]
        if not limits:
            return STOP_S[self._budget.kind]
        return max(FAR_OVER * max(limits) * self._reference_s[size], LEAST_STOP_S)

    def _values(self, name: str) -> tuple[list[float], float]:
        """Return one number a round, and the limit on them."""
        budget = self._kata.budgets[name]
        if budget.kind == "growth":
            mine = [self._exponent([pair.own_s(pair.mine) for pair in pairs]) for pairs in self._rounds]
            theirs = [self._exponent([pair.own_s(pair.theirs) for pair in pairs]) for pairs in self._rounds]
            return mine, max(budget.limit, statistics.median(theirs) + ROOM)
        pairs = [pair for pairs in self._rounds for pair in pairs]
        return [pair.time_ratio if budget.kind == "time" else pair.memory_ratio for pair in pairs], budget.limit

    def _exponent(self, costs_s: Sequence[float]) -> float:
        return slope([math.log(size) for size in self._sizes], [math.log(cost_s) for cost_s in costs_s])

    def _ruling(self, name: str) -> Ruling:
        values, limit = self._values(name)
        match self._kata.budgets[name].kind:
            case "time":
                told = ruling(values, limit, self._least)
                return told if told != "too close" else self._unhurried(limit)
            case "memory":
                return ruling(values, limit, 1, MEMORY_CLEAR)
            case "growth":  # an exponent matters by what it makes of the largest size beside the smallest
                span = self._sizes[-1] / self._sizes[0]
                return ruling([span**value for value in values], span**limit, self._least)

    def _unhurried(self, limit: float) -> Ruling:
        """Rule on time where pair by pair it is too close to call."""
        ratio = self._unhurried_ratio()
        return "over" if ratio > limit * CLEAR else "under" if ratio * CLEAR < limit else "too close"

    def _unhurried_ratio(self) -> float:
        pairs = [pair for pairs in self._rounds for pair in pairs]
        return unhurried_ratio([pair.own_s(pair.mine) for pair in pairs], [pair.own_s(pair.theirs) for pair in pairs])

    def _settled(self, name: str, told: Ruling) -> BudgetResult:
        values, limit = self._values(name)
        low, high = interval(values)
        measured = statistics.median(values)
        if (told == "over") != (measured > limit) and told != "too close" and self._kata.budgets[name].kind == "time":
            measured = self._unhurried_ratio()  # which is what the ruling came from
        result = _result(
            self._kata,
            name,
            "failed" if told == "over" else "passed",
            message="Too close to the limit to tell on this machine, so it passes." if told == "too close" else "",
            clock=self._clock,
        )
        return msgspec.structs.replace(
            result,
            measured=_rounded(measured),
            limit=_rounded(limit),
            low=_rounded(low),
            high=_rounded(high),
            pairs=len(values),
            too_close=told == "too close",
            costs=self._costs(result.kind),
        )

    def _costs(self, kind: BudgetKind) -> tuple[CostAt, ...]:
        costs = []
        for pairs in zip(*self._rounds, strict=True):
            if kind == "memory":
                numbers = [(pair.own_bytes(pair.mine) / _MIB, pair.own_bytes(pair.theirs) / _MIB) for pair in pairs]
            else:
                numbers = [(pair.own_s(pair.mine) * 1000, pair.own_s(pair.theirs) * 1000) for pair in pairs]
            yours, reference = (_rounded(statistics.median(each)) for each in zip(*numbers, strict=True))
            costs.append(CostAt(size=pairs[0].size, yours=yours, reference=reference))
        return tuple(costs)

    def _stopped(self, name: str, slow: _TooSlow) -> BudgetResult:
        """Return what a run says that was stopped."""
        budget = self._kata.budgets[name]
        if budget.kind == "time":
            at_least = slow.ratio
        elif budget.kind == "growth" and self._latest:
            first = self._latest[0]
            at_least = math.log(slow.mine_s / first.mine.seconds) / math.log(slow.size / first.size)
        else:
            at_least = 0.0
        if at_least <= budget.limit:
            why = "It is too slow for this to be measured."
            return _result(self._kata, name, "skipped", clock=self._clock, message=why)
        reference_ms = _rounded(self._reference_s[slow.size] * 1000)
        return msgspec.structs.replace(
            _result(self._kata, name, "failed", clock=self._clock, message="It was stopped before its end."),
            measured=_rounded(at_least),
            low=_rounded(at_least),
            high=_rounded(at_least),
            pairs=1,
            at_least=True,
            costs=(CostAt(size=slow.size, yours=_rounded(slow.mine_s * 1000), reference=reference_ms),),
        )

    def _ended(self, outcome: Outcome, message: str) -> Iterator[BudgetResult]:
        for name in self._open:
            result = _result(self._kata, name, outcome, message=message, clock=self._clock)
            yield msgspec.structs.replace(result, hint=result.hint if outcome in ("timeout", "memory") else "")


def _assert_right(got: Any, want: Any, name: str) -> None:
    """Hold a result to the reference's: whole numbers exactly, others relative to the largest of theirs."""
    if isinstance(want, np.ndarray) and want.dtype.kind == "f":
        assert_close(got, want, float(np.abs(want).max(initial=0)), name)
    else:
        assert_equal(got, want, name)


def _result(
    kata: Kata, name: str, outcome: Outcome, *, clock: ClockName = "cpu", message: str = "", counts: bool = True
) -> BudgetResult:
    """Return a budget's result with nothing measured yet."""
    budget = kata.budgets[name]
    return BudgetResult(
        id=name,
        title=budget.title,
        kind=budget.kind,
        outcome=outcome,
        limit=budget.limit,
        unit=_UNITS[budget.kind].format(clock=_CLOCKS[clock]),
        cost_unit="MiB" if budget.kind == "memory" else "ms",
        points=budget.points if outcome == "passed" else 0,
        max_points=budget.points if counts else 0,
        message=message,
        hint=budget.hint if outcome in ("failed", "timeout", "memory") else "",
    )


def _rounded(number: float) -> float:
    """Return ``number`` with three digits, which is more than is known of it."""
    return float(f"{number:.3g}")
