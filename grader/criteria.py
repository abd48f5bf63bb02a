"""What a rubric in kata.yaml is made of."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from grader.entries import Words
from grader.result import total


class Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Points that count together, up to a limit."""

    title: Words
    points: Annotated[float, Meta(gt=0, le=100)]
    """The most that its points count together."""


class Point(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something a good answer says; its key in kata.yaml names it."""

    title: Words
    group: Words
    points: Annotated[float, Meta(gt=0, le=100)]
    says: Annotated[tuple[Words, ...], Meta(min_length=1)]
    """Any of these earns it: claims joined by `&`, of the rubric's subject or, after `name:`, of another."""
    against: tuple[Words, ...] = ()
    """Any of these contradicts it, beside the claims' own opposites."""
    why: Words
    hint: Words
    """What to think of, for one whose answer does not say it; never the answer."""


class Misconception(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something a wrong answer says; an answer with one of these does not pass."""

    says: Annotated[tuple[Words, ...], Meta(min_length=1)]
    tells: Words
    """The sentence that tells the learner what is wrong with it."""
    look: str = ""


class Example(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer of which it is known what the rubric must find in it."""

    text: str
    met: tuple[str, ...] = ()
    misconceptions: tuple[str, ...] = ()


class Passing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When an answer passes, misconceptions aside, of which it has none."""

    score: Annotated[float, Meta(gt=0, le=1000)]
    needs: tuple[str, ...] = ()
    """Points without which it does not."""


class RubricSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`rubric` in kata.yaml."""

    subject: Words
    unlike: Words
    """What the subject is told apart from."""
    groups: Annotated[dict[str, Group], Meta(min_length=1)]
    points: Annotated[dict[str, Any], Meta(min_length=1)]
    misconceptions: dict[str, Any] = {}
    passing: Passing
    examples: list[Any] = []

    @property
    def max_score(self) -> float:
        """All points that an answer can have, each group's up to its limit."""
        return total(group.points for group in self.groups.values())
