"""What the inputs that fail have in common, and those that pass have not."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import msgspec
import numpy as np

MIN_WRONG, MIN_RIGHT = 2, 4
"""Fewer inputs than these say nothing in common."""
MANY = 1e3
MAX_BOUNDS = 64
MAX_PAIRED = 24

Facts = tuple[dict[str, float], frozenset[str]]
"""Numbers by name (an argument, or an axis's size), and statements that are true."""


class Trait(msgspec.Struct, frozen=True):
    """Something that an input has or has not."""

    says: str
    holds: Callable[[Facts], bool]


def facts(arguments: Mapping[str, Any], shapes: Mapping[str, Sequence[str]]) -> Facts:
    """Gather what can be said of one call's arguments.

    Args:
        arguments: by name, the defaults included.
        shapes: names of the axes of those arguments that are arrays.
    """
    numbers: dict[str, float] = {}
    true: set[str] = set()
    for name, value in arguments.items():
        if isinstance(value, bool) or value is None:
            true.add(f"{name}={value}")
        elif isinstance(value, int | float):
            numbers[name] = value
        elif isinstance(value, np.ndarray):
            true |= _of_array(name, value)
            axes = shapes.get(name, ())
            if len(axes) == value.ndim:
                numbers |= {axis: size for axis, size in zip(axes, value.shape, strict=True) if axis.isidentifier()}
        elif isinstance(value, list):
            numbers[f"len({name})"] = len(value)
            true |= _of_numbers(value)
    for one, other in itertools.combinations(sorted(_sizes(arguments, shapes)), 2):
        true.add(f"{one} = {other}" if numbers[one] == numbers[other] else f"{one} ≠ {other}")
    return numbers, frozenset(true)


def _sizes(arguments: Mapping[str, Any], shapes: Mapping[str, Sequence[str]]) -> set[str]:
    fitting = [
        axes
        for name, axes in shapes.items()
        if isinstance(array := arguments.get(name), np.ndarray) and array.ndim == len(axes)
    ]
    return {axis for axes in fitting for axis in axes if axis.isidentifier()}


def _of_array(name: str, array: np.ndarray[Any, Any]) -> set[str]:
    true = {f"{array.dtype} {name}" if array.dtype == np.float32 else f"{name} not float32"}
    contiguous = array.flags.c_contiguous
    true.add(f"{name} contiguous" if contiguous else f"{name} not contiguous in memory")
    if array.dtype.kind in "fi" and array.size:
        true.add(f"a negative number in {name}" if (array < 0).any() else f"no negative number in {name}")
        true.add(f"numbers above {MANY:g} in {name}" if (np.abs(array) > MANY).any() else f"no large number in {name}")
        if array.ndim == 1 and array.size > 1:
            equal = len(np.unique(array)) < array.size
            true.add(f"equal numbers in {name}" if equal else f"no equal numbers in {name}")
    return true


def _of_numbers(rows: list[Any]) -> set[str]:
    """Of a list of tuples of numbers: which columns have anything but 1 in them."""
    if not rows or not all(isinstance(row, tuple) and len(row) == len(rows[0]) for row in rows):
        return set()
    columns = list(zip(*rows, strict=True))
    return {
        f"number {place + 1} of a tuple above 1" if max(column) > 1 else f"number {place + 1} of every tuple 1"
        for place, column in enumerate(columns)
        if all(isinstance(number, int) for number in column)
    }


def common_trait(wrong: Sequence[Facts], right: Sequence[Facts]) -> str:
    """Say what all of ``wrong`` are and none of ``right`` is, one trait or two; "" where there is no such thing."""
    if len(wrong) < MIN_WRONG or len(right) < MIN_RIGHT:
        return ""
    traits = [trait for trait in _traits(wrong, right) if all(trait.holds(known) for known in wrong)]
    for trait in traits:
        if not any(trait.holds(known) for known in right):
            return trait.says
    if len(wrong) < MIN_RIGHT:
        return ""
    for one, other in itertools.combinations(traits[:MAX_PAIRED], 2):
        if any(one.holds(known) and other.holds(known) for known in right):
            continue
        # Each of the two has to be needed, and to be seen alone often enough.
        if all(sum(trait.holds(known) for known in right) >= MIN_WRONG for trait in (one, other)):
            return f"{one.says} and {other.says}"
    return ""


def _traits(wrong: Sequence[Facts], right: Sequence[Facts]) -> list[Trait]:
    """Return what could set them apart, the plainest first."""
    names = list(dict.fromkeys(name for numbers, _ in wrong for name in numbers))
    traits = []
    for name in names:
        values = {numbers[name] for numbers, _ in wrong if name in numbers}
        if len(values) == 1:
            traits.append(Trait(f"{name}={min(values):g}", partial(_is, name, min(values))))
    statements = sorted(set.union(*(set(true) for _, true in wrong)))
    traits += [Trait(text, partial(_says, text)) for text in statements]
    for name in names:
        values = {numbers[name] for numbers, _ in wrong if name in numbers}
        others = [numbers[name] for numbers, _ in right if name in numbers]
        for bound in sorted({0, 1, *others[-MAX_BOUNDS:]}):
            if min(values) > bound:
                traits.append(Trait(f"{name} > {bound:g}", partial(_is_above, name, bound)))
            if max(values) < bound:
                traits.append(Trait(f"{name} < {bound:g}", partial(_is_below, name, bound)))
    return traits


def _is(name: str, value: float, known: Facts) -> bool:
    return known[0].get(name) == value


def _says(text: str, known: Facts) -> bool:
    return text in known[1]


def _is_above(name: str, bound: float, known: Facts) -> bool:
    return known[0].get(name, bound) > bound


def _is_below(name: str, bound: float, known: Facts) -> bool:
    return known[0].get(name, bound) < bound
