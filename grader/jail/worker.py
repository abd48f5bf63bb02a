"""The worker's loop: it loads one submission and answers calls to its functions until its socket ends.

Nothing of value is in this process. The learner's code can read and change all of it, and can forge any reply; what it
cannot do is know a right answer that it has not computed.
"""

from __future__ import annotations

import difflib
import linecache
import os
import random
import sys
import types
import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from grader.jail import program, wire
from grader.jail.earlier import EarlierResults
from grader.jail.layout import laid_out
from grader.jail.raised import described
from grader.jail.variants import Variants

HELLO = b"jailed\n"
"""Sent once the wall stands, before any line of the learner's."""

MODULE = "submission"
MAX_HELD = 1024
_SMALL_BYTES = 1 << 16

Parts = list[bytes | memoryview]

_ascontiguousarray, _differ, _frombuffer = np.ascontiguousarray, np.not_equal, np.frombuffer
_simplefilter, _formatwarning = warnings.simplefilter, warnings.formatwarning
"""References of our own, whatever the learner's code does to numpy and to warnings."""

_GRADER = str(Path(__file__).resolve().parents[1])

_CALL = wire.encode("call")
_RETURNED = wire.encode("returned")
_UNCHANGED = wire.encode([])
_REUSED, _NOT_REUSED = wire.encode(True), wire.encode(False)


def serve(descriptor: int) -> None:
    """Answer requests on ``descriptor``, one reply each, until it closes.

    Several may come at once; then the replies go back at once, as far as they are small.
    """
    worker, inbox = _Worker(), _Inbox(descriptor)
    _write(descriptor, [HELLO])
    stdout, stderr = sys.stdout, sys.stderr
    waiting: Parts = []
    while True:
        parts = worker.answer(*inbox.frame())
        for stream in (stdout, stderr):
            # Whatever it raises: the learner may have closed or replaced what lies below.
            with suppress(BaseException):
                stream.flush()
        if inbox.has_more:
            waiting.append(b"".join(parts))  # a copy, for what arrays hold may be changed by the next call
            parts = []
        if not inbox.has_more or sum(map(len, waiting)) > _SMALL_BYTES:
            _write(descriptor, [*waiting, *parts])
            waiting = []
        del parts  # arrays, which the next call should not find here still


