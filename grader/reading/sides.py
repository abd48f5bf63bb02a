"""What a sentence says of sides: good on the one, bad on the other, in words, comparisons and figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

import msgspec

from grader.reading.layout import OPPOSITE, Figure, Item
from grader.reading.stances import Stances
from grader.reading.words import CURVES, GENERAL, GUESSING, THAN_ENDS, TO_A_SIDE

REACH = 16.0
"""So far, in words and boundaries, may a value stand from the side that it is the value of."""
FAR = 40
"""Words that are so many words apart have nothing to do with one another."""
_BETTER_ON_LESS = {"loss": {"low": "good", "high": "bad"}, "accuracy": {"low": "bad", "high": "good"}}


class Said(msgspec.Struct, frozen=True):
    """A claim in words, and the phrase whose clause it is made in."""

    said: str
    item: Item
    denied: bool = False
    """Whether the phrase itself denies it."""


class Sides(Stances):
    """A sentence, read for what it says of sides."""

    about: list[str]
    """What each of its segments is about."""

    def sides(self) -> Iterator[Said]:
        """Yield what is said of sides, and note the figures given for them."""
        known = self.known
        yield from self._meant_sides()
        sides = [item for item in self.items if item.has(known.sides)]
        values = []
        for before, item in pairwise([None, *self.items]):
            value = self._value_on_side(item) if item else ""
            if item and value and before and "generalise" in before.labels and item.start - before.end <= 1:
                yield Said(f"{value} test", item)  # `generalises badly`
            elif item and value:
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
                    yield Said(f"{value} {name}", item)
                for other in sides if compared and target is targets[0] else ():
                    if compared.get(id(other)) is item:
                        for name in self._side_of(other):
                            if name not in side:
                                yield Said(f"{OPPOSITE[value]} {name}", item)
        yield from self._not_there(sides, values)
        self._figures(sides)

    def _not_there(self, sides: list[Item], values: list[tuple[Item, str]]) -> Iterator[Said]:
        """`does well on A, but not on B`: of B the opposite."""
        for item in self.items:
            if "not" not in item.labels:
                continue
            for side in [side for side in sides if self._ends_segment(item) and side.segment == item.segment]:
                before = [value for other, value in values if other.segment < side.segment]
                if side.start < item.start and before:  # `..., and the error on later data does not`
                    for name in self._side_of(side):
                        yield Said(f"{OPPOSITE[before[-1]]} {name}", side)
            for side in sides:
                between = self.words[item.end : side.start]
                before = [value for other, value in values if other.end <= item.start]
                after = any(item.end <= other.start and other.segment == side.segment for other, _ in values)
                if side.start >= item.end and all(word in TO_A_SIDE for word in between) and before and not after:
                    for name in self._side_of(side):
                        yield Said(f"{OPPOSITE[before[-1]]} {name}", side)

    @cached_property
    def _measures(self) -> list[Item]:
        return [item for item in self.items if item.has(self.known.measures)]

    @cached_property
    def _ands(self) -> list[int]:
        return [item.start for item in self.items if "and" in item.labels]

    @cached_property
    def _with_amounts(self) -> set[int]:
        return {item.segment for item in self.items if item.has(self.known.amounts)}

    @cached_property
    def _has_curve(self) -> bool:
        """Whether a side is named by its curve, which is one of losses unless another measure is named."""
        sides = [item for item in self.items if item.has(self.known.sides)]
        return any(not CURVES.isdisjoint(self.words[side.start : side.end]) for side in sides)

    def _side_of(self, item: Item) -> list[str]:
        return sorted(item.labels & self.known.sides)

    def _compared_sides(self, sides: list[Item], values: list[Item]) -> dict[int, Item]:
        """Return the sides that stand after a `than`, each with the value by which the other side differs from it."""
        compared: dict[int, Item] = {}
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
            elif item in values and self.words[item.end - 1] in THAN_ENDS:
                after = [side for side in sides if 0 <= side.start - item.end <= 7]
                if after:
                    compared[id(after[0])] = item
        return compared

    def _meant_sides(self) -> Iterator[Said]:
        known = self.known
        for item in self.items:
            if "generalise" in item.labels and item.flipped and not item.taken:
                yield Said("bad test", item)
            for meaning in sorted(item.labels & known.meanings):
                value, _, side = meaning.partition(" ")
                if value not in ("good", "bad") or side not in known.sides:
                    continue
                near = [
                    other
                    for other in self.items
                    if other.has(known.facts) and 0 < other.start - item.start <= 6 and other.segment == item.segment
                ]
                if near:
                    continue
                value = OPPOSITE[value] if item.flipped else value
                yield Said(f"{value} {side}", item)

    def _value_on_side(self, item: Item) -> str:
        """Return what ``item`` says of a side, "" where it says nothing of one."""
        if item.has(("than", "deny_last", "deny_next")):
            return ""
        if self.words[item.start : item.end] in (["wrong"], ["mistaken"]) and GUESSING.isdisjoint(
            self.words[: item.start]
        ):
            return ""
        if item.has(("good", "bad")) and not item.taken:
            value = "good" if "good" in item.labels else "bad"
            is_loss = self._measure_near(item) == "loss"
            if is_loss and (item.has(("high", "low")) or self.words[item.start] in ("worse", "worst")):
                value = "bad"
            return OPPOSITE[value] if item.flipped else value
        if item.has(self.known.degrees):
            if any("gap" in other.labels and self._is_of_gap(item, other) for other in self.items):
                return ""
            polarity = self.polarity(item)
            measure = self._measure_near(item)
            if not measure or self._is_amount(item):
                return ""
            return _BETTER_ON_LESS[measure][polarity]
        if item.has(("fit",)) and not item.taken and GENERAL.isdisjoint(self.words[item.end : item.end + 5]):
            if item.flipped or self._is_too_weak(item):
                return "bad"
            if self._is_of_fact(item):
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

    def _is_of_fact(self, verb: Item) -> bool:
        """Tell whether it is noise that is learnt, and not the training data with all that is in it."""
        after = [item for item in self.items if item.start > verb.start and item.segment == verb.segment]
        facts = [item.start for item in after if item.has(self.known.facts)]
        return bool(facts) and not any(item.has(self.known.sides) and item.start < facts[0] for item in after)

    def _is_of_gap(self, value: Item, gap: Item) -> bool:
        """Tell whether it is a gap that is large, or the gap between two sides."""
        if gap.segment != value.segment:
            return False
        if gap.start >= value.start:
            return gap.start - value.end <= 1
        between = {label for item in self.items if gap.end <= item.start < value.start for label in item.labels}
        return value.start - gap.end <= 3 or self.known.sides <= between

    def _is_too_weak(self, item: Item) -> bool:
        """Tell whether the verb is one for which something is too weak, or too little: `too simple to fit`."""
        return any(
            other.has(("too low", "bad"))
            and 0 < item.start - other.end <= 4
            and "to" in self.words[other.end : item.start]
            for other in self.items
        )

    def polarity(self, item: Item) -> str:
        labels = {self.known.values[label] for label in item.labels if label in self.known.values}
        polarity = "high" if "high" in labels else "low"
        return OPPOSITE[polarity] if item.flipped else polarity

    def _measure_near(self, item: Item) -> str:
        """Return the measure that ``item`` is said of, from its own segment or the last one named."""
        measures = [other for other in self._measures if other is not item and abs(other.start - item.start) <= FAR]
        amounts = item.segment in self._with_amounts
        here = [
            other
            for other in measures
            if abs(self.distance(item, other)) <= 9 and (other.segment == item.segment or not amounts)
        ]
        if here:
            nearest = min(here, key=lambda other: self.distance(item, other))
            return min(nearest.labels & self.known.measures)
        before = [other for other in measures if other.start < item.start]
        if before and not amounts:
            return min(before[-1].labels & self.known.measures)
        return "loss" if self._has_curve and not self._measures else ""

    def _is_amount(self, item: Item) -> bool:
        """Tell whether the value's nearest noun is an amount: `a small dataset`."""
        amounts = [other for other in self.items if other.has(self.known.amounts) and not other.has(self.known.sides)]
        for other in amounts:
            is_next = 0 <= other.start - item.end <= 1 and other.segment == item.segment
            if is_next and not any(m.start == other.end for m in self._measures):
                return True
        nearest = min((self.distance(item, other) for other in self._measures), default=99.0)
        return any(
            self.distance(item, other) < min(nearest, 4.0)
            and other.segment == item.segment
            and not any(m.segment == item.segment for m in self._measures)
            for other in amounts
        )

    def _there(self, item: Item) -> Item | None:
        """Return the side meant by a `there`, or by nothing at all after it was named."""
        there = any("there" in other.labels and self.distance(item, other) <= 4 for other in self.items)
        before = [other for other in self.items if other.has(self.known.sides) and other.start < item.start]
        return before[-1] if there and before else None

    def _side_distance(self, value: Item, thing: Item) -> float:
        """Measure how far a value stands from a side, which seldom comes first in another clause than its own."""
        distance = self.distance(value, thing)
        if value.start > thing.start:
            return distance + 0.3
        if value.segment != thing.segment:
            return distance + 14.0
        if value.has(self.known.degrees) and self.words[value.start].endswith(("s", "ing", "ed")):
            distance += 4.0  # a verb stands behind what it is of
        return distance + (6.0 if any(value.end <= place < thing.start for place in self._ands) else 0.0)

    def _bind(self, values: list[Item], things: list[Item], value_of: dict[int, str]) -> dict[int, list[Item]]:
        """Bind each value to the thing nearest to it, and to those that an `and` joins with that thing."""
        pairs = sorted(
            (distance, number, other)
            for number, value in enumerate(values)
            for other, thing in enumerate(things)
            if abs(value.start - thing.start) <= FAR and (distance := self._side_distance(value, thing)) <= REACH
        )
        bound: dict[int, list[Item]] = {}
        held: set[int] = set()
        for _, number, other in pairs:
            value, thing = values[number], things[other]
            if id(value) not in bound and id(thing) not in held:
                bound[id(value)] = [thing]
                held.add(id(thing))
        for distance, number, other in pairs:  # values left over say more of what has one already
            value, thing = values[number], things[other]
            if distance <= REACH / 2 and id(value) not in bound:
                holder = next((known for known, targets in bound.items() if thing in targets), None)
                if holder is None or value_of[holder] == value_of[id(value)]:
                    bound[id(value)] = [thing]
        rest = [thing for thing in things if id(thing) not in held]
        for targets in bound.values() if rest else ():
            for thing in rest:
                if id(thing) not in held and any(self.are_joined(thing, target) for target in targets):
                    targets.append(thing)
                    held.add(id(thing))
        return bound

    def _figures(self, sides: list[Item]) -> None:
        """Note the figures given for a side."""
        taken: set[str] = set()
        places = [
            place
            for place, word in enumerate(self.words)
            if word[0].isdigit() and not (place and re.fullmatch(r"[a-z]", self.words[place - 1]))
        ]
        in_order = len(places) == len(sides) == 2 and (places[0] > sides[1].start or places[1] < sides[0].start)
        for number, place in enumerate(places):
            word = self.words[place]
            side = sides[number] if in_order else self._side_of_figure(place, sides, taken)
            if side is None or self.reported[side.segment] or self.denied[side.segment]:
                continue
            name = self._side_of(side)[0]
            figure, percent = float(word.replace(",", "")), self._is_percent(place)
            measure = self._measure_of_figure(place) or ("accuracy" if percent else "")
            is_count = not percent and measure == "accuracy" and figure.is_integer() and 1 < figure < 20
            if measure and not is_count:
                taken.add(name)
                about = self.about[side.segment]
                self.context.figures.append(Figure(name, measure, figure, percent, self.index, about))

    def _side_of_figure(self, place: int, sides: list[Item], taken: set[str]) -> Item | None:
        """Return the side nearest to a figure, one that has none yet before one that has."""

        def distance(side: Item) -> float:
            at = self.position[place]
            return abs(at - side.position - (side.width if at > side.position else 0.0))

        near = sorted(sides, key=distance)
        if not near or distance(near[0]) > REACH:
            return None
        return next((side for side in near if taken.isdisjoint(self._side_of(side))), near[0])

    def _measure_of_figure(self, place: int) -> str:
        """Return the measure that a figure is of, in this sentence or the last one that named one."""
        if self._measures:
            nearest = min(self._measures, key=lambda item: abs(item.position - self.position[place]))
            self.context.last_measure = min(nearest.labels & self.known.measures)
        return self.context.last_measure

    def _is_percent(self, place: int) -> bool:
        return self.words[place + 1 : place + 2] in (["%"], ["percent"], ["分"]) or (
            place > 0 and self.words[place - 1] == "之"
        )
