"""Workloads: what a kata's author writes to say which calls a budget measures, and the program that becomes of them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader.entries import Budget
from grader.errors import KataError
from grader.jail.program import Path, Program, Source, Step
from grader.kata import Kata

Workload = Callable[..., Any]
"""Takes ``solution``, ``rng`` and, for a growth budget, ``size``; returns the results that are to be right."""


class WorkloadError(Exception):
    """A workload does something that a workload cannot do."""


class Later:
    """What a call will give back. Its parts are taken by position; nothing more is known of it yet."""

    def __init__(self, step: int, path: Path = ()) -> None:
        self._source: Source = (step, path)

    def __getitem__(self, place: int | slice | tuple[slice, ...]) -> Later:
        step, path = self._source
        if isinstance(place, slice | tuple):
            slices = place if isinstance(place, tuple) else (place,)
            return Later(step, (*path, tuple(map(_ends, slices))))
        if type(place) is not int or place < 0:
            raise WorkloadError(f"a part of a later result is taken by its position, not by {place!r}")
        return Later(step, (*path, place))

    def __iter__(self) -> Iterator[Any]:
        raise WorkloadError(
            "a result cannot be unpacked before it is there: take its parts as `result[0]`, `result[1]`"
        )


def _ends(part: slice) -> tuple[int, int]:
    if not isinstance(part, slice) or part.step is not None or {type(part.start), type(part.stop)} != {int}:
        raise WorkloadError("a slice of a later result has a start and a stop, both whole numbers: `images[0:8]`")
    return part.start, part.stop


class Recorder:
    """Stands for the solution while a workload runs, and notes the calls that it makes."""

    def __init__(self, functions: tuple[str, ...]) -> None:
        self._functions = functions
        self._steps: list[Step] = []
        self._sent: dict[int, tuple[np.ndarray[Any, Any], Later]] = {}

    def __getattr__(self, name: str) -> Callable[..., Later]:
        if name.startswith("_") or name not in self._functions:
            raise AttributeError(f"the kata has no function `{name}`")
        return lambda *args, **kwargs: self._noted(name, args, kwargs)

    def given(self, value: Any) -> Later:
        """Send ``value`` once, to call with parts of it."""
        self._steps.append(Step("", [value], {}, [], []))
        return Later(len(self._steps) - 1)

    def _noted(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Later:
        plain, named = list(args), dict(kwargs)
        taken: list[tuple[int | str, Source]] = []
        given: list[tuple[int | str, Any]] = [*enumerate(args), *kwargs.items()]
        for place, value in given:
            if isinstance(value, np.ndarray):
                value = self._sent_once(value)
            if isinstance(value, Later):
                taken.append((place, value._source))
                into: Any = plain if isinstance(place, int) else named
                into[place] = None
        self._steps.append(Step(name, plain, named, taken, []))
        return Later(len(self._steps) - 1)

    def _sent_once(self, array: np.ndarray[Any, Any]) -> Later:
        """Send an array that several calls may take."""
        if id(array) not in self._sent:
            self._sent[id(array)] = (array, self.given(array))  # with the array itself, whose id is its own while it is
        return self._sent[id(array)][1]

    def program(self, wanted: Any) -> Program:
        """Make a program of what was noted, which gives back ``wanted``: a result, a part of one, or several."""
        several = wanted if isinstance(wanted, list | tuple) else [wanted]
        if not several or not all(isinstance(part, Later) for part in several):
            raise WorkloadError("a workload returns what its calls gave back, or parts of it")
        sources = [part._source for part in several]
        needed = {step: index for index, each in enumerate(self._steps) for _, (step, _) in each.taken}
        for step, last in needed.items():
            if step not in {source[0] for source in sources}:
                self._steps[last].over.append(step)
        return Program(self._steps, sources)


def program_of(kata: Kata, budget: Budget, workload: Workload, rng: np.random.Generator, size: int) -> Program:
    """Run a workload, and return the program that it means; ``size`` counts only where the budget has sizes.

    Raises:
        KataError: the workload fails.
    """
    recorder = Recorder(kata.spec.functions)
    try:
        wanted = workload(recorder, rng, size) if budget.sizes else workload(recorder, rng)
        return recorder.program(wanted)
    except Exception as error:  # whatever it is, it is the kata's author who has to hear of it
        raise broken_workload(kata, budget, workload, f"{type(error).__name__}: {error}") from error


def broken_workload(kata: Kata, budget: Budget, workload: Workload, problem: str) -> KataError:
    """Return the error that says what is wrong with a workload, and where it stands."""
    line = inspect.unwrap(workload).__code__.co_firstlineno
    return KataError(kata.hidden_tests, line, f"workload_{budget.workload}", problem, "Mend the workload.")
