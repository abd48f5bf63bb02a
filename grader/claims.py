"""What a text claims: sentences into clauses, and words that are bound to one another in a clause into claims.

A claim is a value of a thing (`good train`, `high capacity`), or a remedy used or avoided (`use dropout`), said of a
subject (overfitting, where the text names nothing else). A word alone claims nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

from grader.lexicon import Lexicon, is_chinese
from grader.sentences import Sentence, sentences

OPPOSITE = {"good": "bad", "bad": "good", "high": "low", "low": "high"}
REACH = 16.0
"""So far, in words and boundaries, may a value stand from what it is the value of."""
NEGATION_REACH = 5.0

# How far two words move apart for what stands between them: a sign, or a word of this label.
_SIGNS = {
    ",": 4,
    "，": 4,
    "、": 1.5,
    ";": 14,
    "；": 14,
    ":": 5,
    "：": 5,
    "(": 3,
    ")": 3,
    "（": 3,
    "）": 3,
    "—": 6,
    "-": 6,
    "/": 1,
}
_WORDS = {"but": 8, "splits": 5, "because": 5, "and": 2}
_NEW_SEGMENT = frozenset(",，;；:：()（）—-")
_BETTER_ON_LESS = {"loss": {"low": "good", "high": "bad"}, "accuracy": {"low": "bad", "high": "good"}}
_MEMBERS = 2.5
_MIN_RATIO, _MIN_DIFFERENCE = 1.5, 4.0


class Claim(msgspec.Struct, frozen=True):
    """Something that the text says."""

    said: str
    """`good train`, `high capacity`, `use dropout`, `avoid high data`, `noise`..."""
    subject: str
    """What of; "" where it may be the subject or what that is told apart from."""
    sentence: int
    """Its sentence's index."""
    denied: bool = False
    """Whether the text says that it is not so."""


class Reading(msgspec.Struct, frozen=True):
    """All that was found in a text."""

    sentences: tuple[Sentence, ...]
    claims: tuple[Claim, ...]
    unread: tuple[int, ...]
    """Indices of the sentences that claim nothing for what they are: questions, announcements, lists of words."""


class _Item:
    """A phrase of the lexicon in a sentence."""

    __slots__ = ("end", "flipped", "labels", "position", "segment", "start", "taken", "width")

    def __init__(self, labels: frozenset[str], start: int, end: int) -> None:
        self.labels, self.start, self.end = labels, start, end
        self.position = self.width = 0.0
        self.segment = 0
        self.flipped = self.taken = False

    def has(self, labels: Iterable[str]) -> bool:
        return not self.labels.isdisjoint(labels)


def read(text: str, lexicon: Lexicon, subject: str, other: str) -> Reading:
    """Return what ``text`` claims of ``subject``, and of the ``other`` that it is told apart from."""
    return _Reader(lexicon, subject, other).read(sentences(text))


class _Reader:
    """Goes through a text, with what a sentence leaves to the next one."""

    def __init__(self, lexicon: Lexicon, subject: str, other: str) -> None:
        lists = lexicon.lists
        self.lexicon, self.subject, self.other = lexicon, subject, other
        self.sides, self.measures = frozenset(lists.sides), frozenset(lists.measures)
        self.amounts, self.facts, self.remedies = map(frozenset, (lists.amounts, lists.facts, lists.remedies))
        self.meanings = frozenset(lists.meanings)
        self.values = {label: label.split()[-1] for label in lists.values}
        self.claims: list[Claim] = []

    def read(self, parts: Sequence[Sentence]) -> Reading:
        unread = []
        self.numbers: list[tuple[str, str, float, bool, int, str]] = []
        self.heading_subject = self.heading_stance = ""
        self.last_subject = ""
        self.last_measure = ""
        self.seen: set[str] = set()
        self.on_topic = False
        self.on_remedies = False
        self.asked_subject = ""
        self.heading_level = 0
        self.named: set[int] = set()
        question_stance = ""
        texts = [self.lexicon.words(part.text) for part in parts]
        if is_shaken(texts):
            return Reading(tuple(parts), (), tuple(range(len(parts))))
        for index, (part, words) in enumerate(zip(parts, texts, strict=True)):
            line = _Line(self, part, words, index)
            if line.takes_back:
                self.claims = [msgspec.structs.replace(claim, denied=not claim.denied) for claim in self.claims]
                self.numbers.clear()
                unread.append(index)
                continue
            if part.is_heading or (line.is_question and not part.text.endswith("：")):
                stance = line.heading_stance()
                named = line.named_subject()
                if part.is_heading:
                    self.heading_stance = stance
                    if named or part.level <= self.heading_level:
                        self.heading_subject, self.heading_level = named, part.level
                else:
                    question_stance = stance
                    self.asked_subject = named or self.asked_subject
                    self.last_subject = named or self.last_subject
                if not line.speaks:
                    unread.append(index)
                    continue
            if line.is_void or is_list_of_words(part.text):
                unread.append(index)
                question_stance = ""
                continue
            self.seen |= line.all_labels
            self.on_topic |= any({"train", "data"} <= item.labels for item in line.items) or line.is_of_measures
            before = len(self.claims)
            line.inherited = question_stance or self.heading_stance
            said = line.claims()
            self.claims += said
            if said or line.stances:
                self.on_remedies = any(claim.said.startswith("use ") and not claim.denied for claim in said)
            if line.denies_previous and before:
                last = self.claims[before - 1].sentence
                self.numbers = [entry for entry in self.numbers if entry[4] != index - 1]
                for place, claim in enumerate(self.claims):
                    if claim.sentence == last:
                        self.claims[place] = msgspec.structs.replace(claim, denied=not claim.denied)
            if line.names_previous:
                self._rename(index, line.named_subject())
            if not (line.starts_list or question_stance):
                question_stance = ""
            if line.ends_open:
                question_stance = line.heading_stance()
            elif len(self.claims) > before or line.stances:
                question_stance = question_stance if line.is_short else ""
        self.claims += self._compared()
        if not self._on_topic():
            self.claims.clear()
        return Reading(tuple(parts), tuple(dict.fromkeys(self.claims)), tuple(unread))

    def _on_topic(self) -> bool:
        """Tell whether the text is about learning at all, and not of trams, whose test runs make noise."""
        named = {"anchor", self.subject, self.other, "variance", "bias", "high variance", "high bias"}
        return self.on_topic or bool(self.seen & named)

    def _rename(self, index: int, subject: str) -> None:
        """Give the sentences before, which name no subject, the one that they turn out to have been about."""
        block = index
        for place in range(len(self.claims) - 1, -1, -1):
            claim = self.claims[place]
            if claim.sentence >= index:
                continue
            if block - claim.sentence > 3 or claim.sentence in self.named:
                break
            self.claims[place] = msgspec.structs.replace(claim, subject=subject)
        self.numbers = [
            (*entry[:5], subject) if index - 3 <= entry[4] < index and entry[4] not in self.named else entry
            for entry in self.numbers
        ]

    def _compared(self) -> Iterator[Claim]:
        """Compare the figures given for both sides."""
        first: dict[tuple[str, str], tuple[float, bool, int, str]] = {}
        for side, measure, number, percent, sentence, subject in self.numbers:
            first[(side, measure)] = (number, percent, sentence, subject)
            for left, right in (("train", "test"),):
                if (left, measure) in first and (right, measure) in first:
                    a, b = first.pop((left, measure)), first.pop((right, measure))
                    if abs(a[2] - b[2]) > 2:
                        continue
                    low, high = sorted((a[0], b[0]))
                    apart = high - low >= _MIN_DIFFERENCE if a[1] or b[1] or high > 2 else high - low >= 0.04
                    if not apart and not (measure == "loss" and high >= low * _MIN_RATIO):
                        continue
                    good_left = (a[0] < b[0]) == (measure == "loss")
                    said = ("good", "bad") if good_left else ("bad", "good")
                    for side_, value, (_, _, place, about) in zip((left, right), said, (a, b), strict=True):
                        yield Claim(f"{value} {side_}", about, place)


