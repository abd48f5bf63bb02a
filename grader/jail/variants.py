"""Many programs in one worker, each called with the same arguments: a reference, and the mistakes it could have."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any, Protocol

from grader.jail import wire
from grader.jail.program import part_of


class Program(Protocol):
    """A loaded module, as ``worker`` has it."""

    held: dict[int, Any]

    def load(self, raw: bytes, file_name: str, functions: list[str], packages: list[str]) -> tuple[Any, ...]: ...

    def invoke(
        self, request: wire.Decoded, header: bytes, body: bytearray, name: str, layouts: list[Any], given: Any
    ) -> tuple[Any, wire.Encoded]: ...

    def fetch(self, number: int) -> Any: ...


class Variants:
    """Programs by name. Objects of their own that one call gives and another takes go by numbers of the grader's."""

    def __init__(self, make: Callable[[], Program]) -> None:
        self._make = make
        self._programs: dict[str, Program] = {}

    def load(self, sources: dict[str, str], functions: list[str], packages: list[str]) -> list[str]:
        """Load programs by name; return the names of those that cannot be."""
        failed = []
        for name, source in sources.items():
            program = self._make()
            if program.load(source.encode("utf-8"), f"{name}.py", functions, packages)[0] == "loaded":
                self._programs[name] = program
            else:
                failed.append(name)
        return failed

    def call(
        self, header: bytes, body: bytearray, names: list[str], function: str, layouts: list[Any], keep: list[Any]
    ) -> wire.Encoded:
        """Call ``function`` of each named program with fresh arguments; reply (reply, warned) for each.

        ``keep``: pairs of a number and the path of the part of the result that a later call takes by that number.
        """
        replies = []
        for name in names:
            program = self._programs[name]
            request = wire.decode(header, body, program.fetch)
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                result, reply = program.invoke(request, header, body, function, layouts, request.value[-1])
            for number, path in keep:
                program.held[number] = part_of(result, path)
            warned = any(issubclass(warning.category, RuntimeWarning) for warning in caught)
            replies.append(wire.joined([reply, wire.encode(warned)]))
        return wire.joined(replies)
