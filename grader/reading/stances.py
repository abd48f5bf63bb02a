"""What a sentence does with remedies: uses or avoids them, calls them helpful or useless, or causes of the matter."""

from __future__ import annotations

from grader.reading.denials import Denials
from grader.reading.layout import Context, Item, Known
from grader.reading.lexicon import is_chinese
from grader.reading.words import BEFORE_VERB, BLAMES, COPULAS, NOUNS, ZH_COMMANDS


class Stances(Denials):
    """A sentence of which it is known what it does."""

    def __init__(self, known: Known, context: Context, words: list[str], index: int, inherited: str) -> None:
        """``inherited``: the stance of the heading or the question that the sentence stands under, "" for none."""
        super().__init__(known, context, words, index)
        self.inherited = inherited
        self.takes_stance = bool(self.all_labels & {"use", "help", "remove", "useless"})
        self.stance_items: list[tuple[Item, str]] = []
        self._stances()

    def _stances(self) -> None:
        """Read what each segment does with the remedies in it."""
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
            if (not kinds and item.has(self.known.doings) and self.is_command(item)) or (
                not kinds and item.has(("make high", "make low")) and item.start == 0
            ):
                self.stance_items.append((item, "remove" if item.flipped else "use"))
        if self.words[:2] == ["do", ":"]:
            self.stance_items.append((self.items[0], "help"))

    def _is_of_remedy(self, item: Item) -> bool:
        """Tell whether a `good` or a `bad` is said of a remedy."""
        before = self.words[max(0, item.start - 3) : item.start]
        if not is_chinese(self.words[item.start]) and COPULAS.isdisjoint(before):
            return False
        here = [other for other in self.items if other.segment == item.segment]
        return any(other.has(self.known.remedies) and other.end < item.start for other in here) and not any(
            other.has((*self.known.sides, *self.known.measures)) for other in here
        )

    def _ends_segment(self, item: Item) -> bool:
        return item.end >= len(self.words) or self.words[item.end] in ".,;!，。；"

    def sign(
        self,
        item: Item,
        is_plain: bool = False,
        is_own: bool = False,
        is_amount: bool = False,
        is_predicate: bool = False,
    ) -> str:
        """Return what is said of doing ``item``: use, avoid, state (it is so), or "" for nothing.

        Args:
            is_plain: by itself it says how something is, and only a verb makes a remedy of it.
            is_own: it is a verb that says what to do.
            is_amount: it may be the matter as well as a remedy.
            is_predicate: it stands behind its noun, so that no verb of an earlier clause is of it.
        """
        if not is_amount and self._is_blamed(item):
            return "avoid"
        action = self._action(item, is_plain)
        verdict = self._verdict(item, is_amount)
        if not action and not verdict and not is_own:
            action, verdict = self._carried(item.segment, is_plain)
            action = "" if is_predicate else action
        elif not verdict and action in ("use", "may", ""):
            later = self._later_verdict(item.segment, is_plain)
            verdict = later if later == "useless" else ""
        ends = not any(other.segment == item.segment and other.start >= item.end for other, _ in self.stance_items)
        if not is_amount and not is_plain and verdict in ("because", "hurt") and ends:
            verdict = self._later_verdict(item.segment, is_plain) or verdict
        action = action or ("use" if is_own else "")
        if action != "remove" and (verdict == "because" or (verdict == "hurt" and is_amount)):
            return "state"
        if not action and not verdict:
            return ""
        return "use" if (action == "remove") == (verdict in ("useless", "hurt")) else "avoid"

    def _around(self, item: Item) -> tuple[list[tuple[Item, str]], list[tuple[Item, str]]]:
        """Return the stances in ``item``'s segment before it, the nearest first, and after it."""
        here = [pair for pair in self.stance_items if pair[0].segment == item.segment and pair[0] is not item]
        before = [pair for pair in here if pair[0].start < item.start]
        return before[::-1], [pair for pair in here if pair[0].start >= item.end]

    def _action(self, item: Item, is_plain: bool) -> str:
        """Return what the clause does with ``item``: use, remove, may (use it), or "" for nothing."""
        before, after = self._around(item)
        if any(kind == "remove" and not self._has_object(other) for other, kind in after):
            return "remove"
        actions = ("use", "remove") if is_plain else ("use", "remove", "may")
        verb, action = next(((other, kind) for other, kind in before if kind in actions), (None, ""))
        if is_plain:  # `we used a deep network` only says what there was
            tells = verb is not None and self.words[verb.start : verb.end] == ["used"]
            return "" if tells or self._trains_with(item) else action
        return action or next((kind for _, kind in after if kind in ("use", "remove")), "")

    def _verdict(self, item: Item, is_amount: bool) -> str:
        """Return what the clause says of it: help, useless, hurt, because (it is a cause), or "" for nothing."""
        before, after = self._around(item)
        if not is_amount and any(
            0 <= other.start - item.end <= 1 and other.has(("hurt",)) and kind == "because"
            for other, kind in self.stance_items
        ):  # `dropout causes ...`
            return "hurt"
        verdict = next((kind for _, kind in after if kind in ("help", "useless", "hurt")), "")
        if verdict == "help" and any(kind == "useless" for _, kind in before):
            return "useless"
        return verdict or next((kind for _, kind in before if kind in ("help", "useless", "because")), "")

    def _is_blamed(self, item: Item) -> bool:
        """Tell whether a remedy is called the cause: `comes from regularising too strongly`."""
        return any(
            self.words[other.end - 1] in BLAMES
            and 0 <= item.start - other.end <= 2
            and other.segment == item.segment
            and not other.flipped
            for other in self.items
            if "because" in other.labels
        )

    def _trains_with(self, item: Item) -> bool:
        """Tell whether something is not used against the matter, but to train: 用很深的网络去训练."""
        after = [
            word
            for place, word in enumerate(self.words)
            if place >= item.end and self.segment_of[place] == item.segment
        ]
        return any(after[place : place + 3] in (["去", "训", "练"], ["来", "训", "练"]) for place in range(len(after)))

    def _has_object(self, verb: Item) -> bool:
        """Tell whether what a verb is done to follows it."""
        objects = (*self.known.remedies, *self.known.amounts)
        return any(0 <= item.start - verb.end <= 3 and item.has(objects) for item in self.items)

    def is_command(self, item: Item) -> bool:
        """Tell whether the phrase is a verb that says what to do: `prune it`, `so you stop training when ...`."""
        first = self.words[item.start]
        begins = (
            item.start == 0
            or self.segment_of[item.start - 1] != item.segment
            or self.words[item.start - 1] in BEFORE_VERB
        )
        one = item.end - item.start == 1
        is_noun = (
            first.endswith(("ation", "ing", "ed", "tion"))
            or first in NOUNS
            or (one and not item.has(self.known.meanings))
        )
        if is_chinese(first):
            return first in ZH_COMMANDS or "就" in self.words[item.start : item.end]
        return begins and not is_noun

    def _carried(self, segment: int, is_plain: bool) -> tuple[str, str]:
        """Return the action and the verdict that a segment without its own has from those around it."""
        for earlier in range(segment - 1, -1, -1):
            kinds = self._kinds(earlier)
            if self.turns(earlier + 1) and not {"help", "because"} & set(kinds):
                break
            kinds = [kind for kind in kinds if kind != "may" or not is_plain]
            if kinds:
                action = next((kind for kind in reversed(kinds) if kind in ("use", "remove", "may")), "")
                verdict = next((kind for kind in reversed(kinds) if kind in ("help", "useless", "because", "hurt")), "")
                return action, verdict
        return "", self._later_verdict(segment, is_plain) or self.inherited

    def _later_verdict(self, segment: int, is_plain: bool) -> str:
        """Return what a later segment says of all before it: `dropout, L2 and early stopping help`."""
        for later in range(segment + 1, self.segments) if not is_plain else ():
            kinds = self._kinds(later)
            if self.turns(later) or "because" in kinds:
                return ""
            verdict = next((kind for kind in kinds if kind in ("help", "useless")), "")
            if verdict or {"use", "remove"} & set(kinds):
                return verdict
        return ""

    def _kinds(self, segment: int) -> list[str]:
        return [kind for other, kind in self.stance_items if other.segment == segment]
