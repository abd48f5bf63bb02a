"""A program: calls that a worker makes in one go, where one may take what an earlier one gave back.

What passes between calls stays in the worker, so that crossing the wall is a small part of what all of it takes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from grader.jail import wire

Window = tuple[tuple[int, int], ...]
"""A start and a stop for each axis, from the first on."""

Path = tuple[int | Window, ...]
"""To a part of a result: a position, or a window, and so on inward."""

Source = tuple[int, Path]
"""A step, and the part of what it gave back."""


class Step(msgspec.Struct, frozen=True):
    """One call; ``function`` is "" where the step only has a value, its one argument."""

    function: str
    args: list[Any]
    kwargs: dict[str, Any]
    taken: list[tuple[int | str, Source]]
    """Arguments, by position or keyword, that are parts of earlier results."""
    over: list[int]
    """Steps whose results are taken no more after this one."""


class Program:
    """Steps in order, and the parts of their results that are wanted; written down once for all who run it."""

    def __init__(self, steps: list[Step], wanted: list[Source]) -> None:
        """Encode it.

        Raises:
            WireError: an argument is nothing that can cross the wall.
        """
        self.steps, self.wanted = steps, wanted
        plain = [[step.function, step.args, step.kwargs, step.taken, step.over] for step in steps]
        self.encoded = wire.encode(("program", plain, wanted))


def run(functions: Mapping[str, Any], steps: Sequence[Any], wanted: Sequence[Source]) -> list[Any]:
    """Make the calls, and return what is wanted."""
    results: list[Any] = []
    for function, args, kwargs, taken, over in steps:
        for place, (step, path) in taken:
            into: Any = args if type(place) is int else kwargs
            into[place] = part_of(results[step], path)
        results.append(functions[function](*args, **kwargs) if function else args[0])
        args.clear()
        for step in over:
            results[step] = None
    return [part_of(results[step], path) for step, path in wanted]


def part_of(value: Any, path: Sequence[Any]) -> Any:
    """Return the part at ``path``, or None where there is none, as when the call raised."""
    for place in path:
        if type(place) is tuple:
            slices = tuple(slice(*ends) for ends in place)
            # A copy of an array's, which does not show what it was cut out of.
            value = value[slices].copy() if isinstance(value, np.ndarray) else value[slices[0]]
        elif isinstance(value, tuple | list) and place < len(value):
            value = value[place]
        else:
            return None
    return value
