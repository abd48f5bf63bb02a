"""What is wrong with a kata, where, and what mends it."""

from __future__ import annotations

from typing import Literal

import msgspec

from grader.errors import KataError
from grader.kata import Exercise

Part = Literal[
    "spec", "texts", "examples", "hints", "stub", "reference", "checks", "mistakes", "mutants", "right", "steadiness"
]
Level = Literal["error", "note"]


class Mend(msgspec.Struct, frozen=True):
    """A change of a file that mends a problem: some of its lines, and what to put there."""

    first: int
    """The first of the lines, from 1."""
    count: int
    """How many lines go; 0 to put something before ``first``."""
    lines: tuple[str, ...]


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """A fault of a kata, or with the level ``note`` something that its author should know, and may leave."""

    part: Part
    level: Level = "error"
    file: str
    line: int | None = None
    where: str = ""
    """The field, the check or the function."""
    problem: str
    """As the rest of a sentence that begins with the place."""
    fix: str
    """What mends it, in a sentence."""
    mend: Mend | None = None
    """The same, where a program can do it."""

    @property
    def place(self) -> str:
        """Where it is, as editors and terminals write it."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def __str__(self) -> str:
        return ": ".join(part for part in (self.place, self.where, f"{self.problem}. {self.fix}") if part)


def at_field(kata: Exercise, part: Part, where: str, problem: str, fix: str, level: Level = "error") -> Problem:
    """Return what is wrong with a field of kata.yaml, at the line where it stands."""
    line = kata.line_of(where)
    return Problem(part=part, level=level, file=str(kata.spec_path), line=line, where=where, problem=problem, fix=fix)


def problem_of(error: KataError, part: Part) -> Problem:
    """Return what keeps a kata from being read, or its tests from being run."""
    return Problem(
        part=part, file=str(error.path), line=error.line, where=error.where, problem=error.problem, fix=error.fix
    )
