"""One kata under study: what is to be tried of it, step by step, and what the outcomes say of its tests."""

from __future__ import annotations

import ast
import difflib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import msgspec

from grader.authoring.mutants import Mutant, can_mutate
from grader.authoring.problem import Level, Mend, Part, Problem, problem_of
from grader.authoring.texts import NAIVE, RIGHT
from grader.authoring.tries import Mode, Shown, Tried, Try
from grader.budgets import ROOM
from grader.errors import KataError
from grader.grading import LOADING
from grader.kata import Budget, Kata, Mistake, signatures
from grader.pairs import CLEAR
from grader.result import BudgetResult, CheckResult, Outcome

SEEDS = 10
MARGIN = 2
"""The reference takes at most one part in so many of every budget and limit."""
AT_RISK = 2
"""A mistake that no more checks than this refuse is tried with every seed."""
SLOW_S = 3.0
"""A candidate should not wait longer than this for a right solution's verdict."""

_HANGS: tuple[Outcome, ...] = ("timeout", "skipped")


class Worth(msgspec.Struct, frozen=True, kw_only=True):
    """What a check is good for."""

    mistakes: tuple[str, ...]
    """Ids of the mistakes that it refuses."""
    alone: tuple[str, ...]
    """Mistakes, and lines of mutants, that no other check refuses."""


