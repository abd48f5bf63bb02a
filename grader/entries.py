"""What kata.yaml is made of, for a kata in code and for the part that every kata has."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

Words = Annotated[str, Meta(min_length=1)]
Name = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]

Kind = Literal["code", "explain"]


class Outline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What kata.yaml says of a kata of any kind."""

    title: Words
    topics: Annotated[tuple[Words, ...], Meta(min_length=1)]
    difficulty: Literal["easy", "medium", "hard"]
    sources: Annotated[tuple[Words, ...], Meta(min_length=1)]
    hints: Annotated[tuple[Words, ...], Meta(min_length=1)]
    """From a nudge to nearly there."""


class Check(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one test function of hidden_tests.py is worth and says; its key in kata.yaml is the function's name."""

    title: Words
    """What a right solution does, in the learner's words."""
    points: Annotated[float, Meta(gt=0, le=100)]
    why: Words
    """Why it matters outside of a kata, in one sentence."""
    hint: Words
    """What to look at when the check fails; never the solution."""


BudgetKind = Literal["time", "memory", "growth"]

BUDGET_KINDS: tuple[BudgetKind, ...] = ("time", "memory", "growth")


class Budget(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a solution may cost on one workload beside the reference, in one of three ways; its key names it."""

    title: Words
    workload: Words
    """Name of the function ``workload_<name>`` in hidden_tests.py."""
    points: Annotated[float, Meta(gt=0, le=100)]
    hint: Words
    """Where the cost usually comes from, for a learner whose code is over the limit."""
    time: Annotated[float, Meta(gt=1, le=1000)] | None = None
    """CPU time at most so many times the reference's."""
    memory: Annotated[float, Meta(gt=1, le=1000)] | None = None
    """Peak memory at most so many times the reference's."""
    growth: Annotated[float, Meta(gt=0, le=10)] | None = None
    """Exponent of CPU time against size at most this."""
    sizes: Annotated[tuple[Annotated[int, Meta(ge=1, le=1_000_000_000)], ...], Meta(max_length=6)] = ()
    """Of a growth budget: the sizes that the workload is run at, rising."""

    @property
    def kind(self) -> BudgetKind:
        """Which of the three limits it has."""
        return next(kind for kind in BUDGET_KINDS if getattr(self, kind) is not None)

    @property
    def limit(self) -> float:
        """The limit of its kind."""
        return float(getattr(self, self.kind))


class Edit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"replacement": "with"}):
    """A change of the reference solution's text."""

    replace: Words
    """Text that stands in the reference exactly once."""
    replacement: str
    """What to put there (the key is ``with``)."""

    def apply(self, source: str) -> str:
        """Return ``source`` with the change made; "" where the text to replace does not stand in it exactly once."""
        return source.replace(self.replace, self.replacement) if source.count(self.replace) == 1 else ""


class Mistake(Edit, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A known mistake, as an edit of the reference solution; every one of them must fail the hidden tests."""

    id: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$")]
    says: Words
    """The sentence that tells the learner what went wrong."""
    look: str = ""
    """What to look at, in one sentence; never the solution."""
    rounds: bool = False
    """Whether its answers are right but for the rounding to a shorter float, which differs from code to code."""
    remembers: bool = False
    """Whether what it gives depends on the calls before."""
    also: tuple[Edit, ...] = ()
    """Other edits that come to the same mistake."""

    @property
    def edits(self) -> tuple[Edit, ...]:
        """Every way in which the mistake is made."""
        return (self, *self.also)


class Equivalent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Mechanical mutants of the reference that no test can kill, for they compute what the statement promises."""

    because: Words
    mutants: Annotated[tuple[Words, ...], Meta(min_length=1)]
    """The changed line of each, without its indentation."""


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a learner's code may take before it is stopped."""

    call_s: Annotated[float, Meta(gt=0, le=600)] = 2.0
    """Seconds of wall clock for the import, and for each call."""
    total_s: Annotated[float, Meta(gt=0, le=3600)] = 10.0
    """Seconds of wall clock for all the calls of one grading together."""
    memory_mib: Annotated[int, Meta(ge=16, le=65536)] = 256
    """MiB of address space beyond what Python and the allowed packages take."""
    output_kib: Annotated[int, Meta(ge=1, le=65536)] = 1024
    """KiB that one call may print."""


class Drawn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is drawn of a failing call, in one of four ways; without it, a heat map of the last two axes."""

    heat_map: tuple[Words, Words] | None = None
    """Names, as in ``shapes``, of the axes that run down and across."""
    box_pair: tuple[Words, Words] | None = None
    """Two arguments that hold boxes; the result says something of each pair."""
    kept_boxes: Words | None = None
    """An argument that holds boxes; the result is the rows that are kept. What the arguments ``scores``, ``classes``,
    ``iou_threshold`` and ``score_threshold`` hold is shown too."""
    layer_stack: Words | None = None
    """An argument that lists layers as (kernel_size, stride, dilation); the result is their fields."""


class CodeOutline(Outline, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What kata.yaml says of what a submission in code is, and may do."""

    kind: Literal["code"] = "code"
    functions: Annotated[tuple[Name, ...], Meta(min_length=1)]
    """Names of the functions that a submission must define."""
    packages: tuple[Name, ...] = ("numpy",)
    """What a submission may import beside the standard library."""
    limits: Limits = Limits()


class Spec(CodeOutline, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """kata.yaml; the entries of ``checks`` and ``budgets`` are checked one by one, so that an error has their names."""

    checks: Annotated[dict[str, Any], Meta(min_length=1)]
    budgets: dict[str, Any] = {}
    shapes: dict[str, tuple[Words, ...]] = {}
    """Names of the axes of an argument or a result, by its name (a function's own name stands for its one result)."""
    picture: Drawn = Drawn()
    styles: tuple[Edit, ...] = ()
    """Edits that leave every answer of the reference right, but with which a mistake may come out otherwise."""
    mistakes: tuple[Mistake, ...] = ()
    equivalents: tuple[Equivalent, ...] = ()
