"""The grader's side of the wall: it has workers forked, calls into them, and ends them."""

from __future__ import annotations

import os
import socket
import time
from collections import deque
from collections.abc import Callable, Sequence
from itertools import accumulate, islice
from typing import Any

import msgspec

from grader.entries import Limits
from grader.errors import JailError
from grader.jail import wire, zygote
from grader.jail.ahead import Ahead, Exchange, Frame, Heard, Link, Script, frame_of, without
from grader.jail.channel import MAX_REQUESTS_BYTES, Channel, Measured
from grader.jail.endings import WorkerEnded
from grader.jail.gauge import Cost, Gauge
from grader.jail.launch import ZygoteProcess
from grader.jail.layout import layout_of
from grader.jail.policy import Allowance
from grader.jail.program import Program
from grader.jail.raised import LearnerError, rebuilt
from grader.text import encodable

_START_S = 60.0
MAX_AHEAD_BYTES = 4 << 20
"""So much may all replies to calls made ahead come to."""


class Returned(msgspec.Struct, frozen=True):
    """What a call gave back."""

    value: Any
    changed: tuple[int | str, ...]
    """The arguments that the call changed, by position or keyword."""
    reused: bool
    """Whether the call changed what the call before it had given back, or gave back memory of it."""


Given = tuple[tuple[Any, ...], dict[str, Any]]
"""The arguments of a call, by position and by keyword."""

Kept = tuple[int, tuple[int, ...]]
"""The number by which later calls take a part of a result, and the path of that part."""


class VariantsCall(msgspec.Struct, frozen=True):
    """A call of one function in each of the programs ``names``; see ``Variants.call``."""

    names: list[str]
    function: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    keep: list[Kept]

    def encoded(self) -> wire.Encoded:
        """Write down the request."""
        given = wire.encode((self.args, self.kwargs))
        kept = [[number, list(path)] for number, path in self.keep]
        how = [*map(wire.encode, ("call variants", self.names, self.function)), _layouts(given), wire.encode(kept)]
        return wire.joined([*how, given])


class _Asked(msgspec.Struct, frozen=True):
    """A call that a test makes."""

    function: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]

    def plain(self) -> wire.Encoded:
        """Write down the request, with every argument."""
        given = wire.encode((self.args, self.kwargs))
        return wire.joined([_CALL, wire.encode(self.function), _layouts(given), given])

    @property
    def takes_objects(self) -> bool:
        """Whether an argument is an object that stayed in the worker, or has one in it."""
        return _has_object((self.args, self.kwargs))

    def takes_parts(self, heard: Heard, links: Sequence[Link]) -> bool:
        """Tell whether ``links`` say the truth, and there are some."""
        values: dict[int | str, Any] = dict(enumerate(self.args)) | self.kwargs
        return bool(links) and all(heard.is_part(values[place], number, path) for place, number, path in links)

    def linked(self, links: Sequence[Link]) -> wire.Encoded:
        """Write it down with links in place of what they lead to."""
        places = {place for place, _, _ in links}
        args = tuple(None if place in places else value for place, value in enumerate(self.args))
        given = wire.encode((args, {name: None if name in places else value for name, value in self.kwargs.items()}))
        led = wire.encode([[place, number, list(path)] for place, number, path in links])
        return wire.joined([_LINKED_CALL, wire.encode(self.function), led, _layouts(given), given])