class Mutation(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the mechanical mutants."""

    killed: int = 0
    timed_out: int = 0
    survived: int = 0
    equivalent: int = 0

    @property
    def rate(self) -> float | None:
        """The share of those that are not equivalent which the tests notice; None where there is none."""
        noticed = self.killed + self.timed_out
        return noticed / (noticed + self.survived) if noticed + self.survived else None


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a kata after a check."""

    schema: str = "kata-check/1"
    kata: str
    kind: str = "code"
    folder: str
    problems: tuple[Problem, ...]
    checks: dict[str, Worth] = {}
    refused: dict[str, tuple[str, ...]] = {}
    """Of each mistake, the checks that refuse it."""
    mutation: Mutation | None = None
    """None where no mutants were made."""
    right: int = 0
    """How many right answers there are beside the reference."""
    seeds: int = 0
    grading_s: float = 0.0
    """What it takes to grade the reference once everything is loaded, in seconds."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What must be mended."""
        return tuple(problem for problem in self.problems if problem.level == "error")


class Study:
    """A kata in code, the tries that are to be made of it, and what came of them."""

    def __init__(self, kata: Kata) -> None:
        self.kata = kata
        self._tried: dict[str, Tried] = {}
        self._mutants: dict[str, Mutant] = {}
        self._problems: list[Problem] = []
        self.is_open = True
        """Whether there is anything left to try."""

    # What is tried.

    def steps(self) -> Iterator[list[Try]]:
        """Yield what is to be tried, in steps; the outcomes of each must be noted before the next is asked for."""
        kata = self.kata
        yield [
            self._try("examples", "examples", kata.reference),
            self._try("reference", "costed", kata.reference),
        ]
        if self._reference_fails():
            yield [*self._with_seeds("reference", kata.reference)]
            return
        first = [
            self._try("stub", "graded", kata.stub),
            self._try("hollow", "quick", _hollow(kata)),
            *([self._try("mutants", "mutants", kata.reference)] if can_mutate() else []),
        ]
        first += [self._try(f"right {path.name}", "costed", text) for path, text in self._right_answers()]
        first += [
            self._try(f"style {number}", "quick", style.apply(kata.reference))
            for number, style in enumerate(kata.spec.styles)
        ]
        for mistake in kata.spec.mistakes:
            first.append(self._try(f"mistake {mistake.id}", "named", kata.mistaken_source(mistake)))
            first += [
                self._try(f"mistake {mistake.id}/{number}", "quick", edit.apply(kata.reference), most=2)
                for number, edit in enumerate(mistake.also, 1)
            ]
        yield first
        second = self._with_seeds("reference", kata.reference)
        for path, text in self._right_answers():
            second += self._with_seeds(f"right {path.name}", text, turns=1)
        for mistake in kata.spec.mistakes:
            failing = self._outcome(f"mistake {mistake.id}").failing
            if 0 < len(failing) <= AT_RISK and LOADING not in failing:
                source = kata.mistaken_source(mistake)
                second += self._with_seeds(f"mistake {mistake.id}", source, turns=1, only=tuple(failing))
        second.sort(key=lambda one: one.seed)  # what is drawn with one seed is drawn once
        for number, mutant in enumerate(self._outcome("mutants").mutants):
            name = f"mutant {number}"
            self._mutants[name] = mutant
            second.append(self._try(name, "quick", mutant.source, most=2))
        yield second

    def _with_seeds(self, name: str, source: str, turns: int = 2, only: tuple[str, ...] = ()) -> list[Try]:
        return [
            self._try(f"{name} with seed {seed}, turn {turn}", "quick", source, seed=seed, turn=turn, only=only)
            for seed in range(SEEDS)
            for turn in range(turns)
        ]

    def _try(
        self,
        name: str,
        mode: Mode,
        source: str,
        most: int = 0,
        seed: int = 0,
        turn: int = 0,
        only: tuple[str, ...] = (),
    ) -> Try:
        return Try(
            folder=self.kata.folder,
            reference=self.kata.reference_path,
            name=name,
            mode=mode,
            source=source,
            most=most,
            only=only,
            seed=seed,
            turn=turn,
        )

    def _right_answers(self) -> list[tuple[Path, str]]:
        """The files of right/, and the naive solution where there is one."""
        paths = sorted((self.kata.folder / RIGHT).glob("*.py"))
        naive = self.kata.folder / NAIVE
        if naive.is_file():
            paths.append(naive)
        return [(path, path.read_text(encoding="utf-8", errors="replace")) for path in paths]

    def note(self, one: Try, tried: Tried) -> None:
        """Note what came of a try."""
        self._tried[one.name] = tried
        if tried.fault:
            error = KataError(Path(tried.fault.path), *msgspec.structs.astuple(tried.fault)[1:])
            self._add(problem_of(error, "checks"))

    def _outcome(self, name: str) -> Tried:
        return self._tried.get(name, Tried())

    def _reference_fails(self) -> bool:
        tried = self._outcome("reference")
        return bool(tried.fault or tried.failing)

    # What the outcomes say.

    def report(self) -> Report:
        """Return all that is known by now."""
        kata = self.kata
        self._say_of_examples()
        steady = self._say_of_seeds()
        self._say_of_reference(steady)
        refused: dict[str, tuple[str, ...]] = {}
        worth: dict[str, Worth] = {}
        mutation = None
        if not self._reference_fails():
            self._say_of_stub()
            self._say_of_right_answers()
            refused = self._say_of_mistakes()
            mutation = self._say_of_mutants() if can_mutate() else None
            worth = self._say_of_checks(refused)
            if not can_mutate():
                problem = "the mechanical mutants were not made, for cosmic-ray is not installed"
                self._say("mutants", kata.reference_path, None, "", problem, "Install the extra `author`.", "note")
        seen = dict.fromkeys(self._problems)
        return Report(
            kata=kata.id,
            folder=str(kata.folder),
            problems=tuple(seen),
            checks=worth,
            refused=refused,
            mutation=mutation,
            right=len(self._right_answers()),
            seeds=SEEDS,
            grading_s=self._outcome("reference").duration_s,
        )

    def _add(self, problem: Problem) -> None:
        self._problems.append(problem)

    def _say(
        self,
        part: Part,
        file: Path,
        line: int | None,
        where: str,
        problem: str,
        fix: str,
        level: Level = "error",
        mend: Mend | None = None,
    ) -> None:
        self._add(
            Problem(part=part, level=level, file=str(file), line=line, where=where, problem=problem, fix=fix, mend=mend)
        )

    def _say_of_spec(self, part: Part, where: str, problem: str, fix: str, level: Level = "error") -> None:
        path = self.kata.folder / "kata.yaml"
        self._say(part, path, self.kata.line_of(where), where, problem, fix, level)

    def _say_of_examples(self) -> None:
        tried = self._outcome("examples")
        statement = self.kata.folder / "statement.md"
        if not tried.fault and not tried.example_count:
            problem = "has no example"
            self._say(
                "examples", statement, None, "", problem, "Write one, as `>>> ` at the prompt, and what it gives."
            )
        for shown in tried.wrong:
            want, got = _flat(shown.want), _flat(shown.got)
            problem = f"`{_flat(shown.code)}` gives {got or 'nothing'}, and the statement says {want or 'nothing'}"
            fix = "Write what the reference gives, or mend the reference."
            self._say("examples", statement, shown.line, "", problem, fix, mend=_example_mend(shown))

    def _say_of_reference(self, is_steady: bool) -> None:
        tried, path = self._outcome("reference"), self.kata.reference_path
        result = tried.result
        if result is None:
            return
        if result.problem:
            self._say("reference", path, None, "", f"cannot be used: {result.problem.rstrip('.')}", "Mend it.")
            return
        for check in result.checks:
            if check.outcome != "passed" and is_steady:
                problem = f"the reference fails it: {check.message.rstrip('.')}"
                line = _test_line(self.kata, check.id)
                self._say(
                    "reference", self.kata.hidden_tests, line, check.id, problem, "Mend the test, or the reference."
                )
        if printing := next((check for check in result.checks if check.stdout.strip()), None):
            self._say_of_printing(printing)
        for budget in result.budgets:
            self._say_of_budget(budget)
        total_s = self.kata.spec.limits.total_s
        if tried.calls_s > total_s / MARGIN:
            problem = f"the reference takes {tried.calls_s:.2g} s of the {total_s:g} s that all calls together may take"
            self._say_of_spec("reference", "limits.total_s", problem, f"Allow {MARGIN} times that, or test less.")
        if tried.duration_s > SLOW_S:
            problem = f"grading the reference takes {tried.duration_s:.1f} s"
            fix = "Draw fewer or smaller examples, so that a candidate has a verdict in about a second."
            self._say("checks", self.kata.hidden_tests, None, "", problem, fix, "note")

    def _say_of_printing(self, check: CheckResult) -> None:
        tree = ast.parse(self.kata.reference)
        lines = [
            node.lineno
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and ast.unparse(node.func) in ("print", "sys.stdout.write", "sys.stderr.write")
        ]
        words = " ".join(check.stdout.split())[:80]
        line = min(lines, default=None)
        self._say(
            "reference", self.kata.reference_path, line, "", f"prints (“{words}”)", "Remove the print or the warning."
        )

    def _say_of_budget(self, result: BudgetResult) -> None:
        budget: Budget = self.kata.budgets[result.id]
        where = f"budgets.{result.id}.{budget.kind}"
        if result.outcome == "skipped":
            if result.max_points:
                return  # a check failed, which is said already
            self._say_of_spec("reference", where, f"cannot be measured here: {result.message.rstrip('.')}", "", "note")
            return
        if result.outcome != "passed":
            told = f"it measures {result.measured:.3g}" if result.pairs else result.message.rstrip(".")
            problem = f"the reference misses it: {told}"
            self._say_of_spec("reference", where, problem, f"`grade kata calibrate {self.kata.id}` proposes limits.")
            return
        if budget.kind == "growth":
            is_tight = result.low + ROOM > budget.limit
            wanted = f"{result.measured + ROOM:.2g} at least, {ROOM} above the reference's exponent"
        else:
            room = CLEAR if budget.kind == "time" else 1.05
            is_tight = result.low > budget.limit / MARGIN * (room if result.low == result.high else 1.0)
            wanted = f"{MARGIN * result.measured:.2g} at least, {MARGIN} times what the reference takes"
        if is_tight:
            problem = f"the reference measures {result.measured:.3g}, and the limit is {budget.limit:g}"
            self._say_of_spec("reference", where, problem, f"Make the limit {wanted}.")

    def _say_of_stub(self) -> None:
        tried, path = self._outcome("stub"), self.kata.folder / "stub.py"
        result = tried.result
        if result is None:
            return
        if result.problem:
            self._say("stub", path, None, "", f"cannot be loaded: {result.problem.rstrip('.')}", "Mend it.")
            return
        passing = [check.id for check in result.checks if check.outcome == "passed"]
        fix = 'Let each function of it `raise NotImplementedError("... is yours to write")`, and each test call one.'
        if len(passing) == len(result.checks):
            self._say("stub", path, None, "", "passes every check", fix)
        else:
            for name in passing:
                line = _test_line(self.kata, name)
                self._say("stub", self.kata.hidden_tests, line, name, "the stub passes it", fix)
        for check in result.checks:
            if check.outcome in ("passed", "failed") or check.message.startswith("Not written yet"):
                continue
            problem = f"is not kind: {check.id} says “{check.message.rstrip('.')}”"
            self._say("stub", path, check.line, "", problem, fix)
            break

    def _say_of_right_answers(self) -> None:
        for path, _ in self._right_answers():
            name = f"right {path.name}"
            result = self._outcome(name).result
            if result is None:
                continue
            is_naive = path.name == NAIVE
            if result.problem:
                self._say("right", path, None, "", f"cannot be loaded: {result.problem.rstrip('.')}", "Mend it.")
                continue
            for check in result.checks:
                if check.outcome != "passed":
                    problem = f"is there as a right answer, and fails {check.id}: {check.message.rstrip('.')}"
                    fix = "Loosen the test, promise it in the statement, or take the answer away."
                    self._say("right", path, check.line, "", problem, fix)
            over = [budget for budget in result.budgets if not budget.passes and budget.pairs]
            if (
                is_naive
                and result.budgets
                and not over
                and not tuple(c for c in result.checks if c.outcome != "passed")
            ):
                problem = "keeps every budget, so that these refuse nothing"
                fix = f"`grade kata calibrate {self.kata.id}` shows what it costs; choose larger workloads."
                self._say("right", path, None, "", problem, fix, "note")
            for budget in over if not is_naive else []:
                measured = f"{budget.measured:.3g}, and the limit is {budget.limit:g}"
                problem = f"is there as a right answer, and misses the budget {budget.id} ({measured})"
                self._say("right", path, None, "", problem, "Raise the limit, or take the answer away.")
        for number in range(len(self.kata.spec.styles)):
            failing = self._outcome(f"style {number}").failing
            if failing:
                problem = f"is there as a right way to write it, and fails {_names(failing)}"
                self._say_of_spec("right", f"styles.{number}", problem, "Mend the edit.")

    def _say_of_mistakes(self) -> dict[str, tuple[str, ...]]:
        """Return the checks that refuse each mistake."""
        refused = {}
        for index, mistake in enumerate(self.kata.spec.mistakes):
            where = f"mistakes.{index}"
            tried = self._outcome(f"mistake {mistake.id}")
            refused[mistake.id] = tuple(name for name in tried.failing if name != LOADING)
            if tried.fault:
                continue
            if not tried.failing:
                fix = "Add a test that it fails, or remove it, if the statement allows it."
                self._say_of_spec("mistakes", where, f"`{mistake.id}` is let through: no check refuses it", fix)
            elif LOADING in tried.failing:
                problem = f"`{mistake.id}` is refused only because it cannot be loaded"
                self._say_of_spec("mistakes", where, problem, "Let the edit be code that runs.")
            elif tried.named != (mistake.id,):
                self._say_of_naming(where, mistake, tried)
            for number in range(1, len(mistake.also) + 1):
                also = self._outcome(f"mistake {mistake.id}/{number}")
                if not also.failing and not also.fault:
                    problem = f"this way to make `{mistake.id}` is let through: no check refuses it"
                    fix = "Add a test that it fails, or remove the edit."
                    self._say_of_spec("mistakes", f"{where}.also.{number - 1}", problem, fix)
        return refused

    def _say_of_naming(self, where: str, mistake: Mistake, tried: Tried) -> None:
        if tried.named:
            problem = f"`{mistake.id}` is refused, and named {_names(tried.named)}"
            fix = "Make them one, with `also`, or add a test that tells them apart."
        else:
            problem = f"`{mistake.id}` is refused, but not named: another mistake gives the same answers"
            fix = "Make the two one, with `also`, or add a test that tells them apart."
        self._say_of_spec("mistakes", where, problem, fix)

    def _say_of_mutants(self) -> Mutation:
        kata = self.kata
        declared = {line for equivalent in kata.spec.equivalents for line in equivalent.mutants}
        counts: dict[str, int] = defaultdict(int)
        lived: set[str] = set()
        for name, mutant in self._mutants.items():
            tried = self._outcome(name)
            if tried.fault:
                continue
            if tried.failing:
                counts["timed_out" if set(tried.failing.values()) <= set(_HANGS) else "killed"] += 1
                continue
            lived.add(mutant.now)
            if mutant.now in declared:
                counts["equivalent"] += 1
                continue
            counts["survived"] += 1
            problem = f"a mutant survives ({mutant.operator}):\n{mutant.diff(kata.reference)}\n"
            fix = "Add a test that it fails; if it computes the same, declare it under `equivalents`, with a reason."
            self._say("mutants", kata.reference_path, mutant.line, "", problem, fix)
        made = {mutant.now for mutant in self._mutants.values()}
        for index, equivalent in enumerate(kata.spec.equivalents):
            for number, line in enumerate(equivalent.mutants):
                where = f"equivalents.{index}.mutants.{number}"
                if line not in made:
                    guess = difflib.get_close_matches(line, made, n=1)
                    problem = f"no mutant has the line `{line}`"
                    fix = f"Write `{guess[0]}`, or remove it." if guess else "Remove it."
                    self._say_of_spec("mutants", where, problem, fix)
                elif line not in lived:
                    problem = f"`{line}` is declared to compute the same, and the tests refuse it"
                    self._say_of_spec("mutants", where, problem, "Remove it.")
        return Mutation(**counts)

    def _say_of_checks(self, refused: dict[str, tuple[str, ...]]) -> dict[str, Worth]:
        """Return what each check is good for; say which are good for nothing."""
        alone: dict[str, list[str]] = defaultdict(list)
        for name, tried in self._tried.items():
            kind, _, rest = name.partition(" ")
            if kind not in ("mistake", "mutant") or " with seed " in name or len(tried.failing) != 1:
                continue
            (check,) = tried.failing
            mutant = self._mutants.get(name)
            alone[check].append(f"line {mutant.line}: {mutant.now}" if mutant else rest)
        worth = {}
        hollow = self._outcome("hollow")
        for check in self.kata.checks:
            mistakes = tuple(name for name, checks in refused.items() if check in checks)
            worth[check] = Worth(mistakes=mistakes, alone=tuple(alone[check]))
            line = _test_line(self.kata, check)
            if hollow.failing and check not in hollow.failing:
                problem = "asserts nothing: functions that return None pass it"
                self._say("checks", self.kata.hidden_tests, line, check, problem, "Hold what comes back to something.")
            elif not alone[check]:
                problem = (
                    "is idle: whatever mistake or mutant it refuses, another check refuses too"
                    if mistakes
                    else "is idle: it refuses no mistake"
                )
                fix = "Remove it, or declare the mistake that only it refuses."
                self._say("checks", self.kata.hidden_tests, line, check, problem, fix, "note")
        return worth

    def _say_of_seeds(self) -> bool:
        """Say what depends on chance. Return whether the reference fares the same each time."""
        flaky: set[str] = set()
        seeded: dict[str, int] = {}
        first = self._outcome("reference")
        if first.fault:
            return True
        for seed in range(SEEDS):
            turns = [self._tried.get(f"reference with seed {seed}, turn {turn}") for turn in (0, 1)]
            told = [set(tried.failing) for tried in turns if tried is not None and not tried.fault]
            told += [set(first.failing)] if seed == 0 else []
            for check in set().union(*told):
                if not all(check in failing for failing in told):
                    flaky.add(check)
                elif check not in first.failing:
                    seeded.setdefault(check, seed)
        for check in flaky:
            problem = "is flaky: of the same solution with the same inputs, it thinks now this and now that"
            self._say_of_unsteady(check, problem, "Draw by hypothesis, or from the fixture `rng`; look at no clock.")
        for check, seed in seeded.items():
            if check not in flaky:
                problem = f"refuses the reference when other inputs are drawn (seed {seed})"
                self._say_of_unsteady(check, problem, "Draw only what the statement promises.")
        for path, _ in self._right_answers():
            for seed in range(SEEDS):
                failing = self._outcome(f"right {path.name} with seed {seed}, turn 0").failing
                if failing and not self._outcome(f"right {path.name}").failing:
                    problem = f"is refused when other inputs are drawn (seed {seed}), by {_names(failing)}"
                    self._say("steadiness", path, None, "", problem, "Draw only what the statement promises.")
                    break
        for index, mistake in enumerate(self.kata.spec.mistakes):
            lucky = [
                seed
                for seed in range(SEEDS)
                if (tried := self._tried.get(f"mistake {mistake.id} with seed {seed}, turn 0"))
                and not tried.failing
                and not tried.fault
            ]
            if lucky:
                problem = f"`{mistake.id}` is refused by luck: with other inputs (seed {lucky[0]}) it is let through"
                fix = "Add a test that always meets it: a case written out, by hypothesis's `example` or by hand."
                self._say_of_spec("steadiness", f"mistakes.{index}", problem, fix)
        return not flaky

    def _say_of_unsteady(self, check: str, problem: str, fix: str) -> None:
        line = None if check == LOADING else _test_line(self.kata, check)
        self._say("steadiness", self.kata.hidden_tests, line, check, problem, fix)


def _hollow(kata: Kata) -> str:
    """Return code that has every function, and computes nothing."""
    return "\n".join(f"def {name}(*args, **kwargs):\n    return None\n" for name in kata.spec.functions)


def _test_line(kata: Kata, check: str) -> int | None:
    node = signatures(kata.hidden_tests).get(check)
    return node.lineno if node else None


def _example_mend(shown: Shown) -> Mend:
    return Mend(shown.want_line, shown.want.count("\n"), tuple(shown.got.rstrip("\n").split("\n")) if shown.got else ())


def _flat(text: str) -> str:
    return " ".join(text.split())


def _names(names: object) -> str:
    return " and ".join(f"`{name}`" for name in names)  # type: ignore[attr-defined]
