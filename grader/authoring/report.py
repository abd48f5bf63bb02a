"""What is known of a kata after a check: the nouns."""

from __future__ import annotations

import msgspec

from grader.authoring.problem import Problem


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