class _Line:
    """One sentence."""

    def __init__(self, reader: _Reader, part: Sentence, words: list[str], index: int) -> None:
        self.reader, self.part, self.words, self.index = reader, part, words, index
        self.items = [_Item(match.labels, match.start, match.end) for match in reader.lexicon.matches(words)]
        self.inherited = ""
        self._name_inside()
        self._place()
        self.all_labels = frozenset().union(*(item.labels for item in self.items)) if self.items else frozenset()
        self.stances = any(item.has(("use", "help", "remove", "useless")) for item in self.items)
        self._subjects()

    def _name_inside(self) -> None:
        """Let a phrase that holds a subject's name (`get rid of overfitting`) have its label too."""
        names = {self.reader.subject, self.reader.other}
        for item in self.items:
            if item.end - item.start > 1 and item.has(("help", "hurt", "deny_next")):
                inside = self.reader.lexicon.matches(self.words[item.start + 1 : item.end])
                item.labels |= {name for match in inside for name in match.labels & names}

    def _place(self) -> None:
        """Measure where each word stands, and in which segment."""
        weights = [0.0] * (len(self.words) + 1)
        starts = [False] * (len(self.words) + 1)
        for place, word in enumerate(self.words):
            if word == "," and self.words[place + 1 : place + 2] == ["which"]:
                weights[place] += 1
            elif word in _SIGNS:
                weights[place] += _SIGNS[word]
                starts[place + 1] |= word in _NEW_SEGMENT
        for item in self.items:
            for label, weight in _WORDS.items():
                if label in item.labels:
                    is_relative = self.words[item.start] in ("that", "which", "who") and item.end - item.start == 1
                    weights[item.start] += 1 if is_relative else weight
                    starts[item.start] |= label != "and" and not is_relative
        for first, second in pairwise(self.items):
            if (
                "and" in first.labels
                and self.words[first.start] not in "与跟和"
                and second.start - first.end <= 2
                and (second.has((self.reader.subject, self.reader.other)) or self._is_clause_start(first))
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

    def _is_clause_start(self, conjunction: _Item) -> bool:
        """Tell whether a clause of its own, with what it is about, follows ``conjunction``."""
        after = self.words[conjunction.end : conjunction.end + 2]
        return bool(after) and after[0] in ("i", "we", "it", "they", "so", "you")

    # What kind of a sentence it is

    @property
    def is_question(self) -> bool:
        return self.part.text.rstrip("\"'”’)） ").endswith(("?", "？"))

    @property
    def is_of_measures(self) -> bool:
        """Whether it names what only learning machines have: a training error, a test loss."""
        sides = any(word in self.words for word in ("train", "training", "test", "validation")) or any(
            self.words[place : place + 2] in (["训", "练"], ["测", "试"], ["验", "证"])
            for place in range(len(self.words))
        )
        measured = any(
            item.has(self.reader.measures)
            and (
                self.words[item.start] in _MEASURES
                or self.words[item.start : item.start + 2] in (["误", "差"], ["损", "失"], ["准", "确"])
            )
            for item in self.items
        )
        return sides and measured

    @property
    def is_short(self) -> bool:
        return len(self.words) <= 8

    @property
    def starts_list(self) -> bool:
        return bool(self.words) and self.words[-1] in ":："

    ends_open = starts_list

    @property
    def takes_back(self) -> bool:
        return "deny_all" in self.all_labels

    @property
    def speaks(self) -> bool:
        """Whether a heading goes on after its colon, or a question is followed by its answer in the same line."""
        return self.part.is_heading and not self.starts_list and len(self.words) > 6

    @property
    def denies_previous(self) -> bool:
        """Whether the sentence does no more than deny the one before."""
        things = (*self.reader.sides, *self.reader.remedies, *self.reader.amounts, *self.reader.facts)
        if "they" in self.all_labels and not any(item.has(things) for item in self.items):
            none = self.words[0] in ("none", "neither", "not") or any(
                self.words[item.start] in ("none", "neither", "not") for item in self.items if "they" in item.labels
            )
            helps = any(item.has(("help", "able")) for item in self.items)
            denied = any("not" in item.labels for item in self.items) and helps
            if "useless" in self.all_labels or denied or (none and helps):
                return True
        return (
            "deny_last" in self.all_labels
            and not any(
                item.has((*self.reader.sides, *self.reader.remedies, *self.reader.meanings, *self.reader.facts))
                for item in self.items
            )
            and self.words[0]
            in (
                "that",
                "this",
                "but",
                "which",
                "they",
                "these",
                "it",
                "all",
                "不",
                "这",
                "但",
                "以",
                "而",
                "可",
                "however",
                "wrong",
                "false",
                "both",
                "the",
                "其",
            )
        )

    @property
    def names_previous(self) -> bool:
        """Whether the sentence begins by naming what the ones before were about: that is underfitting."""
        if not self.named_subject():
            return False
        if len(self.words) <= 4:
            return True
        first = next(item for item in self.items if item.has((self.reader.subject, self.reader.other)))
        before = [item for item in self.items if item.start < first.start]
        return (
            first.segment == 0
            and first.start <= 8
            and self.words[0] in _POINTERS
            and not any(
                item.has((*self.reader.values, *self.reader.sides, "not", "unlike", "have"))
                and not item.has(("means", "it"))
                and self.words[item.start] != "is"
                for item in before
            )
        )

    @property
    def is_void(self) -> bool:
        """Whether the sentence claims nothing for what it is."""
        if self.is_question or self.all_labels & {"talk"}:
            return True
        if "unsure" in self.all_labels:
            return True
        return is_heap(self.words, self.items)

    def heading_stance(self) -> str:
        if self.all_labels & {"help", "use", "remove"}:
            return (
                "useless"
                if self.all_labels & {"useless"} or any("not" in item.labels for item in self.items)
                else "help"
            )
        return "because" if "because" in self.all_labels else ""

    def named_subject(self) -> str:
        return next((name for name in self.named if name), "")

    # What each segment is about

    def _subjects(self) -> None:
        reader = self.reader
        self.named = [""] * self.segments
        passing = [False] * self.segments
        for place, item in enumerate(self.items):
            for name in (reader.subject, reader.other):
                if name not in item.labels:
                    continue
                before = self.items[max(0, place - 2) : place]
                if any("unlike" in near.labels and item.start - near.end <= 2 for near in before):
                    passing[item.segment] = True
                    if not self.named[item.segment]:
                        continue
                elif not self.named[item.segment]:
                    self.named[item.segment] = name

    def subjects(self) -> list[str]:
        """Return each segment's subject; "" where it may be either."""
        reader = self.reader
        given = reader.heading_subject or (reader.asked_subject == reader.other and reader.other) or ""
        carried = ""
        begins = self.items[0] if self.items else None
        refers = begins is not None and begins.start == 0 and self.words[0] in _PRONOUNS and not self.named[0]
        if any(self.named):
            running = next(name for name in self.named if name)
            place = next(number for number, name in enumerate(self.named) if name)
            if place and (
                place in self.fresh or any("but" in item.labels and item.segment == place for item in self.items)
            ):
                running = reader.last_subject or reader.heading_subject or reader.subject
            if (
                refers
                and reader.last_subject
                and not self.part.starts_block
                and any(self.named[1:])
                and not self.names_previous
            ):
                running = reader.last_subject
        elif given:
            running = given
        elif reader.last_subject == reader.other and not self.part.starts_block:
            refers = begins is not None and (
                (begins.start <= 1 and "it" in begins.labels) or self.words[0] in _CONSEQUENCES
            )
            running = reader.other if refers else ""
            carried = reader.other
        else:
            running = reader.subject
        found = []
        for name in self.named:
            running = name or running
            found.append(running)
        if any(self.named):
            reader.named = reader.named | {self.index}
            reader.last_subject = found[-1]
        elif carried:
            reader.last_subject = carried
        return found

    # What it claims

    def claims(self) -> list[Claim]:
        """Return what the sentence claims."""
        self.about = self.subjects()
        self._negate()
        self.denied = self._denials()
        self.reported = self._reported()
        found: list[Claim] = []
        self._stances()
        remedies = list(self._remedies())
        sides = list(self._sides())
        early = {item.segment for item in self.items if "early_stopping" in item.labels}
        found += remedies
        acting = {item.segment for item, kind in self.stance_items if kind in ("use", "remove", "help")}
        acting |= {
            item.segment
            for item in self.items
            if item.has((*self.reader.remedies, *(m for m in self.reader.meanings if m.startswith("use "))))
        }
        wants = "want" in self.all_labels
        for claim, segment in sides:
            if segment in early or (early and segment >= min(early)):
                continue
            if wants and (claim.said in ("good test", "good train") or self.part.text.rstrip().endswith("?")):
                continue
            if (
                claim.subject != self.reader.other
                and claim.said in ("good test", "bad train")
                and self._is_effect(segment, acting)
            ):
                continue
            found.append(claim)
        found += self._facts()
        return [claim for claim in found if claim is not None]

    def _is_effect(self, segment: int, acting: set[int]) -> bool:
        """Tell whether what is said there of a side is what a remedy does to it."""
        return any(earlier in acting for earlier in range(segment + 1))

    def _negate(self) -> None:
        """Turn round what stands after a `not`, and find what is denied as a whole."""
        reader = self.reader
        self.not_because: list[_Item] = []
        self.not_means: list[_Item] = []
        flippable = {
            *reader.values,
            *reader.meanings,
            *reader.remedies,
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
            "gap",
            *reader.facts,
            *reader.amounts,
            reader.subject,
            "have",
            "may",
            "not",
        }
        self.not_subject: set[int] = set()
        for place, item in enumerate(self.items):
            if "not" not in item.labels or item.taken:
                continue
            for later in self.items[place + 1 :]:
                distance = self._words_between(item, later)
                limit = NEGATION_REACH + (3 if "有" in self.words[item.start : item.end] else 0)
                if distance > limit or not later.has(flippable) or "even" in later.labels:
                    if distance > limit:
                        break
                    continue
                if "not" in later.labels:
                    later.taken = not later.taken if distance <= 3 else later.taken
                    break
                if later.has(("because",)) and distance <= 2.5 and not later.has(reader.values):
                    self.not_because.append(item)
                elif later.has(("means",)) and distance <= 3:
                    self.not_means.append(item)
                elif later.has((reader.subject,)) and distance <= 2.5:
                    self.not_subject.add(later.segment)
                elif self.words[later.start] in ("need", "needs", "needed") or self.words[later.start : later.end] == [
                    "需",
                    "要",
                ]:
                    later.flipped = not later.flipped
                elif later.has(("have", "may")) and not later.has(("use", "able", "help")):
                    continue
                elif later.has(reader.amounts) and not later.has((*reader.values, *reader.meanings)):
                    continue
                else:
                    later.flipped = not later.flipped
                    if later.has(("able", "fit", "use", "generalise")):
                        self._carry_negation(place, later)
                break

    def _words_between(self, first: _Item, second: _Item) -> float:
        """Count the words between two phrases; far more where a sign or a `but` stands between them."""
        between = self.words[first.end : second.start]
        turns = any("but" in item.labels and first.end <= item.start < second.start for item in self.items)
        stops = any(_SIGNS.get(word, 0) >= 3 for word in between)
        return sum(0.5 if is_chinese(word) else 1.0 for word in between) + (20 if turns or stops else 0)

    def _carry_negation(self, place: int, verb: _Item) -> None:
        """`does not perform well`: the adverb after the verb is denied with it."""
        verb_place = self.items.index(verb)
        for later in self.items[verb_place + 1 : verb_place + 4]:
            distance = self._words_between(verb, later)
            if distance > 4 or later.segment != verb.segment:
                return
            if later.has(("good",)) or later.has(("help",)):
                later.flipped = not later.flipped
                verb.taken = not later.has(("help",)) or verb.taken
                return
            if later.has(("able", "fit")):
                continue

    def _denials(self) -> list[bool]:
        """Tell of each segment whether all of it is denied."""
        denied = [False] * self.segments
        self.unrelated: set[int] = set()
        for item in self.items:
            if "unrelated" in item.labels and not item.flipped:
                self.unrelated |= set(self._said_unrelated(item))
        for segment in self.unrelated:
            denied[segment] = True
        for item in self.items:
            later = range(item.segment, self.segments)
            if (
                "deny_next" in item.labels
                or item in self.not_means
                or self._announces_denial(item)
                or self._begins_with_denial(item)
            ):
                if item.flipped:
                    continue
                if self._ends_with(item):
                    later = range(item.segment + 1)
                for segment in later:
                    if segment > item.segment and (self._turns(segment) or segment in self.fresh):
                        break
                    denied[segment] = True
            elif item in self.not_because:
                for segment in later:
                    if segment > item.segment + 1 and (
                        self._turns(segment) or self._says_because(segment) or segment in self.fresh
                    ):
                        break
                    denied[segment] = True
            elif "deny_last" in item.labels and "deny_next" not in item.labels:
                for segment in range(item.segment + 1):
                    denied[segment] = True
        return denied

    def _said_unrelated(self, item: _Item) -> Iterator[int]:
        """Yield the segments of which ``item`` says that they have nothing to do with the matter."""
        yield item.segment
        things = (*self.reader.amounts, *self.reader.facts)
        for segment in range(item.segment, -1, -1):
            if any(
                other.segment == segment and other.start != item.start and other.has(things) for other in self.items
            ):
                if segment != item.segment:
                    yield segment
            elif any(other.segment == segment and other.has(self.reader.values) for other in self.items):
                return

    def _ends_with(self, item: _Item) -> bool:
        """Tell whether a denial is the end of its sentence, and so is of what stands before it."""
        reader = self.reader
        said = (*reader.sides, *reader.amounts, *reader.remedies, *reader.facts, *reader.meanings)
        return item.start > 0 and not any(other.start >= item.end and other.has(said) for other in self.items)

    def _begins_with_denial(self, item: _Item) -> bool:
        return item.start == 0 and (
            ("not" in item.labels and self.words[0:2] == ["并", "非"])
            or self.words[0:3] in (["错", "误", ":"], ["错", "误", "："])
        )

    def _announces_denial(self, item: _Item) -> bool:
        """Tell whether the sentence begins `Not true: ...`."""
        return (
            "deny_last" in item.labels
            and item.segment == 0
            and item.start <= 1
            and self.words[item.end : item.end + 1] in ([":"], ["："])
        )

    def _turns(self, segment: int) -> bool:
        return any(
            item.segment == segment
            and "but" in item.labels
            and self.words[item.start]
            not in (
                "while",
                "whereas",
                "and",
                "而",
                "though",
                "to",
                "到",
                "一",
                "then",
                "just",
                "at",
                "only",
                "despite",
            )
            or (item.segment == segment and self.words[item.start : item.end] == ["而", "是"])
            for item in self.items
        )

    def _says_because(self, segment: int) -> bool:
        items = [item for item in self.items if item.segment == segment]
        return any("because" in item.labels for item in items) and not any("not" in item.labels for item in items)

    def _reported(self) -> list[bool]:
        """Tell of each segment whether it only says what others say."""
        reported = [False] * self.segments
        for item in self.items:
            if "report" in item.labels:
                for segment in range(item.segment, self.segments):
                    if segment > item.segment and (
                        self._turns(segment)
                        or any("own" in other.labels and other.segment == segment for other in self.items)
                    ):
                        break
                    reported[segment] = True
        return reported

    def _claim(self, said: str, item: _Item) -> Claim | None:
        segment = item.segment
        if self.reported[segment] or segment in self.not_subject:
            return None
        if not self.about[segment] and not said.startswith(("use ", "avoid ")):
            return None
        return Claim(said, self.about[segment], self.index, self.denied[segment])

    # Sides: good or bad

    def _sides(self) -> Iterator[tuple[Claim, int]]:
        reader = self.reader
        yield from self._meant_sides()
        sides = [item for item in self.items if item.has(reader.sides)]
        values = []
        for item in self.items:
            value = self._value_on_side(item)
            if value:
                values.append((item, value))
        compared = self._compared_sides(sides, [item for item, _ in values])
        value_of = {id(item): value for item, value in values}
        free = [side for side in sides if id(side) not in compared]
        bound = self._bind([item for item, _ in values], free, value_of)
        for item, value in values:
            targets = bound.get(id(item), [])
            if not targets and (there := self._there(item)):
                targets = [there]
            for target in targets:
                side = self._side_of(target)
                for name in side:
                    if claim := self._claim(f"{value} {name}", item):
                        yield claim, item.segment
                for other in sides if target is targets[0] else ():
                    if compared.get(id(other)) is item:
                        for name in self._side_of(other):
                            if name not in side and (claim := self._claim(f"{OPPOSITE[value]} {name}", item)):
                                yield claim, item.segment
        self._figures(sides)

    def _side_of(self, item: _Item) -> list[str]:
        return sorted(item.labels & self.reader.sides)

    def _compared_sides(self, sides: list[_Item], values: list[_Item]) -> dict[int, _Item]:
        """Return the sides that stand after a `than`, each with the value by which the other side differs from it."""
        compared: dict[int, _Item] = {}
        for item in self.items:
            if item.has(("than",)):
                before = [
                    value for value in values if value.start <= item.start and item.position - value.position < REACH
                ]
                after = [side for side in sides if 0 <= side.start - item.end <= 6]
                if before and after:
                    compared[id(after[0])] = before[-1]
            elif item.has(("compare_zh",)):
                after = [side for side in sides if 0 <= side.start - item.end <= 3]
                said = [value for value in values if after and value.start >= after[0].end]
                if after and said:
                    compared[id(after[0])] = said[0]
            elif item in values and self.words[item.end - 1] in _THAN_ENDS:
                after = [side for side in sides if 0 <= side.start - item.end <= 7]
                if after:
                    compared[id(after[0])] = item
        return compared

    def _meant_sides(self) -> Iterator[tuple[Claim, int]]:
        reader = self.reader
        for item in self.items:
            for meaning in item.labels & reader.meanings:
                value, _, side = meaning.partition(" ")
                if value not in ("good", "bad") or side not in reader.sides:
                    continue
                near = [
                    other
                    for other in self.items
                    if other.has(reader.facts) and 0 < other.start - item.start <= 6 and other.segment == item.segment
                ]
                if near:
                    continue
                value = OPPOSITE[value] if item.flipped else value
                if claim := self._claim(f"{value} {side}", item):
                    yield claim, item.segment

    def _value_on_side(self, item: _Item) -> str:
        """Return what ``item`` says of a side, "" where it says nothing of one."""
        reader = self.reader
        if item.has(("than", "deny_last", "deny_next")):
            return ""
        if item.has(("good", "bad")) and not item.taken:
            value = "good" if "good" in item.labels else "bad"
            if value == "good" and item.has(("high", "low")) and self._measure_near(item) == "loss":
                value = "bad"
            measure = self._measure_near(item)
            if measure == "loss" and self.words[item.start] in ("worse", "worst"):
                value = "bad"
            return OPPOSITE[value] if item.flipped else value
        if item.has(
            (
                "high",
                "low",
                "plain high",
                "plain low",
                "more high",
                "more low",
                "make high",
                "make low",
                "too high",
                "too low",
            )
        ):
            polarity = self._polarity(item)
            measure = self._measure_near(item)
            if not measure or self._is_amount(item):
                return ""
            return _BETTER_ON_LESS[measure][polarity]
        if item.has(("generalise",)) and not item.taken:
            return "bad" if item.flipped else ""
        if item.has(("fit",)) and not item.taken:
            if item.flipped or self._is_too_weak(item):
                return "bad"
            if any(
                other.has(self.reader.facts) and abs(other.segment - item.segment) == 0 and other.start > item.start
                for other in self.items
            ):
                return ""
            for other in self.items:
                if (
                    other.segment == item.segment
                    and other.has(("good", "bad"))
                    and abs(other.position - item.position) <= 10
                ):
                    return ""
            return "good"
        if item.has(("able",)) and item.flipped and not item.taken:
            return "bad"
        return ""

    def _is_too_weak(self, item: _Item) -> bool:
        """Tell whether the verb is one for which something is too weak, or too little: `too simple to fit`."""
        return any(
            other.has(("too low", "bad"))
            and 0 < item.start - other.end <= 4
            and "to" in self.words[other.end : item.start]
            for other in self.items
        )

    def _polarity(self, item: _Item) -> str:
        labels = {self.reader.values[label] for label in item.labels if label in self.reader.values}
        polarity = "high" if "high" in labels else "low"
        return OPPOSITE[polarity] if item.flipped else polarity

    def _measure_near(self, item: _Item) -> str:
        """Return the measure that ``item`` is said of, from its own segment or the last one named."""
        measures = [other for other in self.items if other.has(self.reader.measures) and other is not item]
        amounts = any(other.segment == item.segment and other.has(self.reader.amounts) for other in self.items)
        here = [
            other
            for other in measures
            if abs(self._distance(item, other)) <= 9 and (other.segment == item.segment or not amounts)
        ]
        if here:
            nearest = min(here, key=lambda other: self._distance(item, other))
            return next(iter(sorted(nearest.labels & self.reader.measures)))
        before = [other for other in measures if other.start < item.start]
        if before and not amounts:
            return next(iter(sorted(before[-1].labels & self.reader.measures)))
        return ""

    def _is_amount(self, item: _Item) -> bool:
        """Tell whether the value's nearest noun is an amount: `a small dataset`."""
        amounts = [other for other in self.items if other.has(self.reader.amounts) and not other.has(self.reader.sides)]
        measures = [other for other in self.items if other.has(self.reader.measures)]
        for other in amounts:
            if 0 <= other.start - item.end <= 1 and not any(m.start == other.end for m in measures):
                return True
        nearest = min((self._distance(item, other) for other in measures), default=99.0)
        return any(
            self._distance(item, other) < min(nearest, 4.0)
            and other.segment == item.segment
            and not any(m.segment == item.segment for m in measures)
            for other in amounts
        )

    def _there(self, item: _Item) -> _Item | None:
        """Return the side meant by a `there`, or by nothing at all after it was named."""
        there = any("there" in other.labels and self._distance(item, other) <= 4 for other in self.items)
        before = [other for other in self.items if other.has(self.reader.sides) and other.start < item.start]
        return before[-1] if there and before else None

    def _distance(self, first: _Item, second: _Item) -> float:
        if first.start <= second.start:
            return second.position - first.position - first.width
        return first.position - second.position - second.width

    def _side_distance(self, value: _Item, thing: _Item) -> float:
        """Measure how far a value stands from a side, which seldom comes first in another clause than its own."""
        distance = self._distance(value, thing)
        if value.start > thing.start:
            return distance + 0.3
        return distance + (8.0 if value.segment != thing.segment else 0.0)

    def _bind(self, values: list[_Item], things: list[_Item], value_of: dict[int, str]) -> dict[int, list[_Item]]:
        """Bind each value to the thing nearest to it, and to those that an `and` joins with that thing."""
        pairs = sorted(
            (self._side_distance(value, thing), number, other)
            for number, value in enumerate(values)
            for other, thing in enumerate(things)
        )
        bound: dict[int, list[_Item]] = {}
        held: set[int] = set()
        for distance, number, other in pairs:
            value, thing = values[number], things[other]
            if distance <= REACH and id(value) not in bound and id(thing) not in held:
                bound[id(value)] = [thing]
                held.add(id(thing))
        for distance, number, other in pairs:  # values left over say more of what has one already
            value, thing = values[number], things[other]
            if distance <= REACH / 2 and id(value) not in bound:
                holder = next((known for known, targets in bound.items() if thing in targets), None)
                if holder is None or value_of[holder] == value_of[id(value)]:
                    bound[id(value)] = [thing]
        for targets in bound.values():
            for thing in things:
                if id(thing) not in held and any(self._are_joined(thing, target) for target in targets):
                    targets.append(thing)
                    held.add(id(thing))
        return bound

    def _are_joined(self, first: _Item, second: _Item) -> bool:
        """Tell whether only an `and`, and small words, stand between two things."""
        if first.start > second.start:
            first, second = second, first
        between = self.words[first.end : second.start]
        return (
            bool(between) and all(word in _JOINING for word in between) and not all(word in _SMALL for word in between)
        )

    def _figures(self, sides: list[_Item]) -> None:
        """Note the figures given for a side."""
        for place, word in enumerate(self.words):
            if not word[0].isdigit() or (place and re.fullmatch(r"[a-z]", self.words[place - 1])):
                continue
            following = self.words[place + 1] if place + 1 < len(self.words) else ""
            percent = following in ("%", "percent", "％", "分") or (place > 0 and self.words[place - 1] == "之")
            near = sorted(
                (
                    abs(
                        self.position[place]
                        - item.position
                        - (item.width if self.position[place] > item.position else 0)
                    ),
                    number,
                )
                for number, item in enumerate(sides)
            )
            number = float(word.replace(",", ""))
            if not near or near[0][0] > REACH:
                continue
            item = sides[near[0][1]]
            if len(near) > 1:
                free = [
                    s
                    for _, s in near
                    if not any(
                        entry[0] in self._side_of(sides[s]) and entry[4] == self.index for entry in self.reader.numbers
                    )
                ]
                if free:
                    item = sides[free[0]]
            if self.reported[item.segment] or self.denied[item.segment]:
                continue
            measures = [other for other in self.items if other.has(self.reader.measures)]
            measure = ""
            if measures:
                nearest = min(measures, key=lambda other: abs(other.position - self.position[place]))
                measure = next(iter(sorted(nearest.labels & self.reader.measures)))
                self.reader.last_measure = measure
            measure = measure or self.reader.last_measure or ("accuracy" if percent else "")
            if not measure or (
                not percent and measure == "accuracy" and number > 1 and "." not in word and number < 20
            ):
                continue
            for name in self._side_of(item)[:1]:
                self.reader.numbers.append((name, measure, number, percent, self.index, self.about[item.segment]))

    # Stances: use, avoid, help, cause

    def _stances(self) -> None:
        """Read what each segment does with the remedies in it."""
        self.stance_items: list[tuple[_Item, str]] = []
        flips = {
            "use": "remove",
            "remove": "use",
            "help": "useless",
            "useless": "help",
            "hurt": "help",
            "may": "remove",
        }
        for item in self.items:
            if (
                self.words[item.start] in ("do", "does", "would", "will")
                and item.end - item.start == 1
                and self._ends_segment(item)
            ):
                self.stance_items.append((item, "useless" if item.flipped else "help"))
                continue
            kinds: list[str] = [
                kind for kind in ("useless", "remove", "help", "use", "hurt", "because", "may") if kind in item.labels
            ]
            for kind in kinds[:1]:
                if kind == "remove" and "help" in item.labels:
                    kind = "help"
                if kind == "hurt" and "because" in item.labels:
                    kind = "because"
                if item.flipped and kind in flips:
                    kind = flips[kind]
                self.stance_items.append((item, kind))
            if not kinds and item.has(("good", "bad")) and not item.has(("too high",)) and self._is_of_remedy(item):
                self.stance_items.append((item, "help" if ("good" in item.labels) != item.flipped else "useless"))
            if (
                not kinds
                and item.has([m for m in self.reader.meanings if m.startswith("use ")])
                and self._is_command(item)
            ):
                self.stance_items.append((item, "remove" if item.flipped else "use"))
            elif not kinds and item.has(("make high", "make low")) and item.start == 0:
                self.stance_items.append((item, "remove" if item.flipped else "use"))
        if self.words[:2] == ["do", ":"]:
            self.stance_items.append((self.items[0], "help"))

    def _is_of_remedy(self, item: _Item) -> bool:
        """Tell whether a `good` or a `bad` is said of a remedy."""
        here = [other for other in self.items if other.segment == item.segment]
        return any(other.has(self.reader.remedies) and other.end < item.start for other in here) and not any(
            other.has((*self.reader.sides, *self.reader.measures)) for other in here
        )

    def _ends_segment(self, item: _Item) -> bool:
        return item.end >= len(self.words) or self.words[item.end] in ".,;!，。；"

    def _sign(self, item: _Item, is_plain: bool = False, is_own: bool = False, is_amount: bool = False) -> str:
        """Return what is said of doing ``item``: use, avoid, state (it is so), or "" for nothing."""
        here = [
            (other, kind) for other, kind in self.stance_items if other.segment == item.segment and other is not item
        ]
        before = [(other, kind) for other, kind in here if other.start < item.start]
        after = [(other, kind) for other, kind in here if other.start >= item.end]
        actions = ("use", "remove") if is_plain else ("use", "remove", "may")
        action = next((kind for _, kind in reversed(before) if kind in actions), "")
        if any(kind == "remove" and not self._has_object(other) for other, kind in after):
            action = "remove"
        elif not action and not is_plain:
            action = next((kind for _, kind in after if kind in ("use", "remove")), "")
        verdict = next((kind for _, kind in after if kind in ("help", "useless", "hurt")), "")
        if not verdict:
            verdict = next((kind for _, kind in reversed(before) if kind in ("help", "useless", "because")), "")
        if not action and not verdict:
            action, verdict = self._carried(item.segment, is_plain)
        elif not verdict and action in ("use", "may"):
            _, later = self._carried(item.segment, is_plain, only_later=True)
            verdict = later if later == "useless" else ""
        if not is_amount and not is_plain and verdict in ("because", "hurt") and not after:
            _, later = self._carried(item.segment, is_plain, only_later=True)
            verdict = later or verdict
        if is_own and not action:
            action = "use"
        if verdict == "because" and action != "remove":
            return "state"
        if verdict == "hurt" and action != "remove" and is_amount:
            return "state"
        if not action and not verdict:
            return ""
        sign = (-1 if action == "remove" else 1) * (-1 if verdict in ("useless", "hurt") else 1)
        return "use" if sign > 0 else "avoid"

    def _has_object(self, verb: _Item) -> bool:
        """Tell whether what a verb is done to follows it."""
        objects = (*self.reader.remedies, *self.reader.amounts)
        return any(0 <= item.start - verb.end <= 3 and item.has(objects) for item in self.items)

    def _is_command(self, item: _Item) -> bool:
        """Tell whether the phrase is a verb that says what to do: `prune it`, `so you stop training when ...`."""
        first = self.words[item.start]
        begins = (
            item.start == 0
            or self.segment_of[item.start - 1] != item.segment
            or self.words[item.start - 1] in _BEFORE_VERB
        )
        one = item.end - item.start == 1
        is_noun = (
            first.endswith(("ation", "ing", "ed", "tion"))
            or first in _NOUNS
            or (one and not item.has(self.reader.meanings))
        )
        return begins and not is_noun and not is_chinese(first)

    def _carried(self, segment: int, is_plain: bool, only_later: bool = False) -> tuple[str, str]:
        """Return the action and the verdict that a segment without its own has from those around it."""
        for earlier in range(segment - 1, -1, -1) if not only_later else ():
            kinds = [kind for other, kind in self.stance_items if other.segment == earlier]
            if self._turns(earlier + 1) and not any(kind in ("help", "because") for kind in kinds):
                break
            kinds = [kind for kind in kinds if kind != "may" or not is_plain]
            if kinds:
                action = next((kind for kind in reversed(kinds) if kind in ("use", "remove", "may")), "")
                verdict = next((kind for kind in reversed(kinds) if kind in ("help", "useless", "because", "hurt")), "")
                return action, verdict
        for later in range(segment + 1, self.segments) if not is_plain else ():
            if self._turns(later):
                break
            kinds = [kind for other, kind in self.stance_items if other.segment == later]
            if any(kind == "because" for kind in kinds):
                break
            verdict = next((kind for kind in kinds if kind in ("help", "useless")), "")
            if verdict:
                return "", verdict
            if any(kind in ("use", "remove") for kind in kinds):
                break
        if only_later:
            return "", ""
        return "", self.inherited if self.inherited else ""

    # Remedies and amounts

    def _remedies(self) -> Iterator[Claim]:
        reader = self.reader
        for item in self.items:
            for remedy in sorted(item.labels & reader.remedies):
                sign = self._sign(item, is_own=self._is_command(item))
                weaker = self._change(item)
                if item.flipped and sign in ("use", ""):
                    sign = "avoid"
                elif weaker == "low" and sign in ("use", "", "state"):
                    sign = "avoid"
                elif not sign and (weaker or (self.reader.on_remedies and not self.stances)):
                    sign = "use"
                if sign in ("use", "avoid") and (claim := self._claim(f"{sign} {remedy}", item)):
                    yield claim
            for meaning in sorted(item.labels & reader.meanings):
                yield from self._meant(item, meaning)
        yield from self._amounts()
        for item in self.items:
            if item.segment in self.unrelated:
                for amount in sorted(item.labels & {"capacity", "data"}):
                    for polarity in ("high", "low"):
                        if claim := self._claim(f"{polarity} {amount}", item):
                            yield msgspec.structs.replace(claim, denied=True)

    def _change(self, item: _Item) -> str:
        """Return whether the remedy is to be made stronger or weaker, where that is said."""
        for other in self.items:
            if 0 <= other.start - item.end <= 4 and other.segment == item.segment and other.has(("too high",)):
                return "low"
        for other in self.items:
            if (
                0 <= item.start - other.end <= 2
                and other.segment == item.segment
                and other.has(("more low", "make low", "too low"))
            ):
                return "high" if other.flipped else "low"
            if (
                0 <= item.start - other.end <= 2
                and other.segment == item.segment
                and other.has(("more high", "make high"))
            ):
                return "low" if other.flipped else "high"
        return ""

    def _meant(self, item: _Item, meaning: str) -> Iterator[Claim]:
        reader = self.reader
        for part in meaning.split(" & "):
            words = part.split()
            if words[0] in ("good", "bad"):
                continue
            if words[0] == "use":
                said = " ".join(words[1:])
                sign = self._sign(item, is_own=self._is_command(item), is_amount=True)
                if item.flipped:
                    sign = "avoid" if sign in ("use", "state", "") else sign
                if sign == "state":
                    low = words[1] == "low"
                    amount = words[2]
                    if claim := self._claim(f"{'low' if low else 'high'} {amount}", item):
                        yield claim
                elif sign and (claim := self._claim(f"{sign} {said}", item)):
                    yield claim
            elif words[0] == "too":
                if part == "too low data" and not any(
                    other.has(("capacity",)) or "too high capacity" in " ".join(other.labels) for other in self.items
                ):
                    continue
                if claim := self._claim(" ".join(words[1:]), item):
                    yield claim
            elif part in reader.facts:
                if claim := self._claim(part, item):
                    yield claim
            elif claim := self._claim(part if not item.flipped else f"{OPPOSITE[words[0]]} {words[1]}", item):
                yield claim

    def _amounts(self) -> Iterator[Claim]:
        reader = self.reader
        has_side_value = any(item.has((*reader.measures, "good", "bad", "fit", "generalise")) for item in self.items)
        things, values = [], []
        for item in self.items:
            if item.has((*reader.amounts, "noise")) and not (item.has(reader.measures)):
                things.append(item)
            if item.has([label for label in reader.values if label not in ("good", "bad")]):
                values.append(item)
        if has_side_value:
            measured = {
                item.segment
                for item in self.items
                if item.has((*reader.measures, "good", "bad", "fit", "generalise", "able"))
            }
            things = [
                item
                for item in things
                if not (item.has(reader.sides) and item.segment in measured and not self._follows_value(item))
            ]
        values = [value for value in values if not self._is_of_measure(value)]
        bound = self._bind_amounts(values, things)
        yield from self._unnamed_capacity(values, bound)
        for value, thing in bound:
            polarity = self._polarity(value)
            for amount in sorted(thing.labels & reader.amounts):
                if amount not in ("bias", "variance") and not value.has(_AMOUNT_VALUES):
                    continue
                yield from self._amount(value, thing, polarity, amount)

    def _unnamed_capacity(self, values: list[_Item], bound: list[tuple[_Item, _Item]]) -> Iterator[Claim]:
        """What is `too simple` or `too complex`, and is not named, is the model."""
        held = {id(value) for value, _ in bound}
        for value in values:
            words = self.words[value.start : value.end]
            before = [
                word for place, word in enumerate(self.words[: value.start]) if self.segment_of[place] == value.segment
            ]
            if id(value) in held or not value.has(("too high", "too low")) or any(word in _TASKS for word in before):
                continue
            is_it = any(word in ("it", "they") for word in before[-4:]) and any(
                other.has(("capacity",)) and other.start < value.start for other in self.items
            )
            if words[-1] in _OF_MODELS or (is_it and words[-1] in _SIZES) or words[-2:] in (["复", "杂"], ["简", "单"]):
                if claim := self._claim(f"{self._polarity(value)} capacity", value):
                    yield claim

    def _follows_value(self, item: _Item) -> bool:
        return any(
            0 <= item.start - value.end <= 1
            and value.has([label for label in self.reader.values if label not in ("good", "bad")])
            for value in self.items
        ) or any(
            0 <= value.start - item.end <= 2
            and value.has(("too low", "too high", "plain low", "plain high", "low", "high"))
            and not any(m.segment == item.segment and m.has(self.reader.measures) for m in self.items)
            for value in self.items
        )

    def _is_of_measure(self, value: _Item) -> bool:
        measures = [item for item in self.items if item.has(self.reader.measures)]
        if not measures:
            return False
        amounts = [item for item in self.items if item.has(self.reader.amounts) and not item.has(self.reader.measures)]
        nearest = min(self._distance(value, item) for item in measures)
        next_amount = min((self._distance(value, item) for item in amounts), default=99.0)
        attributive = any(0 <= item.start - value.end <= 1 for item in amounts)
        if attributive:
            return any(
                measure.start == item.end
                for item in amounts
                for measure in measures
                if 0 <= item.start - value.end <= 1
            )
        same = any(item.segment == value.segment for item in measures)
        return (same and nearest <= 8) or nearest < next_amount

    def _bind_amounts(self, values: list[_Item], things: list[_Item]) -> list[tuple[_Item, _Item]]:
        def cost(value: _Item, thing: _Item) -> float:
            return 0.0 if value.start == thing.start else self._amount_distance(value, thing)

        pairs = sorted(
            (cost(value, thing), number, other)
            for number, value in enumerate(values)
            for other, thing in enumerate(things)
        )
        bound: list[tuple[_Item, _Item]] = []
        used: set[int] = set()
        held: dict[int, int] = {}
        for distance, number, other in pairs:
            value, thing = values[number], things[other]
            if distance <= 9 and number not in used and other not in held:
                bound.append((value, thing))
                used.add(number)
                held[other] = number
        for distance, number, other in pairs:  # `use fewer parameters`: both words are of one noun
            if number not in used and distance <= 5 and other in held:
                used.add(number)
                bound.append((values[number], things[other]))
        for other, thing in enumerate(things):
            if other in held:
                continue
            for known, number in list(held.items()):
                if (
                    self._are_joined(thing, things[known])
                    and thing.start > things[known].start
                    and not (self.words[thing.end : thing.end + 1] and self.words[thing.end] in _COPULAS)
                ):
                    bound.append((values[number], thing))
                    held[other] = number
                    break
        return self._as_one(bound)

    def _amount_distance(self, value: _Item, thing: _Item) -> float:
        """Measure how far a value stands from an amount; far too far where the grammar does not join them."""
        distance = self._distance(value, thing)
        is_action = value.has(("make high", "make low"))
        first, second = (value, thing) if value.start < thing.start else (thing, value)
        between = self.words[first.end : second.start]
        nouns = (*self.reader.remedies, *self.reader.measures)
        if any(first.end <= item.start < second.start and item.has(nouns) for item in self.items):
            return 99.0
        if any(is_chinese(word) for word in (self.words[value.start], self.words[thing.start])):
            if first is value and not is_action and between and between[-1] not in "的" and "量" not in between:
                distance += 3
            if first is thing and is_action:
                distance += 2
            return distance if distance <= 6 else 99.0
        if first is value:  # too many parameters; reduce the number of layers
            stops = _STOPS - {"with", "in", "how"} if is_action else _STOPS
            if any(word in stops for word in between) or len(between) > (5 if is_action else 3):
                return 99.0
            before = self.words[value.start - 1] if value.start else ""
            return distance + (6 if before in _COPULAS and between else 0)
        # the model is too complex
        if self.words[value.end - 1] in _QUANTIFIERS and self.words[value.start - 1] not in _COPULAS:
            return 99.0
        if is_action and not any(word in _COPULAS for word in between):
            return 99.0
        if thing.start and "of" in self.words[max(0, thing.start - 2) : thing.start]:
            distance += 4
        joined = not between or any(word in _COPULAS | _MAKES for word in between) or len(between) <= 1
        return distance + 1.5 if joined else 99.0

    def _as_one(self, bound: list[tuple[_Item, _Item]]) -> list[tuple[_Item, _Item]]:
        """Where an action and a state are both of one noun (`limit the excess parameters`), keep the action."""
        kept = []
        for value, thing in bound:
            others = [other for other, same in bound if same is thing and other is not value]
            if value.has(("more high", "more low", "plain high", "plain low", "high", "low")) and any(
                other.has(("make high", "make low", "too high", "too low")) for other in others
            ):
                continue
            if value.has(("make high", "make low")) and any(other.has(("too high", "too low")) for other in others):
                continue
            kept.append((value, thing))
        return kept

    def _amount(self, value: _Item, thing: _Item, polarity: str, amount: str) -> Iterator[Claim]:
        said = f"{polarity} {amount}"
        anchor = value if value.start > thing.start else thing
        if amount in ("bias", "variance"):
            if not value.has(("make high", "make low", "more high", "more low")) and (
                claim := self._claim(said, thing)
            ):
                yield claim
            return
        if value.has(("too high", "too low")) and not value.has(("make high", "make low")):
            if amount != "duration" and (claim := self._claim(said, anchor)):
                yield claim
            return
        is_action = value.has(("make high", "make low"))
        is_plain = not is_action and not value.has(("more high", "more low"))
        first = value if value.start < thing.start else thing
        sign = self._sign(first if not is_action else value, is_plain=is_plain, is_own=is_action, is_amount=True)
        if value.flipped and is_action:
            sign = "avoid" if sign == "use" else sign
            said = f"{OPPOSITE[polarity]} {amount}"
        if sign in ("use", "avoid"):
            if claim := self._claim(f"{sign} {said}", first):
                yield claim
        elif amount != "duration" and self._is_said_to_be(value, thing) and (claim := self._claim(said, anchor)):
            yield claim

    def _is_said_to_be(self, value: _Item, thing: _Item) -> bool:
        """Tell whether the sentence says that it is so, or that it makes the subject likely, and does not only name it."""
        reader = self.reader
        if any(self.words[item.start] == "until" and item.segment == value.segment for item in self.items):
            return False
        causes = bool(self.all_labels & {"because", "hurt"}) or self.inherited == "because"
        causes = causes or any(word in ("overfit", "overfits", "overfitted") for word in self.words)
        if value.has(("more high", "more low")):
            return causes
        if value.start > thing.start:
            return True
        return causes or bool(self.all_labels & {"means", "splits", "have", reader.subject, reader.other})

    # Facts

    def _facts(self) -> Iterator[Claim]:
        reader = self.reader
        for item in self.items:
            for fact in sorted(item.labels & reader.facts):
                if fact == "noise" and not self._is_learnt(item):
                    continue
                if (
                    fact != "noise"
                    and self._sign(item) in ("use", "avoid")
                    and self.all_labels & {"use", "remove"}
                    and not self.all_labels & {"because"}
                ):
                    continue
                claim = self._claim(fact, item)
                if claim:
                    yield msgspec.structs.replace(claim, denied=claim.denied != item.flipped)

    def _is_learnt(self, item: _Item) -> bool:
        """Tell whether the noise is said to be learnt, or to be there, and not to be added or to be cleaned away."""
        near = [
            other for other in self.items if other.segment in (item.segment, item.segment - 1) and other is not item
        ]
        if any(
            other.has(("use", "remove", "make low", "help"))
            and other.segment == item.segment
            and other.start < item.start
            and not other.has(("fit",))
            for other in near
        ):
            return False
        verbs = [other for other in near if other.start < item.start and other.has(("fit", "good train"))]
        if verbs:
            return not verbs[-1].flipped
        return (
            any(other.has(("because", "have", "too high", "high", "plain high", "fit", "good train")) for other in near)
            or self.inherited == "because"
            or any("because" in other.labels for other in self.items)
        )


_AMOUNT_VALUES = ("plain high", "plain low", "too high", "too low", "more high", "more low", "make high", "make low")
_SMALL = frozenset(("the", "on", "of", "a", "its", "上", "的"))
_JOINING = _SMALL | frozenset(
    (
        "and",
        "or",
        "as",
        "well",
        "both",
        ",",
        "/",
        "、",
        "和",
        "与",
        "以",
        "及",
        "跟",
        "或",
        "者",
        "nor",
        "also",
        "plus",
        "&",
    )
)
_THAN_ENDS = frozenset(("于", "above", "below", "exceeds"))
_MEASURES = frozenset(("loss", "losses", "error", "errors", "accuracy", "mse", "acc", "rmse"))
_SIZES = frozenset(("large", "big", "deep", "powerful", "small", "weak", "shallow", "strong"))
_OF_MODELS = frozenset(("complex", "complicated", "flexible", "simple", "simplistic", "expressive"))
_TASKS = frozenset(("task", "problem", "data", "dataset", "function", "pattern", "question", "relationship", "signal"))
_CONSEQUENCES = frozenset(("as", "so", "therefore", "thus", "hence", "consequently", "because", "所", "因", "于", "由"))
_BEFORE_VERB = frozenset(
    (
        "and",
        "or",
        "to",
        "then",
        "just",
        "simply",
        "you",
        "we",
        "i",
        "they",
        "should",
        "can",
        "could",
        "must",
        "would",
        "also",
        "either",
        "please",
    )
)
_NOUNS = frozenset(
    (
        "early",
        "weight",
        "penalty",
        "norm",
        "elastic",
        "small",
        "smaller",
        "l1",
        "l2",
        "dropout",
        "synthetic",
        "artificial",
        "random",
        "more",
        "feature",
        "dimensionality",
        "data",
        "fewer",
        "wieght",
    )
)
_POINTERS = frozenset(
    ("that", "this", "such", "these", "which", "we", "it", "those", "这", "此", "上", "以", "那", "就")
)
_PRONOUNS = frozenset(("it", "its", "they", "它", "其", "此"))
_QUANTIFIERS = frozenset(("much", "more", "less", "of", "extra", "additional", "further", "another"))
_COPULAS = frozenset(
    (
        "is",
        "are",
        "was",
        "were",
        "be",
        "being",
        "been",
        "becomes",
        "become",
        "becoming",
        "gets",
        "get",
        "looks",
        "seems",
        "has",
        "have",
        "had",
        "stays",
        "remains",
        "made",
        "grew",
        "so",
        "too",
        "having",
    )
)
_MAKES = frozenset(("of", "a", "the", "its", "in", "for"))
_STOPS = frozenset(
    (
        "you",
        "we",
        "i",
        "it",
        "they",
        "on",
        "in",
        "to",
        "with",
        "that",
        "which",
        "is",
        "are",
        "was",
        "and",
        "or",
        "but",
        "for",
        "by",
        "from",
        "than",
        "at",
        "as",
        "if",
        "when",
        "because",
        "so",
        "has",
        "have",
        "can",
        "could",
        "will",
        "would",
        "who",
        "not",
        "how",
    )
)
_ARTICLES = frozenset(("the", "a", "an"))
_NEVER_BEFORE_END = frozenset(("its", "their", "very", "or", "if", "such", "at", "my", "our", "your"))
_LINKS = frozenset(
    (
        "of",
        "is",
        "are",
        "was",
        "and",
        "or",
        "on",
        "in",
        "to",
        "for",
        "with",
        "by",
        "than",
        "from",
        "at",
        "but",
        "because",
        "which",
        "when",
        "that",
        "it",
        "will",
        "can",
        "has",
        "have",
        "does",
        "would",
    )
)
_AFTER_ARTICLE = frozenset(
    (
        "the",
        "a",
        "an",
        "of",
        "is",
        "are",
        "was",
        "and",
        "or",
        "on",
        "in",
        "to",
        "for",
        "with",
        "by",
        "than",
        "from",
        "at",
        "but",
        "because",
        "which",
        "when",
        "that",
        "it",
        "has",
        "have",
        "does",
        "do",
        "will",
        "can",
        "would",
        "not",
        "if",
        "while",
        "its",
        "their",
        "this",
        "these",
        "also",
        "then",
        "so",
        "be",
        "i",
        "we",
        "you",
        "they",
    )
)
_FUNCTION = (
    _LINKS
    | _ARTICLES
    | frozenset(
        (
            "it",
            "this",
            "we",
            "i",
            "you",
            "not",
            "do",
            "be",
            "its",
            "not",
            "as",
            "so",
            "they",
            "too",
            "no",
            "there",
            "where",
            "what",
            "while",
            "if",
            "then",
            "up",
            "out",
            "all",
            "more",
            "less",
            "few",
            "fewer",
            "low",
            "high",
        )
    )
)
_JOINTS = (
    _LINKS
    | _ARTICLES
    | frozenset(
        ("it", "this", "we", "i", "you", "not", "do", "be", "its", "as", "so", "they", "there", "them", "our", "my")
    )
)
_ZH_FUNCTION = frozenset("的了是在和与或很太不也都就会可以用把被对上中而但等为有过来到多少大小高低好差一")
_ENDS = frozenset(",.;:!?，。；：！？、)")
_NEVER_AFTER_OF = frozenset(("is", "are", "was", "of", "and", "or", "has", "does", "to", "but", "when"))
_ZH_NEVER_FIRST = frozenset("的了着吗呢吧们")


def is_heap(words: Sequence[str], items: Sequence[_Item]) -> bool:
    """Tell whether the words are a heap: a list without grammar, or a sentence shaken up."""
    plain = [word for word in words if word[0].isalnum()]
    english = [word for word in plain if word[0].isascii() and word[0].isalpha()]
    chinese = [word for word in plain if is_chinese(word)]
    if len(english) >= 10 and len(chinese) < len(english):
        longest = run = 0
        for word in words:
            run = 0 if word in _FUNCTION or not (word[0].isalnum()) else run + 1
            longest = max(longest, run)
        if longest >= 16:
            return True
    signs = sum(word in "/,;|·、，；" for word in words)
    joints = sum(word in _JOINTS for word in english)
    if len(english) >= 12 and joints < len(english) * 0.08 and signs * 4 < len(english):
        return True
    said = any(item.has(("help", "use", "because", "remove", "means", "hurt")) for item in items)
    return (
        signs >= 6
        and not said
        and signs * 5 >= len(english) + len(chinese)
        and sum(word in _FUNCTION or word in _ZH_FUNCTION for word in plain) < len(plain) * 0.12
    )


def is_list_of_words(text: str) -> bool:
    """Tell whether a Chinese sentence is no more than words with blanks between them."""
    parts = text.split()
    chinese = sum(is_chinese(part[0]) for part in parts)
    return len(parts) >= 8 and chinese * 2 >= len(parts) and len(text) <= 6 * len(parts)


def is_shaken(sentences_words: Iterable[Sequence[str]]) -> bool:
    """Tell whether the words of a text were shaken up: neighbours that no sentence has, and more than a slip or two."""
    wrong = chances = 0
    for words in sentences_words:
        for first, second in pairwise([*words, "."]):
            if first in _ARTICLES and words[0] != first:
                chances += 1
                wrong += second in _AFTER_ARTICLE or second in _ENDS
            elif first in _NEVER_BEFORE_END:
                chances += 1
                wrong += second in _ENDS
            elif first in ("of", "from", "into", "than"):
                chances += 1
                wrong += second in _NEVER_AFTER_OF
            elif second in _ZH_NEVER_FIRST and first in _ENDS:
                wrong += 1
    return wrong >= 2 and wrong * 8 >= chances
