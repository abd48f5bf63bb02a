"""What the outcomes of all tries say of a kata: its problems, and what each of its checks is good for."""

from __future__ import annotations

import ast
import difflib
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from grader.authoring.mutants import can_mutate
from grader.authoring.problem import Level, Mend, Part, Problem, at_field
from grader.authoring.report import Mutation, Report, Worth
from grader.authoring.study import SEEDS, Study
from grader.authoring.texts import NAIVE
from grader.authoring.tries import Tried
from grader.budgets import ROOM
from grader.entries import Budget, Mistake
from grader.examples import Example
from grader.grading import LOADING
from grader.kata import Kata
from grader.result import BudgetResult, Outcome, Result
from grader.sources import signatures

MARGIN = 2
"""The reference takes at most one part in so many of every budget and limit."""
SLOW_S = 3.0
"""A candidate should not wait longer than this for a right solution's verdict."""

_HANGS: tuple[Outcome, ...] = ("timeout", "skipped")


def report_on(study: Study) -> Report:
    """Return what the tries of ``study`` say."""
    return _Verdicts(study).report()


class _Verdicts:
    """Goes through the outcomes, and gathers the problems."""

    def __init__(self, study: Study) -> None:
        self._study, self._kata = study, study.kata
        self._problems: list[Problem] = []

    def report(self) -> Report:
        """Return all that is known."""
        kata = self._kata
        self._problems += [tried.fault for tried in self._study.tried.values() if tried.fault]
        self._say_of_examples()
        self._say_of_reference(self._say_of_seeds())
        refused: dict[str, tuple[str, ...]] = {}
        worth: dict[str, Worth] = {}
        mutation = None
        if not self._study.reference_fails():
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
            right=len(self._study.right_answers()),
            seeds=SEEDS,
            grading_s=self._study.outcome("reference").duration_s,
        )

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
        self._problems.append(
            Problem(part=part, level=level, file=str(file), line=line, where=where, problem=problem, fix=fix, mend=mend)
        )

    def _say_of_spec(self, part: Part, where: str, problem: str, fix: str, level: Level = "error") -> None:
        self._problems.append(at_field(self._kata, part, where, problem, fix, level))

    def _say_of_examples(self) -> None:
        tried = self._study.outcome("examples")
        statement = self._kata.statement_path
        if not tried.fault and not tried.example_count:
            problem = "has no example"
            self._say(
                "examples", statement, None, "", problem, "Write one, as `>>> ` at the prompt, and what it gives."
            )
        for function in self._kata.spec.functions if tried.example_count else ():
            if not re.search(rf"^[ \t]*(>>>|\.\.\.).*\b{function}\(", self._kata.statement, re.MULTILINE):
                problem = f"has no example that calls `{function}`"
                self._say("examples", statement, None, function, problem, "Write one, and what it gives.")
        for shown in tried.wrong:
            want, got = _flat(shown.want), _flat(shown.got)
            problem = f"`{_flat(shown.code)}` gives {got or 'nothing'}, and the statement says {want or 'nothing'}"
            if re.sub(r"\s", "", got) == re.sub(r"\s", "", want):
                problem += " (they differ in blanks)"
            fix = "Write what the reference gives, or mend the reference."
            self._say("examples", statement, shown.line, "", problem, fix, mend=_example_mend(shown))

    def _say_of_reference(self, flaky: set[str]) -> None:
        tried, path = self._study.outcome("reference"), self._kata.reference_path
        result = tried.result
        if result is None or self._is_unusable("reference", path, result):
            return
        for check in result.checks:
            if check.outcome == "passed" or check.id in flaky:
                continue
            problem = f"the reference fails it: {check.message.rstrip('.')}"
            line, fix = _test_line(self._kata, check.id), "Mend the test, or the reference."
            if check.outcome == "error" and check.line:
                self._say("reference", path, check.line, "", f"fails: {check.message.rstrip('.')}", "Mend it.")
            elif check.outcome in ("failed", "error"):
                self._say("reference", self._kata.hidden_tests, line, check.id, problem, fix)
            elif check.outcome != "skipped":
                fix = "Make it quicker, test less, or raise `limits` in kata.yaml."
                self._say("reference", self._kata.hidden_tests, line, check.id, problem, fix)
        self._say_of_printing("reference", path, self._kata.reference, result)
        for budget in result.budgets:
            self._say_of_budget(budget)
        hard = set(self._study.outcome("halved").failing.values())
        for outcome, where in (("timeout", "limits.total_s"), ("memory", "limits.memory_mib")):
            if outcome in hard:
                over = "the time" if outcome == "timeout" else "the memory"
                problem = f"the reference takes more than half of {over} that a grading or a call may take"
                self._say_of_spec("reference", where, problem, "Allow more in `limits`, or test less.")
        if tried.duration_s > SLOW_S:
            problem = f"grading the reference takes {tried.duration_s:.1f} s"
            fix = "Draw fewer or smaller examples, so that a candidate has a verdict in about a second."
            self._say("checks", self._kata.hidden_tests, None, "", problem, fix, "note")

    def _say_of_printing(self, part: Part, path: Path, source: str, result: Result) -> None:
        printed = next((check.stdout for check in result.checks if check.stdout.strip()), "")
        if not printed:
            return
        lines = [
            node.lineno
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Call)
            and ast.unparse(node.func) in ("print", "sys.stdout.write", "sys.stderr.write")
        ]
        problem, fix = f"prints (“{' '.join(printed.split())[:80]}”)", "Remove the print or the warning."
        self._say(part, path, min(lines, default=None), "", problem, fix)

    def _is_unusable(self, part: Part, path: Path, result: Result) -> bool:
        """Tell whether a text cannot be loaded, and say so."""
        if not result.problem:
            return False
        found = re.search(r"\bline (\d+)", result.problem)
        problem = f"cannot be loaded: {result.problem.rstrip('.')}"
        self._say(part, path, int(found[1]) if found else None, "", problem, "Mend it.")
        return True

    def _say_of_budget(self, result: BudgetResult) -> None:
        budget: Budget = self._kata.budgets[result.id]
        where = f"budgets.{result.id}.{budget.kind}"
        if result.outcome == "skipped":
            if result.max_points:
                return  # a check failed, which is said already
            self._say_of_spec("reference", where, f"cannot be measured here: {result.message.rstrip('.')}", "", "note")
            return
        if result.outcome != "passed":
            told = f"it measures {result.measured:.3g}" if result.pairs else result.message.rstrip(".")
            problem = f"the reference misses it: {told}"
            self._say_of_spec("reference", where, problem, f"`grade kata calibrate {self._kata.id}` proposes limits.")
            return
        if budget.kind == "growth":
            is_tight = result.low + ROOM > budget.limit
            wanted = f"{result.measured + ROOM:.2g} at least, {ROOM} above the reference's exponent"
        else:
            is_tight = budget.limit < MARGIN  # beside itself, the reference takes 1, whatever noise says
            wanted = f"{MARGIN} at least, {MARGIN} times what the reference takes"
        if is_tight:
            problem = f"the reference measures {result.measured:.3g}, and the limit is {budget.limit:g}"
            self._say_of_spec("reference", where, problem, f"Make the limit {wanted}.")

    def _say_of_stub(self) -> None:
        tried, path = self._study.outcome("stub"), self._kata.folder / "stub.py"
        result = tried.result
        if result is None or self._is_unusable("stub", path, result):
            return
        passing = [check.id for check in result.checks if check.outcome == "passed"]
        fix = 'Let each function of it `raise NotImplementedError("... is yours to write")`, and each test call one.'
        if len(passing) == len(result.checks):
            self._say("stub", path, None, "", "passes every check", fix)
        else:
            for name in passing:
                line = _test_line(self._kata, name)
                self._say("stub", self._kata.hidden_tests, line, name, "the stub passes it", fix)
        self._say_of_printing("stub", path, self._kata.stub, result)
        for check in result.checks:
            if check.outcome in ("passed", "failed") or check.message.startswith("Not written yet"):
                continue
            problem = f"is not kind: {check.id} says “{check.message.rstrip('.')}”"
            self._say("stub", path, check.line, "", problem, fix)
            break

    def _say_of_right_answers(self) -> None:
        for path, _ in self._study.right_answers():
            name = f"right {path.name}"
            result = self._study.outcome(name).result
            if result is None or self._is_unusable("right", path, result):
                continue
            for check in result.checks:
                if check.outcome != "passed":
                    problem = f"is there as a right answer, and fails {check.id}: {check.message.rstrip('.')}"
                    fix = "Loosen the test, promise it in the statement, or take the answer away."
                    self._say("right", path, check.line, "", problem, fix)
            is_right = all(check.outcome == "passed" for check in result.checks)
            over = [budget for budget in result.budgets if not budget.passes and budget.pairs]
            if path.name == NAIVE:
                if is_right and result.budgets and not over:
                    problem = "keeps every budget, so that these refuse nothing"
                    fix = f"`grade kata calibrate {self._kata.id}` shows what it costs; choose larger workloads."
                    self._say("right", path, None, "", problem, fix, "note")
                continue
            for budget in over:
                measured = f"{budget.measured:.3g}, and the limit is {budget.limit:g}"
                problem = f"is there as a right answer, and misses the budget {budget.id} ({measured})"
                self._say("right", path, None, "", problem, "Raise the limit, or take the answer away.")
        for number in range(len(self._kata.spec.styles)):
            failing = self._study.outcome(f"style {number}").failing
            if failing:
                problem = f"is there as a right way to write it, and fails {_names(failing)}"
                self._say_of_spec("right", f"styles.{number}", problem, "Mend the edit.")

    def _say_of_mistakes(self) -> dict[str, tuple[str, ...]]:
        """Return the checks that refuse each mistake."""
        refused = {}
        for index, mistake in enumerate(self._kata.spec.mistakes):
            where = f"mistakes.{index}"
            tried = self._study.outcome(f"mistake {mistake.id}")
            refused[mistake.id] = tuple(name for name in tried.failing if name != LOADING)
            if tried.fault:
                continue
            if not tried.failing:
                fix = "Add a test that it fails, or remove it, if the statement allows it."
                self._say_of_spec("mistakes", where, f"`{mistake.id}` is let through: no check refuses it", fix)
            elif LOADING in tried.failing:
                problem = f"`{mistake.id}` is refused only because it cannot be loaded"
                self._say_of_spec("mistakes", where, problem, "Let the edit be code that runs.")
            elif hard := sorted(set(tried.failing.values()) - {"failed", "error", "skipped"}):
                problem = f"`{mistake.id}` ends in {' and '.join(hard)}, which makes naming slow for every learner"
                self._say_of_spec("mistakes", where, problem, "Let the edit be wrong, and come to an end.")
            elif tried.named != (mistake.id,):
                self._say_of_naming(where, mistake, tried)
            for number in range(1, len(mistake.also) + 1):
                also = self._study.outcome(f"mistake {mistake.id}/{number}")
                if LOADING in also.failing:
                    problem = f"this way to make `{mistake.id}` is refused only because it cannot be loaded"
                    self._say_of_spec("mistakes", f"{where}.also.{number - 1}", problem, "Let it be code that runs.")
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
            problem = f"`{mistake.id}` is refused, but not named: what it answers fits several mistakes, or none alone"
            fix = "Make those that answer alike one, with `also`, or add a test that tells them apart."
        self._say_of_spec("mistakes", where, problem, fix)

    def _say_of_mutants(self) -> Mutation:
        kata = self._kata
        declared = {line for equivalent in kata.spec.equivalents for line in equivalent.mutants}
        counts: dict[str, int] = defaultdict(int)
        lived: set[str] = set()
        for name, mutant in self._study.mutants.items():
            tried = self._study.outcome(name)
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
        made = {mutant.now for mutant in self._study.mutants.values()}
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
        for mistake in self._kata.spec.mistakes:
            for way in (mistake.id, *(f"{mistake.id}/{number}" for number in range(1, len(mistake.also) + 1))):
                self._note_if_alone(alone, f"mistake {way}", way)
        for name, mutant in self._study.mutants.items():
            self._note_if_alone(alone, name, f"line {mutant.line}: {mutant.now}")
        worth = {}
        hollow, shifted = self._study.outcome("hollow"), self._study.outcome("shifted")
        for check in self._kata.checks:
            mistakes = tuple(name for name, checks in refused.items() if check in checks)
            worth[check] = Worth(mistakes=mistakes, alone=tuple(alone[check]))
            line = _test_line(self._kata, check)
            if hollow.failing and check not in hollow.failing:
                problem = "asserts nothing: functions that return None pass it"
                self._say("checks", self._kata.hidden_tests, line, check, problem, "Hold what comes back to something.")
            elif not mistakes and shifted.failing and check not in shifted.failing:
                problem = "asserts nothing of what comes back: numbers that are all one too large pass it"
                self._say("checks", self._kata.hidden_tests, line, check, problem, "Hold it to what is right.")
            elif self._study.mutants and not self._study.wrong_answers_refused_by(check):
                problem = "refuses no wrong answer: no mistake and no mutant fails it, but those that raise"
                fix = "Hold what comes back to what is right, or remove it."
                self._say("checks", self._kata.hidden_tests, line, check, problem, fix)
            elif not alone[check]:
                fix = "Remove it, or declare the mistake that only it refuses."
                self._say("checks", self._kata.hidden_tests, line, check, self._idleness(check, refused), fix, "note")
        return worth

    def _idleness(self, check: str, refused: dict[str, tuple[str, ...]]) -> str:
        """Say why a check is idle, and which others do its work."""
        mine = [set(checks) for checks in refused.values() if check in checks]
        if not mine:
            return "is idle: it refuses no declared mistake"
        twins = [name for name in self._kata.checks if name != check and all(name in checks for checks in mine)]
        if twins:
            return f"is idle: whatever mistake it refuses, {_names(twins[:1])} refuses too"
        return "is idle: whatever mistake or mutant it refuses, another check refuses too"

    def _note_if_alone(self, alone: dict[str, list[str]], name: str, said: str) -> None:
        failing = self._study.outcome(name).failing
        if len(failing) == 1:
            alone[next(iter(failing))].append(said)

    def _say_of_seeds(self) -> set[str]:
        """Say what depends on chance. Return the checks that think now this and now that of the reference."""
        flaky: set[str] = set()
        seeded: dict[str, int] = {}
        first = self._study.outcome("reference")
        if first.fault:
            return flaky
        for seed in range(SEEDS):
            turns = [self._study.tried.get(f"reference with seed {seed}, turn {turn}") for turn in (0, 1)]
            told = [_wrong(tried) for tried in turns if tried is not None and not tried.fault]
            told += [_wrong(first)] if seed == 0 else []
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
        for path, _ in self._study.right_answers():
            for seed in range(SEEDS):
                failing = self._study.outcome(f"right {path.name} with seed {seed}, turn 0").failing
                if failing and not self._study.outcome(f"right {path.name}").failing:
                    problem = f"is refused when other inputs are drawn (seed {seed}), by {_names(failing)}"
                    self._say("steadiness", path, None, "", problem, "Draw only what the statement promises.")
                    break
        for index, mistake in enumerate(self._kata.spec.mistakes):
            lucky = [
                seed
                for seed in range(SEEDS)
                if (tried := self._study.tried.get(f"mistake {mistake.id} with seed {seed}, turn 0"))
                and not tried.failing
                and not tried.fault
            ]
            if lucky:
                problem = f"`{mistake.id}` is refused by luck: with other inputs (seed {lucky[0]}) it is let through"
                fix = "Add a test that always meets it: a case written out, by hypothesis's `example` or by hand."
                self._say_of_spec("steadiness", f"mistakes.{index}", problem, fix)
        return flaky

    def _say_of_unsteady(self, check: str, problem: str, fix: str) -> None:
        line = None if check == LOADING else _test_line(self._kata, check)
        self._say("steadiness", self._kata.hidden_tests, line, check, problem, fix)


def _test_line(kata: Kata, check: str) -> int | None:
    node = signatures(kata.hidden_tests).get(check)
    return node.lineno if node else None


def _example_mend(shown: Example) -> Mend | None:
    """Put what the reference gives where the statement says something else."""
    if shown.outcome != "passed" or not shown.got.strip() or "characters left out" in shown.got:
        return None
    lines = (line or "<BLANKLINE>" for line in shown.got.rstrip("\n").split("\n"))
    return Mend(shown.want_line, shown.want.count("\n"), tuple(" " * shown.indent + line for line in lines))


def _wrong(tried: Tried) -> set[str]:
    """Return the checks that refused what came; those that ran out of time or memory say nothing of chance."""
    return {name for name, outcome in tried.failing.items() if outcome in ("failed", "error")}


def _flat(text: str) -> str:
    return " ".join(text.split())


def _names(names: Iterable[str]) -> str:
    return " and ".join(f"`{name}`" for name in names)