class Jail:
    """The workers forked from one zygote."""

    def __init__(self, started: ZygoteProcess) -> None:
        self._control, self._process = started.control, started.process
        self._control.settimeout(_START_S)
        self._isolation = ""
        self._lost: JailError | None = None
        """Why there are no workers any more, once there are none."""

    @property
    def isolation(self) -> str:
        """What holds the wall: "landlock+seccomp", or "process" where the kernel has not both. Waits for the zygote."""
        if not self._isolation:
            self._isolation = self._receive(zygote.READY_BYTES).decode("ascii").strip()
        return self._isolation

    def worker(self, limits: Limits, packages: tuple[str, ...]) -> Worker:
        """Fork a worker, behind the wall, with no submission loaded yet."""
        _ = self.isolation
        cpu_s = int(limits.total_s) + 30
        allowance = Allowance(memory_mib=limits.memory_mib, cpu_s=cpu_s, packages=packages)
        ours, theirs = socket.socketpair()
        output, their_output = os.pipe()
        try:
            pid = self._ask(zygote.Fork(allowance), [theirs.fileno(), their_output])
        except JailError:
            ours.close()
            os.close(output)
            raise
        finally:
            theirs.close()
            os.close(their_output)
        return Worker(Channel(pid, self.reap, ours, output, limits), limits)

    def reap(self, pid: int) -> int:
        """Return the exit status of a worker that is dead, or about to be."""
        return self._ask(zygote.Reap(pid), [])

    def require_whole(self) -> None:
        """Make sure that the zygote has been there all along, without which no ending of a worker is the code's doing.

        Raises:
            JailError: it has not.
        """
        if self._lost:
            raise self._lost

    def kill(self) -> None:
        """End the zygote and every worker at once, whatever another thread is asking of them."""
        self._process.kill()

    def close(self) -> None:
        """End the zygote and every worker."""
        self._control.close()
        self._process.wait()
        if self._process.stderr:
            self._process.stderr.close()

    def _ask(self, request: zygote.Fork | zygote.Reap, descriptors: list[int]) -> int:
        self.require_whole()
        data = msgspec.msgpack.encode(request)
        try:
            self._control.sendall(zygote.PREFIX.pack(len(data)))
            socket.send_fds(self._control, [data], descriptors)
        except OSError as error:
            raise self._gone() from error
        return int(zygote.STATUS.unpack(self._receive(zygote.STATUS.size))[0])

    def _receive(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            try:
                part = self._control.recv(size - len(data))
            except OSError as error:
                self._lost = JailError(f"the process that forks workers does not answer: {error}")
                raise self._lost from error
            if not part:
                raise self._gone()
            data += part
        return data

    def _gone(self) -> JailError:
        self._control.close()
        errors = self._process.communicate()[1] or b""
        said = errors.decode("utf-8", "replace").strip()[-2000:] or f"exit code {self._process.returncode}"
        self._lost = JailError(f"the process that forks workers ended: {said}")
        return self._lost


class _Stocked(msgspec.Struct, frozen=True):
    """The replies to a script that nobody asked for yet."""

    script: Script
    token: bytes
    replies: list[bytes]


class Worker:
    """One process behind the wall, for one submission."""

    def __init__(self, channel: Channel, limits: Limits) -> None:
        self._channel, self._limits = channel, limits
        self.heard: Heard | None = None
        """Calls as they cross, noted from when this is there on."""
        self._ahead: Ahead | None = None
        self._stock: deque[_Stocked] = deque()

    @property
    def pid(self) -> int:
        """The process."""
        return self._channel.pid

    def load(self, source: str, file_name: str, functions: tuple[str, ...], packages: tuple[str, ...]) -> str:
        """Run the submission's module. Return "", or the sentence that says which function is missing.

        Raises:
            LearnerError: the module raised.
            WorkerEnded: it took too long or too much, or ended the process.
        """
        # As bytes, for a source may be longer than a text that crosses otherwise.
        request = ("load", source.encode("utf-8"), file_name, list(functions), list(packages))
        reply = self._exchange(wire.encode(request), self._limits.call_s, "importing it")
        match reply:
            case ("loaded",):
                return ""
            case ("missing", str(name), list(near)) if name in functions:
                guess = f" It defines `{encodable(near[0][:80])}`." if near and isinstance(near[0], str) else ""
                return f"It defines no function `{name}`.{guess}"
        raise self._raised(reply)

    def call(
        self,
        function: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        within_s: float,
        links: Sequence[Link] = (),
    ) -> Returned:
        """Call one of the submission's functions with these arguments, for at most ``within_s`` seconds.

        ``links``: which of them are parts of what earlier calls gave back, by their number among those heard.

        Raises:
            LearnerError: the function raised.
            WorkerEnded: it took too long or too much (MemoryError included), or ended the process.
        """
        doing = f"one call of `{function}`"
        reply = self._called(_Asked(function, args, kwargs), links, min(within_s, self._limits.call_s), doing)
        outcome = self._outcome(reply, args, kwargs)
        if isinstance(outcome, Returned):
            return outcome
        if outcome.is_memory:
            self._channel.end()
            raise WorkerEnded("memory", f"{doing} took more memory than it may: {outcome}")
        raise outcome

    def begin(self, within_s: float) -> None:
        """Have objects that stay in the worker numbered anew, as in a script, and note from now on what crosses.

        Raises:
            WorkerEnded: as ``call``.
        """
        self._stock.clear()  # whose objects have other numbers
        self._exchange(_BEGIN, within_s, "a call")
        self.heard = Heard()

    def call_ahead(
        self, script: Script, within_s: float, in_any_order: bool = False, following: Sequence[Script] = ()
    ) -> list[Frame] | None:
        """Make calls ahead, and keep the replies for those who will ask for them; note from now on what they ask.

        Args:
            script: the calls; their frames are few enough for a socket to hold, with those of ``following``.
            within_s: how long all of them may take.
            in_any_order: as ``Ahead`` has it.
            following: what is called in the same go; the replies are there already where one is wanted next.
        Returns:
            All replies to ``script``; None where something was printed, and nobody could tell in which call.
        Raises:
            WorkerEnded: one took too long or too much, or ended the process.
        """
        self.heard = Heard()
        if not self._stock or self._stock[0].script is not script:
            self._fill_stock([script, *following], within_s)
            if self._channel.printed_bytes:
                return None
        stocked = self._stock.popleft()
        self._ahead = Ahead(script, stocked.token, stocked.replies, in_any_order)
        return [without(stocked.token, reply) for reply in stocked.replies]

    @property
    def has_stock(self) -> bool:
        """Whether other scripts were called since the one that was asked for last."""
        return bool(self._stock)

    def _fill_stock(self, scripts: Sequence[Script], within_s: float) -> None:
        self._stock.clear()
        token = os.urandom(wire.TOKEN_BYTES)
        frames, doing = b"".join(script.frames(token) for script in scripts), "calls that are made ahead"
        count = sum(script.count for script in scripts)
        replies = iter(self._channel.exchange(frames, count, within_s, doing, most_bytes=MAX_AHEAD_BYTES))
        for script in scripts:
            self._stock.append(_Stocked(script, token, script.of_calls([*islice(replies, script.count)])))

    def take_ahead(self, given: Sequence[Given]) -> Callable[[], list[Returned | LearnerError]]:
        """Use the replies to calls made ahead, which were ``given``, no more but by what is returned."""
        ahead, self._ahead, self.heard = self._ahead, None, None
        assert ahead is not None

        def outcomes() -> list[Returned | LearnerError]:
            return [
                self._outcome(self._value(wire.parts_of(reply), ahead.token), args, kwargs)
                for reply, (args, kwargs) in zip(ahead.replies(), given, strict=True)
            ]

        return outcomes

    def drop_ahead(self) -> Ahead | None:
        """Make no more use of calls that were made ahead; return what is left of them."""
        left, self._ahead = self._ahead, None
        return left

    def load_variants(self, sources: dict[str, str], functions: tuple[str, ...], packages: tuple[str, ...]) -> set[str]:
        """Load programs by name. Return the names of those that cannot be.

        Raises:
            WorkerEnded: loading them took too long or too much, or ended the process.
        """
        request = ("load variants", sources, list(functions), list(packages))
        failed = self._exchange(wire.encode(request), self._limits.total_s, "loading variants")
        return set(sources) if not isinstance(failed, list) else {*sources} & {str(name) for name in failed}

    def call_variants(self, calls: Sequence[VariantsCall]) -> list[list[tuple[Returned | LearnerError, bool]]]:
        """Make calls, of several programs each; see ``Variants.call``.

        Returns:
            For each call and program, how it ended, and whether it caused a RuntimeWarning.
        Raises:
            WorkerEnded: one took too long or too much, or ended the process.
        """
        framed = [self._frame(call.encoded()) for call in calls]
        found: list[list[tuple[Returned | LearnerError, bool]]] = []
        while len(found) < len(calls):
            sizes = accumulate(len(request) for _, request in framed[len(found) :])
            count = max(1, sum(size <= MAX_REQUESTS_BYTES for size in sizes))
            several = framed[len(found) : len(found) + count]
            data = b"".join(request for _, request in several)
            replies = self._channel.exchange(data, count, self._limits.total_s, "calling variants")
            for (token, _), reply in zip(several, replies, strict=True):
                found.append(self._outcomes(self._value(wire.parts_of(reply), token), calls[len(found)]))
        return found

    def gauge(self) -> Gauge:
        """Return what reads this worker's clock and memory; what it has used up to now is not counted."""
        self._channel.greet(time.monotonic() + self._limits.call_s, "starting")
        return Gauge(self.pid)

    def run(self, program: Program, gauge: Gauge, within_s: float) -> tuple[list[Any], Cost]:
        """Run a program, for at most ``within_s`` seconds by the gauge's clock.

        Returns:
            What the program wants, and what it took from the sending of it until the whole reply was there.
        Raises:
            LearnerError: one of its calls raised.
            WorkerStopped: it took longer than ``within_s``.
            WorkerEnded: it took too long or too much otherwise, or ended the process.
        """
        measured = Measured(gauge, within_s)
        reply = self._exchange(program.encoded, self._limits.call_s, "one run", measured)
        match reply:
            case ("returned", list(values)) if len(values) == len(program.wanted):
                return values, measured.cost
        error = self._raised(reply)
        if error.is_memory:
            self._channel.end()
            raise WorkerEnded("memory", f"it took more memory than it may: {error}")
        raise error

    def take_printed(self) -> str:
        """Return what was printed since the last time, shortened, and forget it."""
        return self._channel.take_printed()

    def warn_anew(self) -> None:
        """Have Python show a warning that it showed before.

        Raises:
            WorkerEnded: as ``call``.
        """
        self._exchange(_WARN_ANEW, self._limits.call_s, "a call")

    def close(self) -> None:
        """End the process."""
        self._channel.end()

    def _outcomes(self, replies: Any, call: VariantsCall) -> list[tuple[Returned | LearnerError, bool]]:
        match replies:
            case tuple() if len(replies) == len(call.names):
                return [(self._outcome(reply, call.args, call.kwargs), bool(warned)) for reply, warned in replies]
        raise self._channel.violated("its process sent a reply of no known form")

    def _outcome(self, reply: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Returned | LearnerError:
        match reply:
            case ("returned", value, list(changed), bool(reused)):
                told = {place for place in changed if type(place) in (int, str)}
                places: list[int | str] = [*range(len(args)), *kwargs]
                return Returned(value, tuple(place for place in places if place in told), reused)
        return self._raised(reply)

    def _raised(self, reply: Any) -> LearnerError:
        match reply:
            case ("raised" | "uncompiled" as phase, list(kinds), str(type_name), str(message), list(lines)) if all(
                type(number) is int for number in [*kinds, *lines]
            ):
                return rebuilt(kinds, type_name, message, lines, in_compile=phase == "uncompiled")
        raise self._channel.violated("its process sent a reply of no known form")

    def _called(self, asked: _Asked, links: Sequence[Link], within_s: float, doing: str) -> Any:
        """Make a call and return what its reply says; where it was made ahead, the reply is there already."""
        heard, ahead = self.heard, self._ahead
        linked = asked.linked(links) if heard is not None and asked.takes_parts(heard, links) else None
        token, frame = (b"", b"") if linked else self._frame(asked.plain())
        request = frame_of(linked) if linked else without(token, frame)
        place = ahead.take(self._sought(asked, request, links if linked else ())) if ahead is not None else None
        if ahead is not None and place is not None:
            token, reply = ahead.token, ahead.reply(place)
        else:
            if linked:
                token, frame = self._frame(asked.plain())
            (reply,) = self._channel.exchange(frame, 1, within_s, doing)
            if ahead is not None and asked.takes_objects:
                ahead.is_doubtful = ahead.is_doubtful or ahead.has_gaps or len(ahead) > 0
        parts = wire.parts_of(reply)
        value = self._value(parts, token)
        if heard is not None:
            heard.add(Exchange(request, without(token, reply)), place, value, parts)
        return value

    def _sought(self, asked: _Asked, request: Frame, links: Sequence[Link]) -> Frame | None:
        """Return the request of a call as it stands in the script, where calls may have other numbers than here."""
        assert self.heard is not None
        there = self.heard.in_script(links)
        if len(there) < len(links):
            return None
        return frame_of(asked.linked(there)) if there != [*links] else request

    def _exchange(self, encoded: wire.Encoded, within_s: float, doing: str, measured: Measured | None = None) -> Any:
        """Send a request and return the value of the one reply that answers it."""
        token, request = self._frame(encoded)
        (reply,) = self._channel.exchange(request, 1, within_s, doing, measured)
        return self._value(wire.parts_of(reply), token)

    @staticmethod
    def _frame(encoded: wire.Encoded) -> tuple[bytes, bytes]:
        """Return a new token, and the frame of a request that has it."""
        token = os.urandom(wire.TOKEN_BYTES)
        try:
            return token, wire.frame(token, encoded)
        except wire.WireError as error:
            raise JailError(f"a call cannot be sent: {error}") from error

    def _value(self, reply: tuple[bytes, bytes], token: bytes) -> Any:
        """Return the value in a reply's header and body, which has to have this token."""
        try:
            decoded = wire.decode(*reply)
        except wire.WireError as error:
            raise self._channel.broken(error) from error
        if decoded.token != token:
            raise self._channel.violated("its process sent a reply to another call than this")
        return decoded.value


_CALL, _LINKED_CALL, _ALL_PLAIN = wire.encode("call"), wire.encode("linked call"), wire.encode([])
_BEGIN = wire.encode(("begin", False))
_WARN_ANEW = wire.encode(("warn anew",))


def _layouts(given: wire.Encoded) -> wire.Encoded:
    """Write down how each array lies in memory; nothing at all where every one is plain, as most are."""
    layouts = [list(layout_of(array)) for array in given.arrays]
    return wire.encode(layouts) if any(layouts) else _ALL_PLAIN


def _has_object(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_object, value.values()))
    return isinstance(value, wire.Handle | wire.HeldTuple) or (
        isinstance(value, tuple | list) and any(map(_has_object, value))
    )
