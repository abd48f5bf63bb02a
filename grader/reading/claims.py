"""What a text claims: sentences into clauses, and words that are bound to one another in a clause into claims.

A claim is a value of a thing (`good train`, `high capacity`), or a remedy used or avoided (`use dropout`), said of a
subject (overfitting, where the text names nothing else). A word alone claims nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from grader.reading.claim import Claim
from grader.reading.heaps import is_shaken
from grader.reading.layout import Context, Figure, Known
from grader.reading.lexicon import Lexicon
from grader.reading.line import Line
from grader.reading.sentences import Sentence, sentences

_MIN_RATIO, _MIN_PERCENT, _MIN_SHARE = 1.5, 4.0, 0.04
"""By so much must figures differ: losses by a ratio, others by points of a hundred, or by a share of one."""
_MAX_APART = 2
"""Figures of two sides that are compared stand at most so many sentences apart."""
_NAMED_LATER = 3
"""So many sentences back does a name go that is given afterwards: "that is underfitting"."""


class Reading(msgspec.Struct, frozen=True):
    """All that was found in a text."""

    sentences: tuple[Sentence, ...]
    claims: tuple[Claim, ...]
    unread: tuple[int, ...]
    """Indices of the sentences that claim nothing for what they are: questions, announcements, lists of words."""


def read(text: str, lexicon: Lexicon, subject: str, other: str) -> Reading:
    """Return what ``text`` claims of ``subject``, and of the ``other`` that it is told apart from."""
    parts = sentences(text)
    words = [lexicon.words(part.text) for part in parts]
    if is_shaken(words):
        return Reading(tuple(parts), (), tuple(range(len(parts))))
    reader = _Reader(Known(lexicon, subject, other))
    for index, (part, its_words) in enumerate(zip(parts, words, strict=True)):
        if not reader.take(part, its_words, index):
            reader.unread.append(index)
    return Reading(tuple(parts), tuple(dict.fromkeys(reader.all_claims())), tuple(reader.unread))


class _Reader:
    """Goes through a text, with what a sentence leaves to the next one."""

    def __init__(self, known: Known) -> None:
        self.known, self.context = known, Context()
        self.claims: list[Claim] = []
        self.unread: list[int] = []
        self._asked = ""
        """The stance of the question, or of the line with a colon, that comes before."""
        self._on_topic = False
        self._framed = False
        """Whether what comes is shown as what others say, up to the next heading."""
        self._was_question = False

    def take(self, part: Sentence, words: list[str], index: int) -> bool:
        """Read the next sentence; tell whether it is one that can claim anything."""
        line = Line(self.known, self.context, part, words, index, self._asked or self.context.heading_stance)
        self._on_topic |= line.is_on_topic
        if line.frames or part.is_heading:
            self._framed = line.frames
        was_question, self._was_question = self._was_question, line.is_question
        if self._framed:
            return False
        if line.takes_back and not self.claims and line.is_short:
            self._framed = True  # `the following is a lie`
            return False
        if line.takes_back:
            self.claims = [replace(claim, denied=not claim.denied) for claim in self.claims]
            self.context.figures.clear()
            return False
        if part.is_heading or line.is_question:
            self._announce(line)
            if not line.speaks:
                return False
        if line.is_void:
            self._asked = ""
            return False
        said = line.claims()
        if line.denies_previous and self.claims and not was_question:
            self._deny_last(index)
        self.claims += said
        if said or line.takes_stance:
            self.context.on_remedies = any(claim.said.startswith("use ") and not claim.denied for claim in said)
        if line.names_previous:
            self._rename(index, line.named_subject)
        if line.starts_list:
            self._asked = line.heading_stance
        elif (said or line.takes_stance) and not line.is_short:
            self._asked = ""
        return True

    def _announce(self, line: Line) -> None:
        """Note what a heading or a question says that the following is about."""
        context, named = self.context, line.named_subject
        if line.part.is_heading:
            context.heading_stance = line.heading_stance
            if named or line.part.level <= context.heading_level:
                context.heading_subject, context.heading_level = named, line.part.level
        else:
            self._asked = line.heading_stance
            context.asked_subject = named or context.asked_subject
            context.last_subject = named or context.last_subject

    def all_claims(self) -> list[Claim]:
        """Return the claims of the whole text; none where it is not about learning, but about trams, say."""
        return [*self.claims, *self._compared()] if self._on_topic else []

    def _deny_last(self, index: int) -> None:
        """Deny what the sentence before claims."""
        last = self.claims[-1].sentence
        self.context.figures = [figure for figure in self.context.figures if figure.sentence != index - 1]
        self.claims = [
            replace(claim, denied=not claim.denied) if claim.sentence == last else claim for claim in self.claims
        ]

    def _rename(self, index: int, subject: str) -> None:
        """Give the sentences before, which name no subject, the one that they turn out to have been about."""

        def is_meant(sentence: int) -> bool:
            return index - _NAMED_LATER <= sentence < index and not any(
                named in self.context.naming for named in range(sentence, index)
            )

        self.claims = [replace(claim, subject=subject) if is_meant(claim.sentence) else claim for claim in self.claims]
        self.context.figures = [
            replace(figure, subject=subject) if is_meant(figure.sentence) else figure for figure in self.context.figures
        ]

    def _compared(self) -> Iterator[Claim]:
        """Compare the figures given for two sides."""
        last: dict[tuple[str, str], Figure] = {}
        for figure in self.context.figures:
            last[figure.side, figure.measure] = figure
            pair = [last.get((side, figure.measure)) for side in self.known.lexicon.lists.sides]
            first, second = pair[0], pair[1]
            if first is None or second is None:
                continue
            del last[first.side, first.measure], last[second.side, second.measure]
            if abs(first.sentence - second.sentence) <= _MAX_APART and _are_apart(first, second):
                is_good = (first.number < second.number) == (first.measure == "loss")
                yield Claim(f"{'good' if is_good else 'bad'} {first.side}", first.subject, first.sentence)
                yield Claim(f"{'bad' if is_good else 'good'} {second.side}", second.subject, second.sentence)


def _are_apart(first: Figure, second: Figure) -> bool:
    low, high = sorted((first.number, second.number))
    least = _MIN_PERCENT if first.percent or second.percent or high > 2 else _MIN_SHARE
    return high - low >= least or (first.measure == "loss" and high >= low * _MIN_RATIO)
