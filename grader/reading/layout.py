"""A sentence laid out: the lexicon's phrases in it, how far they stand apart, and in which clause each is."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import msgspec

from grader.reading.lexicon import Lexicon, is_chinese
from grader.reading.words import CONTINUES, JOINING, SMALL

OPPOSITE = {"good": "bad", "bad": "good", "high": "low", "low": "high"}

# How far two words move apart for what stands between them: a sign, or a word of this label.
SIGNS = {
    **dict.fromkeys(",，", 4.0),
    **dict.fromkeys(";；", 14.0),
    **dict.fromkeys(":：", 5.0),
    **dict.fromkeys("()（）", 3.0),
    **dict.fromkeys("—-", 6.0),
    "、": 1.5,
    "/": 1.0,
}
_LABELS = {"but": 8.0, "splits": 5.0, "because": 5.0, "and": 2.0}
_NEW_SEGMENT = frozenset(",，;；:：()（）—-")
_RELATIVES = frozenset(("that", "which", "who"))


class Known:
    """The lexicon's labels by what they are for, and what a text is about."""

    def __init__(self, lexicon: Lexicon, subject: str, other: str) -> None:
        """``other`` is what ``subject`` is told apart from."""
        lists = lexicon.lists
        self.lexicon, self.subject, self.other = lexicon, subject, other
        self.sides, self.measures = frozenset(lists.sides), frozenset(lists.measures)
        self.amounts, self.facts, self.remedies = map(frozenset, (lists.amounts, lists.facts, lists.remedies))
        self.meanings = frozenset(lists.meanings)
        self.doings = frozenset(label for label in lists.meanings if label.startswith("use "))
        """Those of the meanings that say what to do."""
        self.values = {label: label.split()[-1] for label in lists.values}
        self.degrees = frozenset(label for label, value in self.values.items() if value in ("high", "low"))
        """Those of the values that are of more or less, and not of good or bad."""
        verbs = (
            "fit",
            "able",
            "generalise",
            "use",
            "help",
            "remove",
            "hurt",
            "because",
            "means",
            "useless",
            "have",
            "may",
        )
        self.deniable = frozenset(
            (*self.values, *self.meanings, *self.remedies, *self.facts, *self.amounts, *verbs, subject, "gap", "not")
        )
        """What a `not` may be of."""


class Item:
    """A phrase of the lexicon in a sentence."""

    __slots__ = ("end", "flipped", "labels", "position", "segment", "start", "taken", "width")

    def __init__(self, labels: frozenset[str], start: int, end: int) -> None:
        self.labels, self.start, self.end = labels, start, end
        """Its words are those from ``start`` to before ``end``."""
        self.position = self.width = 0.0
        self.segment = 0
        self.flipped = self.taken = False
        """Whether a `not` turns it round, and whether what it says has been said by another."""

    def has(self, labels: Iterable[str]) -> bool:
        """Tell whether it has any of ``labels``."""
        return not self.labels.isdisjoint(labels)


class Figure(msgspec.Struct, frozen=True):
    """A number given for a side."""

    side: str
    measure: str
    number: float
    percent: bool
    sentence: int
    subject: str


class Context:
    """What the sentences before leave to the next one."""

    def __init__(self) -> None:
        self.heading_subject = self.asked_subject = self.last_subject = ""
        self.heading_level = 0
        self.heading_stance = ""
        self.last_measure = ""
        self.on_remedies = False
        """Whether the sentence before said what to use."""
        self.naming: set[int] = set()
        """Indices of the sentences that name what they are about."""
        self.figures: list[Figure] = []


class Layout:
    """The phrases of one sentence, and where they stand."""

    def __init__(self, known: Known, context: Context, words: list[str], index: int) -> None:
        self.known, self.context, self.words, self.index = known, context, words, index
        self.items = [Item(match.labels, match.start, match.end) for match in known.lexicon.matches(words)]
        self._name_inside()
        self._place()
        self.all_labels: frozenset[str] = frozenset().union(*(item.labels for item in self.items))

    def _name_inside(self) -> None:
        """Let a phrase that holds a subject's name (`get rid of overfitting`) have its label too."""
        names = {self.known.subject, self.known.other}
        for item in self.items:
            if item.end - item.start > 1 and item.has(("help", "hurt", "deny_next")):
                inside = self.known.lexicon.matches(self.words[item.start + 1 : item.end])
                item.labels |= {name for match in inside for name in match.labels & names}

    def _place(self) -> None:
        """Measure where each word stands, and in which segment."""
        weights = [0.0] * (len(self.words) + 1)
        starts = [False] * (len(self.words) + 1)
        for place, word in enumerate(self.words):
            if word == "," and self.words[place + 1 : place + 2] == ["which"]:
                weights[place] += 1
            elif word in SIGNS:
                weights[place] += SIGNS[word]
                starts[place + 1] |= word in _NEW_SEGMENT
        for item in self.items:
            for label, weight in _LABELS.items():
                if label in item.labels:
                    is_relative = self.words[item.start] in _RELATIVES and item.end - item.start == 1
                    weights[item.start] += 1 if is_relative else weight
                    starts[item.start] |= label != "and" and not is_relative
        for first, second in pairwise(self.items):
            if (
                "and" in first.labels
                and self.words[first.start] not in "与跟和"
                and second.start - first.end <= 2
                and (second.has((self.known.subject, self.known.other)) or self._is_clause_start(first))
            ):
                starts[first.start] = True
        self.position: list[float] = []
        self.segment_of: list[int] = []
        position, segment = 0.0, 0
        for place, word in enumerate(self.words):
            position += weights[place]
            segment += starts[place]
            self.position.append(position)
            self.segment_of.append(segment)
            position += 0.5 if is_chinese(word) else 1.0
        self.segments = segment + 1
        self.fresh = {self.segment_of[place] + 1 for place, word in enumerate(self.words) if word in ";；"}
        for item in self.items:
            item.position = self.position[item.start]
            item.width = self.position[item.end - 1] - item.position
            item.segment = self.segment_of[item.start]

    def _is_clause_start(self, conjunction: Item) -> bool:
        """Tell whether a clause of its own, with what it is about, follows ``conjunction``."""
        after = self.words[conjunction.end : conjunction.end + 2]
        return bool(after) and after[0] in ("i", "we", "it", "they", "so", "you")

    def turns(self, segment: int) -> bool:
        """Tell whether a segment begins with a `but`, after which what was denied or reported is no longer."""
        return any(
            item.segment == segment
            and "but" in item.labels
            and (self.words[item.start] not in CONTINUES or self.words[item.start : item.end] == ["而", "是"])
            for item in self.items
        )

    def distance(self, first: Item, second: Item) -> float:
        if first.start <= second.start:
            return second.position - first.position - first.width
        return first.position - second.position - second.width

    def words_between(self, first: Item, second: Item) -> float:
        """Count the words between two phrases; far more where a sign or a `but` stands between them."""
        between = self.words[first.end : second.start]
        turns = any("but" in item.labels and first.end <= item.start < second.start for item in self.items)
        stops = any(SIGNS.get(word, 0) >= 3 for word in between)
        return sum(0.5 if is_chinese(word) else 1.0 for word in between) + (20 if turns or stops else 0)

    def are_joined(self, first: Item, second: Item) -> bool:
        """Tell whether only an `and`, and small words, stand between two things."""
        if first.start > second.start:
            first, second = second, first
        between = self.words[first.end : second.start]
        return bool(between) and all(word in JOINING for word in between) and not all(word in SMALL for word in between)
