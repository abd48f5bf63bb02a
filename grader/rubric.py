"""What an explanation must say, point by point, and what was found of it in an answer."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any, Literal

import msgspec

from grader.criteria import Example, Misconception, Point, RubricSpec
from grader.errors import did_you_mean
from grader.reading.claim import Claim
from grader.reading.claims import Reading, read
from grader.reading.layout import OPPOSITE
from grader.reading.lexicon import Lexicon
from grader.result import total
from grader.spec import Document

State = Literal["met", "contradicted", "not_found"]


class Found(msgspec.Struct, frozen=True):
    """What an answer says of a point, or of a misconception."""

    state: State
    sentences: tuple[int, ...] = ()
    """Where it says so, in the reading's sentences."""


class Marks(msgspec.Struct, frozen=True):
    """What a rubric found in an answer."""

    reading: Reading
    points: dict[str, Found]
    misconceptions: dict[str, Found]

    @property
    def met(self) -> set[str]:
        """The points that the answer says."""
        return {name for name, found in self.points.items() if found.state == "met"}


class _Term(msgspec.Struct, frozen=True):
    """A claim looked for."""

    said: str
    subject: str
    denied: bool = False
    strict: bool = False
    """Whether a claim that may be of another subject does not count."""

    def find(self, claims: Iterable[Claim]) -> Iterator[Claim]:
        for claim in claims:
            if (
                claim.said == self.said
                and claim.denied == self.denied
                and (claim.subject == self.subject or not (claim.subject or self.strict))
            ):
                yield claim

    def opposites(self) -> Iterator[_Term]:
        """The claims that say the contrary."""
        first, _, rest = self.said.partition(" ")
        if first in ("use", "avoid"):
            yield _Term(f"{'avoid' if first == 'use' else 'use'} {rest}", self.subject)
        elif first in OPPOSITE:
            yield _Term(f"{OPPOSITE[first]} {rest}", self.subject)
        yield _Term(self.said, self.subject, not self.denied)


