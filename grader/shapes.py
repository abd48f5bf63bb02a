"""What a wrong shape looks like, in the names of its axes."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

Shape = tuple[int, ...]
MAX_NAMED = 2
MAX_PERMUTED = 6


def difference(got: Shape, want: Shape, names: Sequence[str]) -> str:
    """Say how ``got`` differs from ``want`` where that is plain, or "" where it is not.

    Args:
        got: the shape that came.
        want: the right one.
        names: of the axes of ``want``, from the first; where they do not fit it, axes are called by number.
    """
    labels = [f"`{name}`" for name in names] if len(names) == len(want) else [f"axis {i}" for i in range(len(want))]
    if len(got) == len(want):
        return _permuted(got, want, labels) or _resized(got, want, labels)
    if len(got) == len(want) - 1:
        gone = [axis for axis in range(len(want)) if want[:axis] + want[axis + 1 :] == got]
        return f"{labels[gone[0]]} is missing" if len({want[axis] for axis in gone}) == 1 and len(gone) == 1 else ""
    if len(got) == len(want) + 1:
        extra = [axis for axis in range(len(got)) if got[axis] == 1 and got[:axis] + got[axis + 1 :] == want]
        return "there is an axis of size 1 too many" if extra else ""
    return ""


def _permuted(got: Shape, want: Shape, labels: Sequence[str]) -> str:
    if got == want or sorted(got) != sorted(want) or len(want) > MAX_PERMUTED:
        return ""
    orders = [order for order in itertools.permutations(range(len(want))) if tuple(want[axis] for axis in order) == got]
    moved = [[axis for place, axis in enumerate(order) if place != axis] for order in orders]
    fewest = min(len(axes) for axes in moved)
    likely = [(order, axes) for order, axes in zip(orders, moved, strict=True) if len(axes) == fewest]
    if len(likely) > 1:
        return ""
    order, axes = likely[0]
    if fewest == MAX_NAMED:
        first, second = sorted(axes)
        return f"{labels[first]} and {labels[second]} look swapped"
    return f"the axes look to be in the order ({', '.join(labels[axis].strip('`') for axis in order)})"


def _resized(got: Shape, want: Shape, labels: Sequence[str]) -> str:
    wrong = [axis for axis in range(len(want)) if got[axis] != want[axis]]
    if not 0 < len(wrong) <= MAX_NAMED:
        return ""
    return " and ".join(f"{labels[axis]} is {got[axis]}, not {want[axis]}" for axis in wrong)
