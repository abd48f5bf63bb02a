"""What a sentence takes back: words turned round by a `not`, and clauses that it denies or only reports."""

from __future__ import annotations

from collections.abc import Iterator

from grader.reading.layout import Context, Item, Known, Layout
from grader.reading.lexicon import is_chinese
from grader.reading.words import GUESSES, NEEDS

REACH, _CLOSE = 5.0, 1.5
"""So many words may stand between a `not` and what it turns round."""


class Denials(Layout):
    """A sentence of which it is known what in it is denied."""

    def __init__(self, known: Known, context: Context, words: list[str], index: int) -> None:
        super().__init__(known, context, words, index)
        self.not_because: list[Item] = []
        self.not_means: list[Item] = []
        self.not_subject: set[int] = set()
        """Segments that are not about the subject: "this is not overfitting"."""
        self.unrelated: set[int] = set()
        """Segments of which it is said that they have nothing to do with the matter."""
        self._negate()
        self.denied = self._denials()
        self.reported = self._reported()

    def _negate(self) -> None:
        """Turn round what stands after a `not`, and find what is denied as a whole."""
        for place, item in enumerate(self.items):
            if "not" not in item.labels or item.taken:
                continue
            for later in self.items[place + 1 :]:
                distance = self.words_between(item, later)
                if distance > self._reach(item, later) or self._negates(item, later, distance):
                    break

    def _reach(self, negation: Item, later: Item) -> float:
        """Return how far ``negation`` may stand from ``later``; in Chinese it stands right before a degree."""
        known = self.known
        if later.has(known.degrees) and not later.has(("good",)) and is_chinese(self.words[negation.start]):
            return _CLOSE
        return REACH + (3 if "有" in self.words[negation.start : negation.end] else 0)

    def _negates(self, negation: Item, later: Item, distance: float) -> bool:
        """Apply ``negation`` to ``later``; tell whether it is of it, and so of nothing behind it."""
        known = self.known
        if not later.has(known.deniable) or "even" in later.labels:
            return False
        if "not" in later.labels:
            later.taken = later.taken != (distance <= 3)
        elif later.has(("because",)) and distance <= 2.5 and not later.has(known.values):
            self.not_because.append(negation)
        elif later.has(("means",)) and distance <= 3:
            self.not_means.append(negation)
        elif later.has((known.subject,)) and distance <= 2.5:
            is_condition = negation.start == 0 or self.words[negation.start - 1] in ("if", "unless", "果")
            whole = range(self.segments) if is_condition or self.words[negation.start] == "without" else ()
            self.not_subject |= {later.segment, *whole}
        elif self.words[later.start] in NEEDS or self.words[later.start : later.end] == ["需", "要"]:
            later.flipped = not later.flipped
        elif (later.has(("have", "may")) and not later.has(("use", "able", "help"))) or (
            later.has(known.amounts) and not later.has((*known.values, *known.meanings))
        ):
            return False
        else:
            later.flipped = not later.flipped
            if later.has(("able", "fit", "generalise")):
                self._carry_negation(later)
        return True

    def _carry_negation(self, verb: Item) -> None:
        """`does not perform well`: the adverb after the verb is denied with it."""
        verb_place = self.items.index(verb)
        for later in self.items[verb_place + 1 : verb_place + 4]:
            distance = self.words_between(verb, later)
            if distance > 4 or later.segment != verb.segment:
                return
            if later.has(("good", "help")):
                later.flipped = not later.flipped
                verb.taken = not later.has(("help",)) or verb.taken
                return

    def _denials(self) -> list[bool]:
        """Tell of each segment whether all of it is denied."""
        denied = [False] * self.segments
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
                    if segment > item.segment and (self.turns(segment) or segment in self.fresh):
                        break
                    denied[segment] = True
            elif item in self.not_because:
                for segment in later:
                    if segment > item.segment + 1 and (
                        self.turns(segment)
                        or self._says_because(segment)
                        or self._evaluates(segment)
                        or segment in self.fresh
                    ):
                        break
                    denied[segment] = True
            elif "deny_last" in item.labels and "deny_next" not in item.labels and not self._is_of_guesses(item):
                for segment in range(item.segment + 1):
                    denied[segment] = True
        return denied

    def _said_unrelated(self, item: Item) -> Iterator[int]:
        """Yield the segments of which ``item`` says that they have nothing to do with the matter."""
        yield item.segment
        things = (*self.known.amounts, *self.known.facts)
        for segment in range(item.segment, -1, -1):
            if any(
                other.segment == segment and other.start != item.start and other.has(things) for other in self.items
            ):
                if segment != item.segment:
                    yield segment
            elif any(other.segment == segment and other.has(self.known.values) for other in self.items):
                return

    def _ends_with(self, item: Item) -> bool:
        """Tell whether a denial is the end of its sentence, and so is of what stands before it."""
        known = self.known
        said = (*known.sides, *known.amounts, *known.remedies, *known.facts, *known.meanings)
        return item.start > 0 and not any(other.start >= item.end and other.has(said) for other in self.items)

    def _begins_with_denial(self, item: Item) -> bool:
        if (
            item.start == 0
            and "myths" in item.labels
            and not {":", "："}.isdisjoint(self.words[item.end : item.end + 2])
        ):
            return True
        return item.start == 0 and (
            ("not" in item.labels and self.words[0:2] == ["并", "非"])
            or self.words[0:3] in (["错", "误", ":"], ["错", "误", "："])
        )

    def _is_of_guesses(self, item: Item) -> bool:
        """Tell whether it is the predictions that are called wrong, and not what is said of them."""
        return not GUESSES.isdisjoint(self.words[max(0, item.start - 2) : item.start])

    def _announces_denial(self, item: Item) -> bool:
        """Tell whether the sentence begins `Not true: ...`."""
        return (
            "deny_last" in item.labels
            and item.segment == 0
            and item.start <= 1
            and self.words[item.end : item.end + 1] in ([":"], ["："])
        )

    def _evaluates(self, segment: int) -> bool:
        """Tell whether a segment goes on to say what helps."""
        return any(item.segment == segment and item.has(("help", "useless")) for item in self.items)

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
                        self.turns(segment)
                        or any("own" in other.labels and other.segment == segment for other in self.items)
                    ):
                        break
                    reported[segment] = True
        return reported
