"""Where a learner stands: every kata with its attempts, which mistakes come back, and what to practise next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from grader.catalogue import Catalogue
from grader.errors import KataError
from grader.history import Attempt, History

_DIFFICULTY = ("easy", "medium", "hard")
MAX_NEXT = 3


class KataProgress(msgspec.Struct, frozen=True, kw_only=True):
    """What was done of one kata."""

    kata: str
    title: str
    topic: str
    """The first of its topics."""
    difficulty: str
    max_score: float
    attempts: tuple[Attempt, ...]
    hints: int
    hint_count: int

    @property
    def scores(self) -> list[float]:
        """Of every attempt, in order."""
        return [attempt.score for attempt in self.attempts]

    @property
    def best(self) -> float | None:
        """The best score so far; None where nothing was tried."""
        return max(self.scores, default=None)

    @property
    def is_passed(self) -> bool:
        return any(attempt.verdict == "passed" for attempt in self.attempts)


class Returning(msgspec.Struct, frozen=True, kw_only=True):
    """A mistake that was made in more than one attempt."""

    kata: str
    says: str
    times: int
    is_last: bool
    """Whether it was made in the last attempt, too."""


class Next(msgspec.Struct, frozen=True, kw_only=True):
    """A kata to practise, and why."""

    kata: str
    title: str
    why: str


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """All of it."""

    katas: tuple[KataProgress, ...]
    """By topic, and within a topic by difficulty."""
    returning: tuple[Returning, ...]
    """The most frequent first."""
    next: tuple[Next, ...]

    @property
    def topics(self) -> list[tuple[str, list[KataProgress]]]:
        """The katas, topic by topic."""
        names = dict.fromkeys(kata.topic for kata in self.katas)
        return [(name, [kata for kata in self.katas if kata.topic == name]) for name in names]


def progress_of(catalogue: Catalogue, history: History) -> Progress:
    """Read where the learner stands. A kata that cannot be read is passed over; `grade list` says what ails it.

    Raises:
        HistoryError: the history is there, but cannot be read.
    """
    attempts, hints = history.attempts(), history.hints_given()
    katas = []
    for kata_id in catalogue.ids():
        try:
            kata = catalogue.outline(kata_id)
        except KataError:
            continue
        if not kata.max_score:  # it came in a pack, and is not scored here
            continue
        katas.append(
            KataProgress(
                kata=kata_id,
                title=kata.spec.title,
                topic=kata.spec.topics[0],
                difficulty=kata.spec.difficulty,
                max_score=kata.max_score,
                attempts=tuple(attempt for attempt in attempts if attempt.kata == kata_id),
                hints=hints.get(kata_id, 0),
                hint_count=len(kata.spec.hints),
            )
        )
    katas.sort(key=lambda kata: (kata.topic, _DIFFICULTY.index(kata.difficulty), kata.kata))
    returning = _returning(katas)
    return Progress(katas=tuple(katas), returning=returning, next=_next(katas, returning))


def _returning(katas: Sequence[KataProgress]) -> tuple[Returning, ...]:
    found = []
    for kata in katas:
        made = Counter(name for attempt in kata.attempts for name, _ in dict(attempt.mistakes).items())
        says = {name: text for attempt in kata.attempts for name, text in attempt.mistakes}
        last = {name for attempt in kata.attempts[-1:] for name, _ in attempt.mistakes}
        found += [
            Returning(kata=kata.kata, says=says[name], times=times, is_last=name in last)
            for name, times in made.items()
            if times > 1
        ]
    return tuple(sorted(found, key=lambda one: -one.times))


def _next(katas: Sequence[KataProgress], returning: Sequence[Returning]) -> tuple[Next, ...]:
    """Choose what was begun and not passed, the last one first; then what is new, the easy first."""
    begun = sorted(
        (kata for kata in katas if kata.attempts and not kata.is_passed),
        key=lambda kata: kata.attempts[-1].at,
        reverse=True,
    )
    fresh = sorted((kata for kata in katas if not kata.attempts), key=lambda kata: _DIFFICULTY.index(kata.difficulty))
    often = {one.kata: one for one in reversed(returning)}
    chosen = []
    for kata in [*begun, *fresh][:MAX_NEXT]:
        if not kata.attempts:
            why = f"new, and {kata.difficulty}."
        elif kata.kata in often and often[kata.kata].is_last:
            why = f"begun; {often[kata.kata].times} attempts make the same mistake: {often[kata.kata].says}"
        else:
            why = f"begun; your best is {kata.best:g} of {kata.max_score:g}."
        chosen.append(Next(kata=kata.kata, title=kata.title, why=why))
    if not chosen and katas:
        oldest = min(katas, key=lambda kata: kata.attempts[-1].at)
        why = f"all are passed, and this one longest ago ({oldest.attempts[-1].at[:10]}): write it again from nothing."
        chosen.append(Next(kata=oldest.kata, title=oldest.title, why=why))
    return tuple(chosen)