class _Worker:
    """One submission's module, and the objects of its that the grader holds handles of."""

    def __init__(self) -> None:
        self.held: dict[int, Any] = {}
        self.next_number = 1
        self.base = 0
        """The grader knows held objects by so much less than their numbers here."""
        self.functions: dict[str, Any] = {}
        self.file_name = ""
        self.earlier = EarlierResults()
        self.results: list[Any] | None = None
        """What calls gave back, where later ones take a part of it by their number."""
        self.variants = Variants(_Worker)

    def hold(self, value: Any) -> int:
        number = self.next_number
        self.next_number += 1
        self.held[number] = value
        self.held.pop(number - MAX_HELD, None)
        return number - self.base

    def fetch(self, number: int) -> Any:
        """Return a held object; None for a number that a variant holds, or that only a forged reply can have named."""
        return self.held.get(number + self.base)

    def known(self) -> dict[int, int]:
        """Return the numbers by which the grader knows held objects, by their id()."""
        return {id(value): number - self.base for number, value in self.held.items() if number > self.base}

    def answer(self, header: bytes, body: bytearray) -> Parts:
        """Do what a request asks, and return the frame of the reply, in parts."""
        request = wire.decode(header, body, self.fetch)
        operation, *rest = request.value
        try:
            match operation:
                case "load":
                    reply = wire.encode(self.load(*rest))
                case "call":
                    result, reply = self.invoke(request, header, body, *rest)
                    if self.results is not None:
                        self.results.append(result)
                    del result
                case "linked call":
                    return self.answer(*self.linked(request.token, *rest))
                case "begin":
                    reply = wire.encode(self.begin(*rest))
                case "end":
                    reply, self.results = wire.encode("ended"), None
                case "program":
                    reply = wire.encode(self.run(*rest), self.hold)
                case "warn anew":
                    _simplefilter("default", append=True)  # what Python does anyway; but it forgets what it showed
                    reply = wire.encode("done")
                case "load variants":
                    reply = wire.encode(self.variants.load(*rest))
                case "call variants":
                    *how, _ = rest
                    reply = self.variants.call(header, body, *how)
            return wire.frame_parts(request.token, reply)
        except (MemoryError, RecursionError) as error:  # there was room for the result, but not for sending it
            return wire.frame_parts(request.token, wire.encode(("raised", *described(error, self.file_name))))

    def load(self, raw: bytes, file_name: str, functions: list[str], packages: list[str]) -> tuple[Any, ...]:
        """Run the submission's module; reply "loaded", "missing", "uncompiled" or "raised", with what goes with it."""
        self.file_name, source = file_name, raw.decode("utf-8")
        if not any(isinstance(finder, _PackageGuard) for finder in sys.meta_path):
            sys.meta_path.insert(0, _PackageGuard(packages))
        linecache.cache[file_name] = (len(source), None, source.splitlines(keepends=True), file_name)
        module = types.ModuleType(MODULE)
        module.__dict__["__file__"] = file_name
        sys.modules[MODULE] = module
        try:
            code = compile(source, file_name, "exec", dont_inherit=True)
        except BaseException as error:
            return ("uncompiled", *described(error, file_name))
        try:
            exec(code, module.__dict__)
        except BaseException as error:
            return ("raised", *described(error, file_name))
        for name in functions:
            function = module.__dict__.get(name)
            if function is None or not callable(function):
                near = [key for key, value in module.__dict__.items() if callable(value) and key[:1] != "_"]
                return ("missing", name, difflib.get_close_matches(name, near, n=1))
            self.functions[name] = function
        return ("loaded",)

    def invoke(
        self, request: wire.Decoded, header: bytes, body: bytearray, name: str, layouts: list[Any], given: Any
    ) -> tuple[Any, wire.Encoded]:
        """Call a function.

        Returns:
            What it gave back, None where it raised; and the reply, which is ("returned", value, changed arguments,
            earlier result changed) or ("raised", ...).
        """
        args, kwargs, arrays = _with_layouts(given, request.arrays, layouts)
        shapes = [array.shape for array, _ in arrays]
        function: Callable[..., Any] = self.functions[name]
        try:
            result = function(*args, **kwargs)
        except BaseException as error:
            return None, wire.encode(("raised", *described(error, self.file_name)))
        changed: list[Any] = []
        if shapes != [array.shape for array, _ in arrays] or _any_changed(args, kwargs, arrays, body):
            changed = self.changed(header, body, args, kwargs)
        encoded = wire.encode(result, self.hold)
        reused = self.earlier.are_reused_by(result, encoded)
        told = wire.encode(changed) if changed else _UNCHANGED
        return result, wire.joined([_RETURNED, encoded, told, _REUSED if reused else _NOT_REUSED])

    def begin(self, keeps_results: bool) -> bool:
        """Number the objects to be held from 1 on; keep results until "end", or do not.

        What is held stays, for it counts as the code's memory.
        """
        self.base, self.results = self.next_number - 1, [] if keeps_results else None
        return keeps_results

    def linked(
        self, token: bytes, name: str, links: list[Any], layouts: list[Any], given: tuple[Any, dict[str, Any]]
    ) -> tuple[bytes, bytearray]:
        """Return the request for a call as the grader would have sent it, had it had the earlier results.

        Args:
            token: of the request.
            name: the function's.
            links: triples of a position or keyword, the number of a call since ``begin``, and the path of the part of
                its result that goes there.
            layouts: of the other arrays, as ``invoke`` takes them.
            given: the other arguments.
        """
        values: dict[Any, Any] = dict(enumerate(given[0])) | given[1]
        taken = {place for place, _, _ in links}
        for place, number, path in links:
            values[place] = program.part_of((self.results or [])[number], path)
        back = self.known()
        if layouts:
            others, layouts = iter(layouts), []
            for place, value in values.items():
                count = len(wire.encode(value, wire.unheld, back).arrays)
                layouts += [[]] * count if place in taken else islice(others, count)
        args = tuple(values.pop(place) for place in range(len(given[0])))
        encoded = wire.encode((args, values), wire.unheld, back)
        request = wire.joined([_CALL, wire.encode(name), wire.encode(layouts), encoded])
        header, body = wire.parts_of(wire.frame(token, request))
        return header, bytearray(body)

    def changed(self, header: bytes, body: bytearray, args: tuple[Any, ...], kwargs: dict[str, Any]) -> list[Any]:
        """Return the places of the arguments that are no longer what this request sent."""
        back = self.known()
        if wire.encode((args, kwargs), wire.unheld, back).ends(header, body):
            return []
        *_, (sent_args, sent_kwargs) = wire.decode(header, body, self.fetch).value
        return [
            *_changed(enumerate(sent_args), enumerate(args), back),
            *_changed(sent_kwargs.items(), kwargs.items(), back),
        ]

    def run(self, steps: list[Any], wanted: list[Any]) -> tuple[Any, ...]:
        """Run a program; reply "returned" or "raised", with what goes with it."""
        try:
            return ("returned", program.run(self.functions, steps, wanted))
        except BaseException as error:
            return ("raised", *described(error, self.file_name))


