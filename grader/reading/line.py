"""One sentence, read: what kind of a sentence it is, what each clause is about, and what it claims."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise

from grader.reading.amounts import Amounts
from grader.reading.claim import Claim
from grader.reading.heaps import is_heap, is_list_of_words
from grader.reading.layout import Context, Known
from grader.reading.sentences import Sentence
from grader.reading.sides import Said
from grader.reading.words import CONSEQUENCES, DATA, DENIERS, MEASURES, NO, NO_CONTRAST, POINTERS, PRONOUNS


class Line(Amounts):
    """A sentence, and what it claims."""

    def __init__(
        self, known: Known, context: Context, part: Sentence, words: list[str], index: int, inherited: str
    ) -> None:
        super().__init__(known, context, words, index, inherited)
        self.part = part
        self._subjects()

    @property
    def is_question(self) -> bool:
        return self.part.text.rstrip("\"'”’)） ").endswith(("?", "？"))

    @property
    def is_on_topic(self) -> bool:
        """Whether it is about learning machines at all, and not about trams, whose test runs make noise."""
        named = {self.known.subject, self.known.other, "variance", "bias", "high variance", "high bias"}
        english, chinese = self.known.lexicon.anchors
        text = "".join(self.words)
        if not english.isdisjoint(self.words) or any(phrase in text for phrase in chinese):
            return True
        of_data = any({"train", "data"} <= item.labels for item in self.items)
        both = self.known.sides <= self.all_labels and not DATA.isdisjoint(self.words)
        return (
            bool(self.all_labels & named)
            or of_data
            or both
            or len(self.all_labels & self.known.remedies) > 1
            or self.is_of_measures
        )

    @property
    def is_of_measures(self) -> bool:
        """Whether it names what only learning machines have: a training error, a test loss."""
        sides = any(word in self.words for word in ("train", "training", "test", "validation")) or any(
            self.words[place : place + 2] in (["训", "练"], ["测", "试"], ["验", "证"])
            for place in range(len(self.words))
        )
        measured = any(
            item.has(self.known.measures)
            and (
                self.words[item.start] in MEASURES
                or self.words[item.start : item.start + 2] in (["误", "差"], ["损", "失"], ["准", "确"])
            )
            for item in self.items
        )
        named = any(
            first in ("train", "training", "test", "validation")
            and second in ("set", "data", "error", "loss", "accuracy", "score")
            for first, second in pairwise(self.words)
        )
        return named or (sides and measured)

    @property
    def is_short(self) -> bool:
        return len(self.words) <= 10

    @property
    def starts_list(self) -> bool:
        return bool(self.words) and self.words[-1] in ":："

    @property
    def frames(self) -> bool:
        """Whether it says of what follows that it is shown, and not said: wrong answers, a text to be translated."""
        is_title = self.part.is_heading or self.starts_list
        return "frames" in self.all_labels or (is_title and "myths" in self.all_labels and len(self.words) <= 12)

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
        if "".join(self.words).strip(".!。！×✗ ") in NO:
            return True
        things = (*self.known.sides, *self.known.remedies, *self.known.amounts, *self.known.facts)
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
                item.has((*self.known.sides, *self.known.remedies, *self.known.meanings, *self.known.facts))
                for item in self.items
            )
            and self.words[0] in DENIERS
        )

    @property
    def names_previous(self) -> bool:
        """Whether the sentence begins by naming what the ones before were about: that is underfitting."""
        if not self.named_subject:
            return False
        if len(self.words) <= 4:
            return True
        first = next(item for item in self.items if item.has((self.known.subject, self.known.other)))
        before = [item for item in self.items if item.start < first.start]
        return (
            first.segment <= 1
            and first.start <= 8
            and self.words[0] in POINTERS
            and not any(
                item.has((*self.known.values, *self.known.sides, "not", "unlike", "have"))
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
        return is_heap(self.words, self.items) or is_list_of_words(self.part.text)

    @property
    def heading_stance(self) -> str:
        if self.all_labels & {"help", "use", "remove"}:
            return (
                "useless"
                if self.all_labels & {"useless"} or any("not" in item.labels for item in self.items)
                else "help"
            )
        return "because" if "because" in self.all_labels else ""

    @property
    def named_subject(self) -> str:
        return next((name for name in self.named if name), "")

    def _subjects(self) -> None:
        known = self.known
        self.named = [""] * self.segments
        for place, item in enumerate(self.items):
            for name in (known.subject, known.other):
                if name not in item.labels:
                    continue
                before = self.items[max(0, place - 2) : place]
                after = self.items[place + 1 : place + 2]
                if any("turns_to" in near.labels and near.start <= item.end + 1 for near in after):
                    continue
                if any("unlike" in near.labels and item.start - near.end <= 2 for near in before):
                    if not {"where", "which"}.isdisjoint(self.words[item.end : item.end + 3]):
                        self.named[item.segment] = name
                elif not self.named[item.segment]:
                    self.named[item.segment] = name

    def subjects(self) -> list[str]:
        """Return each segment's subject; "" where it may be either."""
        running = self._first_subject() if any(self.named) else self._carried_subject()
        found = []
        for name in self.named:
            running = name or running
            found.append(running)
        if any(self.named):
            self.context.naming.add(self.index)
            self.context.last_subject = found[-1]
        return found

    def _first_subject(self) -> str:
        """Return what the segments before the first name are about: what it names, or what the sentence before was."""
        last = self.context.last_subject
        place = next(number for number, name in enumerate(self.named) if name)
        refers = self.items[0].start == 0 and self.words[0] in PRONOUNS and place > 0
        if refers and last and not self.part.starts_block and not self.names_previous:
            return last
        contrasts = any(0 < fresh <= place for fresh in self.fresh) or any(
            "but" in item.labels and item.segment == place and self.words[item.start] not in NO_CONTRAST
            for item in self.items
        )
        if self._begins_clause(place) and contrasts:
            return last or self.context.heading_subject or self.known.subject
        return self.named[place]

    def _carried_subject(self) -> str:
        """Return what a sentence is about that names nothing: what its heading names, or the sentence before."""
        context, known = self.context, self.known
        if context.heading_subject or context.asked_subject == known.other:
            return context.heading_subject or known.other
        if context.last_subject != known.other or self.part.starts_block:
            return known.subject
        begins = self.items[0] if self.items else None
        refers = begins is not None and begins.start <= 1 and "it" in begins.labels
        return known.other if refers or (self.words[:1] and self.words[0] in CONSEQUENCES) else ""

    def _begins_clause(self, segment: int) -> bool:
        """Tell whether a segment but the first begins with what it is about, and does not end by naming it."""
        names = (self.known.subject, self.known.other)
        start = next((place for place, number in enumerate(self.segment_of) if number == segment), 0)
        return segment > 0 and any(
            item.segment == segment and item.has(names) and item.start - start <= 3 for item in self.items
        )

    def claims(self) -> list[Claim]:
        """Return what the sentence claims."""
        self.about = self.subjects()
        said = [*self.remedies(), *(said for said in self.sides() if not self._is_aside(said)), *self.facts()]
        return [claim for claim in map(self._claim, said) if claim]

    def _claim(self, said: Said) -> Claim | None:
        segment = said.item.segment
        is_doing = said.said.startswith(("use ", "avoid "))
        if self.reported[segment] or (segment in self.not_subject and not is_doing):
            return None
        if not self.about[segment] and not is_doing:
            return None
        return Claim(said.said, self.about[segment], self.index, self.denied[segment] != said.denied)

    def _is_aside(self, said: Said) -> bool:
        """Tell whether what is said of a side is no claim: when to stop, what is wished for, what a remedy does."""
        segment = said.item.segment
        if any(item.segment <= segment for item in self.items if "early_stopping" in item.labels):
            return True
        if any("at_first" in item.labels and item.segment == segment for item in self.items):
            return True
        if "want" in self.all_labels and (self.known.subject not in self.named or self.not_subject):
            return True
        about_subject = self.about[segment] != self.known.other
        return about_subject and said.said in ("good test", "bad train") and segment >= self._first_remedy

    @cached_property
    def _first_remedy(self) -> int:
        """The first segment in which a remedy is named, or something is done; what is said after it is its effect."""
        acting = {item.segment for item, kind in self.stance_items if kind in ("use", "remove", "help")}
        doings = self.known.remedies | self.known.doings
        acting |= {item.segment for item in self.items if item.has(doings)}
        return min(acting, default=self.segments)
