"""What a sentence says of amounts and remedies, and of what is said to be there, such as noise."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from grader.reading.layout import OPPOSITE, Item
from grader.reading.lexicon import is_chinese
from grader.reading.sides import FAR, Said, Sides
from grader.reading.words import (
    COPULAS,
    CURES,
    JOINING,
    MAKES,
    OF_MODELS,
    QUANTIFIERS,
    SIZES,
    SMALL,
    STOPS,
    TASKS,
    WITH,
)

_AMOUNT_VALUES = ("plain high", "plain low", "too high", "too low", "more high", "more low", "make high", "make low")


class Amounts(Sides):
    """A sentence, read for what it says of amounts and remedies."""

    def remedies(self) -> Iterator[Said]:
        """Yield what is said of remedies and of amounts."""
        known = self.known
        for item in self.items:
            for remedy in sorted(item.labels & known.remedies):
                sign = self.sign(item, is_own=self.is_command(item))
                weaker = self._change(item)
                if (item.flipped and sign in ("use", "")) or (weaker == "low" and sign in ("use", "", "state")):
                    sign = "avoid"
                elif not sign and (weaker or (self.context.on_remedies and not self.takes_stance)):
                    sign = "use"
                if sign in ("use", "avoid"):
                    yield Said(f"{sign} {remedy}", item)
            for meaning in sorted(item.labels & known.meanings):
                yield from self._meant(item, meaning)
        yield from self._amounts()
        for item in self.items:
            if item.segment in self.unrelated:
                for amount in sorted(item.labels & {"capacity", "data"}):
                    yield from (Said(f"{polarity} {amount}", item) for polarity in ("high", "low"))

    def _change(self, item: Item) -> str:
        """Return whether the remedy is to be made stronger or weaker, where that is said."""
        for other in self.items:
            between = self.words[item.end : other.start]
            if (
                len(between) <= 4
                and other.start >= item.end
                and other.segment == item.segment
                and other.has(("too high",))
                and self.words[other.end : other.end + 1] != ["的"]
                and (not between or is_chinese(between[0]) or any(word in COPULAS or word == "set" for word in between))
            ):
                return "low"
        for other in self.items:
            between = self.words[other.end : item.start]
            if not WITH.isdisjoint(between) or not (JOINING - SMALL).isdisjoint(between):
                continue
            if any(other.end <= noun.start < item.start for noun in self.items):
                continue
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

    def _meant(self, item: Item, meaning: str) -> Iterator[Said]:
        for part in meaning.split(" & "):
            words = part.split()
            if words[0] in ("good", "bad"):
                continue
            if words[0] == "avoid":
                yield Said(part, item)
            elif words[0] == "use":
                said = " ".join(words[1:])
                sign = self.sign(item, is_own=self.is_command(item), is_amount=True)
                if item.flipped:
                    sign = "avoid" if sign in ("use", "state", "") else sign
                if sign:
                    yield Said(said if sign == "state" else f"{sign} {said}", item)
            elif words[0] == "too":
                if part == "too low data" and not any(
                    other.has(("capacity",)) or "too high capacity" in " ".join(other.labels) for other in self.items
                ):
                    continue
                yield Said(" ".join(words[1:]), item)
            elif words[0] == "fact":
                yield Said(words[1], item)
            elif not item.flipped:
                yield Said(part, item)
            else:
                yield Said(f"{OPPOSITE[words[0]]} {words[1]}", item)

    def _amounts(self) -> Iterator[Said]:
        known = self.known
        has_side_value = any(item.has((*known.measures, "good", "bad", "fit", "generalise")) for item in self.items)
        things, values = [], []
        for item in self.items:
            if item.has((*known.amounts, "noise")) and not (item.has(known.measures)):
                things.append(item)
            if item.has(known.degrees):
                values.append(item)
        if has_side_value:
            measured = {
                item.segment
                for item in self.items
                if item.has((*known.measures, "good", "bad", "fit", "generalise", "able"))
            }
            things = [
                item
                for item in things
                if not (item.has(known.sides) and item.segment in measured and not self._follows_value(item))
            ]
        values = [value for value in values if not self._is_of_measure(value)]
        bound = self._bind_amounts(values, things)
        yield from self._unnamed_capacity(values, bound)
        yield from self._bare_complexity({id(thing) for _, thing in bound})
        for value, thing in bound:
            polarity = self.polarity(value)
            for amount in sorted(thing.labels & known.amounts):
                if amount not in ("bias", "variance") and not value.has(_AMOUNT_VALUES):
                    continue
                yield from self._amount(value, thing, polarity, amount)

    def _unnamed_capacity(self, values: list[Item], bound: list[tuple[Item, Item]]) -> Iterator[Said]:
        """What is `too simple` or `too complex`, and is not named, is the model."""
        held = {id(value) for value, _ in bound}
        for value in values:
            words = self.words[value.start : value.end]
            before = [
                word for place, word in enumerate(self.words[: value.start]) if self.segment_of[place] == value.segment
            ]
            if id(value) in held or any(word in TASKS for word in before):
                continue
            around = [*before[-4:], *self.words[value.end : value.end + 1]]
            is_it = any(word in ("it", "they", "它") for word in around) and any(
                other.has(("capacity",)) and other.start < value.start for other in self.items
            )
            if (
                value.has(("make high", "make low"))
                and self.words[value.end : value.end + 1] in (["it"], ["它"])
                and is_it
            ):
                yield from self._amount(value, value, self.polarity(value), "capacity")
                continue
            if not value.has(("too high", "too low")):
                continue
            earlier = {label for other in self.items if other.start < value.start for label in other.labels}
            if words[-1] in ("little", "few") and "data" in earlier:
                yield Said("low data", value)
                continue
            if words[-1] in OF_MODELS or (is_it and words[-1] in SIZES) or words[-2:] in (["复", "杂"], ["简", "单"]):
                yield Said(f"{self.polarity(value)} capacity", value)

    def _bare_complexity(self, held: set[int]) -> Iterator[Said]:
        """Complexity by itself, where causes are listed, is too much of it."""
        for item in self.items:
            is_complexity = self.words[item.end - 1] == "complexity" or self.words[item.end - 3 : item.end] == [
                "复",
                "杂",
                "度",
            ]
            if is_complexity and id(item) not in held and self.sign(item, is_amount=True) == "state":
                yield Said("high capacity", item)

    def _follows_value(self, item: Item) -> bool:
        return any(0 <= item.start - value.end <= 1 and value.has(self.known.degrees) for value in self.items) or any(
            0 <= value.start - item.end <= 2
            and value.has(("too low", "too high", "plain low", "plain high", "low", "high"))
            and not any(m.segment == item.segment and m.has(self.known.measures) for m in self.items)
            for value in self.items
        )

    def _is_of_measure(self, value: Item) -> bool:
        measures = [item for item in self.items if item.has(self.known.measures)]
        if not measures:
            return False
        amounts = [item for item in self.items if item.has(self.known.amounts) and not item.has(self.known.measures)]
        nearest = min(self.distance(value, item) for item in measures)
        next_amount = min((self.distance(value, item) for item in amounts), default=99.0)
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

    def _bind_amounts(self, values: list[Item], things: list[Item]) -> list[tuple[Item, Item]]:
        def cost(value: Item, thing: Item) -> float:
            return 0.0 if value.start == thing.start else self._amount_distance(value, thing)

        pairs = sorted(
            (cost(value, thing), number, other)
            for number, value in enumerate(values)
            for other, thing in enumerate(things)
            if abs(value.start - thing.start) <= FAR
        )
        bound: list[tuple[Item, Item]] = []
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
                    self.are_joined(thing, things[known])
                    and not {",", "，", "、"} & set(self.words[things[known].end : thing.start])
                    and thing.start > things[known].start
                    and self.words[thing.start - 1] not in ("a", "an")
                    and not (self.words[thing.end : thing.end + 1] and self.words[thing.end] in COPULAS)
                ):
                    bound.append((values[number], thing))
                    held[other] = number
                    break
        return self._as_one(bound)

    def _amount_distance(self, value: Item, thing: Item) -> float:
        """Measure how far a value stands from an amount; far too far where the grammar does not join them."""
        distance = self.distance(value, thing)
        is_action = value.has(("make high", "make low"))
        first, second = (value, thing) if value.start < thing.start else (thing, value)
        between = self.words[first.end : second.start]
        if any(first.end <= place < second.start for place in self._other_words):
            return 99.0
        if any(is_chinese(word) for word in (self.words[value.start], self.words[thing.start])):
            if value.segment != thing.segment:
                return 99.0
            if first is thing and is_action and between and not self._is_fronted(thing):
                return 99.0
            if first is value and self.words[value.end - 1] == "到":  # so large that ...
                return 99.0
            if first is value and not is_action and between and between[-1] not in "的" and "量" not in between:
                distance += 3
            if first is thing and is_action:
                distance += 2
            return distance if distance <= 6 else 99.0
        if first is value:  # too many parameters; reduce the number of layers
            stops = STOPS - {"with", "in", "how"} if is_action else STOPS
            if first.end < second.start and self._are_adjectives(first, second):
                return distance
            if any(word in stops for word in between) or len(between) > (5 if is_action else 3):
                return 99.0
            before = self.words[value.start - 1] if value.start else ""
            return distance + (6 if before in COPULAS and between else 0)
        # the model is too complex
        if self.words[value.end - 1] in QUANTIFIERS and self.words[value.start - 1] not in COPULAS:
            return 99.0
        if is_action and not any(word in COPULAS for word in between):
            return 99.0
        if thing.start and "of" in self.words[max(0, thing.start - 2) : thing.start]:
            distance += 4
        joined = not between or any(word in COPULAS | MAKES for word in between) or len(between) <= 1
        return distance + 1.5 if joined else 99.0

    @cached_property
    def _other_words(self) -> list[int]:
        """Where other nouns and verbs stand, across which no value reaches its amount."""
        labels = (*self.known.remedies, *self.known.measures, "fit", "able", "generalise")
        return [item.start for item in self.items if item.has(labels)]

    def _are_adjectives(self, value: Item, thing: Item) -> bool:
        """Tell whether no more than another adjective stands between a value and its noun: `small or noisy dataset`."""
        known = {
            place
            for item in self.items
            if item.has((*self.known.facts, *self.known.values))
            for place in range(item.start, item.end)
        }
        between = range(value.end, thing.start)
        return len(between) <= 3 and all(place in known or self.words[place] in ("and", "or", ",") for place in between)

    def _is_fronted(self, thing: Item) -> bool:
        """Tell whether a Chinese noun stands before the verb that is done to it: 把数据删掉."""
        return any(word in "把将被给让对" for word in self.words[max(0, thing.start - 3) : thing.start])

    def _as_one(self, bound: list[tuple[Item, Item]]) -> list[tuple[Item, Item]]:
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

    def _amount(self, value: Item, thing: Item, polarity: str, amount: str) -> Iterator[Said]:
        said = f"{polarity} {amount}"
        anchor = value if value.start > thing.start else thing
        if amount in ("bias", "variance"):
            if not value.has(("make high", "make low", "more high", "more low")):
                yield Said(said, thing)
            return
        if value.has(("too high", "too low")) and not value.has(("make high", "make low")):
            if amount != "duration":
                yield Said(said, anchor, self._is_called_a_cure(anchor))
            return
        is_action = value.has(("make high", "make low"))
        is_plain = not is_action and not value.has(("more high", "more low"))
        first = value if value.start < thing.start else thing
        sign = self.sign(
            first if not is_action else value,
            is_plain=is_plain,
            is_own=is_action,
            is_amount=True,
            is_predicate=value.start > thing.start and (is_plain or is_chinese(self.words[value.start])),
        )
        if value.flipped and is_action:
            sign = "avoid" if sign == "use" else sign
            said = f"{OPPOSITE[polarity]} {amount}"
        if sign in ("use", "avoid"):
            yield Said(f"{sign} {said}", first)
        elif amount != "duration" and self._is_said_to_be(value, thing):
            yield Said(said, anchor)

    def _is_called_a_cure(self, item: Item) -> bool:
        """Tell whether what is too much or too little is said to protect: `too many parameters prevent it`."""
        words = [word for place, word in enumerate(self.words) if self.segment_of[place] == item.segment]
        return any(word in CURES for word in words) or any(
            words[place : place + 2] in (["防", "止"], ["避", "免"], ["无", "辜"]) for place in range(len(words))
        )

    def _is_said_to_be(self, value: Item, thing: Item) -> bool:
        """Tell whether it is said to be so, or to make the subject likely, and not only named."""
        known = self.known
        if any(self.words[item.start] == "until" and item.segment == value.segment for item in self.items):
            return False
        causes = bool(self.all_labels & {"because", "hurt"}) or self.inherited == "because"
        causes = causes or any(word in ("overfit", "overfits", "overfitted") for word in self.words)
        if value.has(("more high", "more low")):
            return causes
        if value.start > thing.start:
            return True
        return causes or bool(self.all_labels & {"means", "splits", "have", known.subject, known.other})

    def facts(self) -> Iterator[Said]:
        """Yield what is said to be there."""
        known = self.known
        for item in self.items:
            for fact in sorted(item.labels & known.facts):
                if fact == "noise" and not self._is_learnt(item):
                    continue
                if (
                    fact != "noise"
                    and self.sign(item) in ("use", "avoid")
                    and self.all_labels & {"use", "remove"}
                    and not self.all_labels & {"because"}
                ):
                    continue
                yield Said(fact, item, item.flipped)

    def _is_learnt(self, item: Item) -> bool:
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
        verbs = verbs or [other for other in near if other.segment == item.segment and other.has(("fit", "good train"))]
        if verbs:
            return not verbs[-1].flipped
        return (
            any(other.has(("because", "have", "too high", "high", "plain high", "fit", "good train")) for other in near)
            or self.inherited == "because"
            or any("because" in other.labels for other in self.items)
        )
