"""One kata under study: what is to be tried of it, step by step, and what came of that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader.authoring.mutants import Mutant, can_mutate
from grader.authoring.texts import NAIVE, right_answers
from grader.authoring.tries import Mode, Tried, Try
from grader.grading import LOADING
from grader.kata import Kata

SEEDS = 10
AT_RISK = 2
"""A mistake that no more checks than this refuse is tried with every seed."""


class Study:
    """A kata in code, the tries that are to be made of it, and what came of them."""

    def __init__(self, kata: Kata) -> None:
        self.kata = kata
        self.tried: dict[str, Tried] = {}
        self.mutants: dict[str, Mutant] = {}
        """By the name of the try."""
        self.lost = 0
        """How many tries were given up."""

    def steps(self) -> Iterator[list[Try]]:
        """Yield what is to be tried, in steps; the outcomes of each must be noted before the next is asked for."""
        kata = self.kata
        yield [
            self._try("examples", "examples", kata.reference),
            self._try("reference", "costed", kata.reference),
        ]
        if self.reference_fails():
            if not self.outcome("reference").fault:  # it may be chance
                yield self._with_seeds("reference", kata.reference)
            return
        first = [
            self._try("halved", "halved", kata.reference),
            self._try("stub", "graded", kata.stub),
            self._try("hollow", "quick", _hollow(kata)),
            self._try("shifted", "quick", kata.reference + _shift(kata)),
            *([self._try("mutants", "mutants", kata.reference)] if can_mutate() else []),
        ]
        first += [self._try(f"right {path.name}", "costed", text) for path, text in self.right_answers()]
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
        for path, text in self.right_answers():
            second += self._with_seeds(f"right {path.name}", text, turns=1)
        for mistake in kata.spec.mistakes:
            failing = self.outcome(f"mistake {mistake.id}").failing
            if 0 < len(failing) <= AT_RISK and LOADING not in failing:
                source = kata.mistaken_source(mistake)
                second += self._with_seeds(f"mistake {mistake.id}", source, turns=1, only=tuple(failing))
        second.sort(key=lambda one: one.seed)  # what is drawn with one seed is drawn once
        for number, mutant in enumerate(self.outcome("mutants").mutants):
            name = f"mutant {number}"
            self.mutants[name] = mutant
            second.append(self._try(name, "quick", mutant.source, most=2))
        yield second
        # Of a mutant, the first two checks that refuse it are known: what refuses nothing so far is given its chance.
        if useless := tuple(name for name in kata.checks if not self.wrong_answers_refused_by(name)):
            yield [
                self._try(f"{name} for {', '.join(useless)}", "quick", mutant.source, only=useless, and_no_more=True)
                for name, mutant in self.mutants.items()
            ]

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
        and_no_more: bool = False,
    ) -> Try:
        return Try(
            folder=self.kata.folder,
            reference=self.kata.reference_path,
            name=name,
            mode=mode,
            source=source,
            most=most,
            only=only,
            and_no_more=and_no_more,
            seed=seed,
            turn=turn,
        )

    def right_answers(self) -> list[tuple[Path, str]]:
        """The files of right/, and the naive solution where there is one."""
        paths = right_answers(self.kata)
        naive = self.kata.folder / NAIVE
        if naive.is_file():
            paths.append(naive)
        return [(path, path.read_text(encoding="utf-8", errors="replace")) for path in paths]

    def note(self, one: Try, tried: Tried) -> None:
        """Note what came of a try."""
        self.tried[one.name] = tried

    def outcome(self, name: str) -> Tried:
        """Return what came of a try; of one that was not made, nothing."""
        return self.tried.get(name, Tried())

    def wrong_answers_refused_by(self, check: str) -> int:
        """Count the tries of mistakes and mutants that a check refused for what they answered, and not for raising."""
        return sum(
            tried.failing.get(check) == "failed"
            for name, tried in self.tried.items()
            if name.startswith(("mistake ", "mutant "))
        )

    def reference_fails(self) -> bool:
        """Whether the reference fails a check, so that nothing else is worth trying."""
        tried = self.outcome("reference")
        return bool(tried.fault or tried.failing)


def _hollow(kata: Kata) -> str:
    """Return code that has every function, and computes nothing."""
    return "\n".join(f"def {name}(*args, **kwargs):\n    return None\n" for name in kata.spec.functions)


def _shift(kata: Kata) -> str:
    """Return code which, behind the reference, makes every number that its functions return one too large."""
    wrappers = "\n".join(f"{name} = _shifted({name})" for name in kata.spec.functions)
    return f"""

def _larger(value):
    import numpy
    if isinstance(value, (tuple, list)):
        return type(value)(map(_larger, value))
    if isinstance(value, numpy.ndarray) and value.dtype.kind in "fiu":
        return (value + 1).astype(value.dtype)
    return value + 1 if type(value) in (int, float) else value

def _shifted(function):
    return lambda *args, **kwargs: _larger(function(*args, **kwargs))

{wrappers}
"""