class _PackageGuard:
    """Says in plain words which packages may be imported; that they cannot be is the kernel's doing."""

    def __init__(self, packages: Sequence[str]) -> None:
        self.packages = (*packages,)
        self.known = {*sys.stdlib_module_names, *packages}

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:  # noqa: ARG002  (importlib's signature)
        top = name.partition(".")[0]
        if path is None and top not in self.known:
            allowed = " and ".join(["the standard library", *self.packages])
            raise ModuleNotFoundError(f"`{top}` is not available here: this kata allows {allowed}", name=name)


Placed = list[tuple[Any, slice]]
"""Arrays, each with the place of its elements in the request's body."""


def _with_layouts(value: tuple[Any, Any], arrays: Placed, layouts: list[Any]) -> tuple[Any, Any, Placed]:
    """Return ``value`` and ``arrays`` with each array laid out in memory as the grader's own was."""
    if not any(layouts):
        return *value, arrays
    arranged = {id(array): laid_out(array, layout) for (array, _), layout in zip(arrays, layouts, strict=True)}

    def rebuilt(part: Any) -> Any:
        if type(part) in (list, tuple):
            return type(part)(rebuilt(item) for item in part)
        if type(part) is dict:
            return {key: rebuilt(item) for key, item in part.items()}
        return arranged.get(id(part), part)

    return *rebuilt(value), [(arranged[id(array)], place) for array, place in arrays]


def _any_changed(args: Any, kwargs: Any, arrays: Placed, body: bytearray) -> bool:
    """Tell, quickly, whether any argument may have changed: by the bytes of arrays, and a maybe for lists and dicts."""
    if any(type(value) in (list, dict) for value in (*args, *kwargs.values())):
        return True
    return any(_is_changed(array, body, place) for array, place in arrays)


def _is_changed(array: Any, body: bytearray, place: slice) -> bool:
    if array.nbytes <= _SMALL_BYTES:
        return bool(array.tobytes() != body[place])
    sent = _frombuffer(body, "uint8")[place]
    return bool(_differ(_ascontiguousarray(array).reshape(-1).view("uint8"), sent).any())


def _changed(sent: Iterable[Any], now: Iterable[Any], back: dict[int, int]) -> list[Any]:
    """Return the places (positions or keywords) of the arguments that are no longer what was sent."""
    return [
        place
        for (place, before), (_, after) in zip(sent, now, strict=True)
        if not wire.encode(before, wire.unheld, back).same_as(wire.encode(after, wire.unheld, back))
    ]


class _Inbox:
    """Requests as they come in."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor, self._data, self._at = descriptor, b"", 0

    @property
    def has_more(self) -> bool:
        """Whether something of the next request is here already."""
        return self._at < len(self._data)

    def frame(self) -> tuple[bytes, bytearray]:
        """Return the header and the body of the next request."""
        if not self.has_more:
            self._data, self._at = os.read(self._descriptor, _SMALL_BYTES), 0
        header_bytes, body_bytes = wire.read_prefix(self._take(wire.PREFIX.size))
        return bytes(self._take(header_bytes)), self._take(body_bytes)

    def _take(self, count: int) -> bytearray:
        """Return the next bytes, and wait for those that are not here yet."""
        here = self._data[self._at : self._at + count]
        self._at += len(here)
        whole = bytearray(count)
        whole[: len(here)] = here
        view = memoryview(whole)[len(here) :]
        while view:
            received = os.readv(self._descriptor, [view])
            if not received:
                os._exit(0)  # the grader is done with this worker
            view = view[received:]
        return whole


def _write(descriptor: int, parts: Parts) -> None:
    if sum(map(len, parts)) <= _SMALL_BYTES:
        parts = [b"".join(parts)]
    for part in parts:
        view = memoryview(part)
        while view:
            view = view[os.write(descriptor, view) :]


def settle() -> None:
    """Make what the learner's code finds around it the same in every worker, and nobody's own."""
    os.environ.clear()
    warnings.formatwarning = _shown
    sys.argv = [""]
    sys.dont_write_bytecode = True
    random.seed(0)
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed(0)


def _shown(message: Warning | str, category: type[Warning], filename: str, lineno: int, line: str | None = None) -> str:
    """Return a warning as it is printed. One that names whoever called the function names no file of ours."""
    if filename.startswith(_GRADER):
        return f"the grader: {category.__name__}: {message}\n"
    return _formatwarning(message, category, filename, lineno, line)