class Rubric:
    """A rubric, checked against the lexicon when it is read."""

    def __init__(self, document: Document, spec: RubricSpec, lexicon: Lexicon) -> None:
        """Read the entries of ``spec``, which stands at `rubric` in ``document``.

        Raises:
            KataError: it is not written as it must be.
        """
        self._document, self.spec, self._lexicon = document, spec, lexicon
        for key in ("subject", "unlike"):
            self._known(f"rubric.{key}", getattr(self.spec, key), lexicon.lists.subjects)
        self.groups = self.spec.groups
        self.points: dict[str, Point] = self._each("points", self.spec.points, Point)
        self.misconceptions: dict[str, Misconception] = self._each(
            "misconceptions", self.spec.misconceptions, Misconception
        )
        self.examples = [
            document.convert(entry, Example, f"rubric.examples.{number}")
            for number, entry in enumerate(self.spec.examples)
        ]
        self._says: dict[str, list[list[_Term]]] = {}
        self._against: dict[str, list[list[_Term]]] = {}
        for name, point in self.points.items():
            place = f"rubric.points.{name}"
            self._known(f"{place}.group", point.group, self.groups)
            self._says[name] = self._terms(point.says, f"{place}.says")
            self._against[name] = self._terms(point.against, f"{place}.against")
            for terms in self._says[name]:
                self._against[name] += [[opposite] for term in terms for opposite in term.opposites()]
        for name, misconception in self.misconceptions.items():
            place = f"rubric.misconceptions.{name}.says"
            self._says[name] = [
                [msgspec.structs.replace(term, strict=True) for term in terms]
                for terms in self._terms(misconception.says, place)
            ]
        for number, needed in enumerate(self.spec.passing.needs):
            self._known(f"rubric.passing.needs.{number}", needed, self.points)
        most = self.spec.max_score
        if self.spec.passing.score > most:
            raise document.error(
                "rubric.passing.score",
                f"no answer can reach it, for all groups together give {most:g}",
                "Ask for less.",
            )
        for number, example in enumerate(self.examples):
            for key, known in (("met", self.points), ("misconceptions", self.misconceptions)):
                for index, name in enumerate(getattr(example, key)):
                    self._known(f"rubric.examples.{number}.{key}.{index}", name, known)

    def _each(self, key: str, entries: dict[str, Any], kind: type[Any]) -> dict[str, Any]:
        return {name: self._document.convert(entry, kind, f"rubric.{key}.{name}") for name, entry in entries.items()}

    def _known(self, where: str, name: str, known: Iterable[str]) -> None:
        names = list(known)
        if name not in names:
            raise self._document.error(
                where, f"there is no `{name}`{did_you_mean(name, names)}", f"It is one of {', '.join(names)}."
            )

    def _terms(self, phrases: Sequence[str], where: str) -> list[list[_Term]]:
        return [
            [self._term(part.strip(), f"{where}.{number}") for part in phrase.split("&")]
            for number, phrase in enumerate(phrases)
        ]

    def _term(self, phrase: str, where: str) -> _Term:
        subject, colon, said = phrase.rpartition(":")
        subject = subject.strip() if colon else self.spec.subject
        self._known(where, subject, self._lexicon.lists.subjects)
        words = said.split()
        denied = words[:1] == ["not"]
        words = words[denied:]
        lists = self._lexicon.lists
        rest = words[1:] if words[:1] in (["use"], ["avoid"]) else words
        is_use = rest is not words
        match rest:
            case [fact] if not is_use:
                self._known(where, fact, lists.facts)
            case [remedy]:
                self._known(where, remedy, lists.remedies)
            case ["good" | "bad", side] if not is_use:
                self._known(where, side, lists.sides)
            case ["high" | "low", amount]:
                self._known(where, amount, lists.amounts)
            case _:
                fix = (
                    "Write `good train`, `high capacity`, `use dropout`, `avoid high data` or `noise`; `not` denies it."
                )
                raise self._document.error(where, f"`{phrase}` is no claim", fix)
        return _Term(" ".join(words), subject, denied)

    def mark(self, text: str) -> Marks:
        """Look in ``text`` for every point and every misconception."""
        reading = read(text, self._lexicon, self.spec.subject, self.spec.unlike)
        return Marks(
            reading,
            {name: self._point(name, reading.claims) for name in self.points},
            {name: self._state(self._says[name], reading.claims) for name in self.misconceptions},
        )

    def _point(self, name: str, claims: Sequence[Claim]) -> Found:
        against = self._state(self._against[name], claims)
        if against.state == "met":
            return Found("contradicted", against.sentences)
        return self._state(self._says[name], claims)

    def _state(self, alternatives: Sequence[Sequence[_Term]], claims: Sequence[Claim]) -> Found:
        for terms in alternatives:
            found = [next(term.find(claims), None) for term in terms]
            places = {claim.sentence for claim in found if claim}
            if all(found):
                return Found("met", tuple(sorted(places)))
        return Found("not_found")

    def with_found(self, marks: Marks, names: Iterable[str]) -> Marks:
        """Return ``marks`` with the points of these ``names`` met, which were not found before."""
        points = dict(marks.points)
        for name in names:
            if points[name].state == "not_found":
                points[name] = Found("met")
        return Marks(marks.reading, points, marks.misconceptions)

    def awarded(self, met: Container[str]) -> dict[str, float]:
        """Return what each point gives where those in ``met`` are met: no more than its group has left."""
        left = {key: group.points for key, group in self.groups.items()}
        awarded = {}
        for name, point in self.points.items():
            awarded[name] = min(point.points, left[point.group]) if name in met else 0.0
            left[point.group] -= awarded[name]
        return awarded

    def passes(self, marks: Marks) -> bool:
        """Tell whether an answer passes."""
        return (
            total(self.awarded(marks.met).values()) >= self.spec.passing.score
            and marks.met.issuperset(self.spec.passing.needs)
            and not any(found.state == "met" for found in marks.misconceptions.values())
        )
