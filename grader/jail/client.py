"""The grader's side of the wall: it starts the zygote, has workers forked, calls into them, and ends them."""

from __future__ import annotations

import contextlib
import os
import select
import selectors
import signal
import socket
import time
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from grader.entries import Limits
from grader.errors import JailError
from grader.jail import wire, zygote
from grader.jail.ahead import Ahead, Exchange, Frame, Script, without
from grader.jail.gauge import Cost, Gauge
from grader.jail.launch import ZygoteProcess
from grader.jail.layout import layout_of
from grader.jail.policy import Allowance
from grader.jail.program import Program
from grader.jail.raised import LearnerError, rebuilt
from grader.jail.worker import HELLO
from grader.result import Outcome
from grader.text import encodable

KEPT_OUTPUT = 8192
MAX_THREADS = 64
_TICK_S = 0.1
_MEASURED_TICK_S = 0.01
_START_S = 60.0
_PIPE_READS = 4
_READ_BYTES = 1 << 18
MAX_AHEAD_BYTES = 4 << 20
"""So much may all replies to calls made ahead come to."""
_GRACE_S = 0.5


class WorkerEnded(BaseException):
    """The worker is gone, and with it the check that was running.

    Not an Exception, so that no test, and not hypothesis either, takes it for an answer.
    """

    def __init__(self, outcome: Outcome, message: str) -> None:
        self.outcome, self.message = outcome, message
        super().__init__(message)


class WorkerStopped(WorkerEnded):
    """A measured run was stopped at its own bound, when it had taken ``taken_s``."""

    def __init__(self, taken_s: float) -> None:
        self.taken_s = taken_s
        super().__init__("timeout", "it was stopped, for it took far too long")


class Returned(msgspec.Struct, frozen=True):
    """What a call gave back."""

    value: Any
    changed: tuple[int | str, ...]
    """The arguments that the call changed, by position or keyword."""
    reused: bool
    """Whether the call changed what the call before it had given back, or gave back memory of it."""


class _Measured:
    """An exchange whose cost is looked at."""

    def __init__(self, gauge: Gauge, within_s: float) -> None:
        self.gauge, self.within_s = gauge, within_s
        self.cost = Cost(0.0, 0)


Given = tuple[tuple[Any, ...], dict[str, Any]]
"""The arguments of a call, by position and by keyword."""

Kept = tuple[int, tuple[int, ...]]
"""The number by which later calls take a part of a result, and the path of that part."""


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
        channel, theirs = socket.socketpair()
        out, their_out = os.pipe()
        err, their_err = os.pipe()
        try:
            pid = self._ask(zygote.Fork(allowance), [theirs.fileno(), their_out, their_err])
        except JailError:
            channel.close()
            os.close(out)
            os.close(err)
            raise
        finally:
            theirs.close()
            os.close(their_out)
            os.close(their_err)
        return Worker(self, pid, channel, (out, err), limits)

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


class Worker:
    """One process behind the wall, for one submission."""

    def __init__(self, jail: Jail, pid: int, channel: socket.socket, outputs: tuple[int, int], limits: Limits) -> None:
        self.pid = pid
        self._jail, self._channel, self._outputs, self._limits = jail, channel, outputs, limits
        self._printed = bytearray()
        self._printed_bytes = 0
        self._within_s = limits.call_s
        self._said_hello = False
        self._alive = True
        self._measured: _Measured | None = None
        self.heard: list[Exchange] | None = None
        """Calls as they cross, noted from when this is a list on."""
        self._ahead: Ahead | None = None
        channel.setblocking(False)
        self._threads = _folder_of_threads(pid)
        self._selector = selectors.DefaultSelector()
        self._selector.register(channel, selectors.EVENT_READ, "channel")
        for descriptor in outputs:
            os.set_blocking(descriptor, False)
            self._selector.register(descriptor, selectors.EVENT_READ, "output")

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

    def call(self, function: str, args: tuple[Any, ...], kwargs: dict[str, Any], within_s: float) -> Returned:
        """Call one of the submission's functions with these arguments, for at most ``within_s`` seconds.

        Raises:
            LearnerError: the function raised.
            WorkerEnded: it took too long or too much (MemoryError included), or ended the process.
        """
        given = wire.encode((args, kwargs))
        request = wire.joined([_CALL, wire.encode(function), _layouts(given), given])
        doing = f"one call of `{function}`"
        reply = self._called(request, min(within_s, self._limits.call_s), doing)
        outcome = self._outcome(reply, args, kwargs)
        if isinstance(outcome, Returned):
            return outcome
        if outcome.is_memory:
            self._end()
            raise WorkerEnded("memory", f"{doing} took more memory than it may: {outcome}")
        raise outcome

    def call_ahead(self, script: Script, within_s: float) -> list[Frame] | None:
        """Make calls ahead, and keep the replies for those who will ask for them.

        Args:
            script: the calls; their frames are few enough for a socket to hold.
            within_s: how long all of them may take.
        Returns:
            All replies; None where something was printed, and nobody could tell
            in which call.
        Raises:
            WorkerEnded: one took too long or too much, or ended the process.
        """
        token = os.urandom(wire.TOKEN_BYTES)
        data = self._exchanged(script.frames(token), len(script.requests), within_s, "calls that are made ahead")
        self._ahead = Ahead(script, token, data)
        return None if self._printed_bytes else [without(token, frame) for frame in data]

    def take_ahead(self, given: Sequence[Given]) -> Callable[[], list[Returned | LearnerError]]:
        """Use the replies to calls made ahead, which were ``given``, no more but by what is returned."""
        ahead, self._ahead = self._ahead, None
        assert ahead is not None

        def outcomes() -> list[Returned | LearnerError]:
            return [
                self._outcome(self._value(reply, ahead.token), args, kwargs)
                for reply, (args, kwargs) in zip(ahead.replies(), given, strict=True)
            ]

        return outcomes

    def drop_ahead(self) -> bool:
        """Make no more use of calls that were made ahead; tell whether nobody asked for some of them in their turn."""
        left, self._ahead = self._ahead, None
        return bool(left)

    def load_variants(self, sources: dict[str, str], functions: tuple[str, ...], packages: tuple[str, ...]) -> set[str]:
        """Load programs by name. Return the names of those that cannot be.

        Raises:
            WorkerEnded: loading them took too long or too much, or ended the process.
        """
        request = ("load variants", sources, list(functions), list(packages))
        failed = self._exchange(wire.encode(request), self._limits.total_s, "loading variants")
        return set(sources) if not isinstance(failed, list) else {*sources} & {str(name) for name in failed}

    def call_variants(
        self, names: list[str], function: str, args: tuple[Any, ...], kwargs: dict[str, Any], keep: list[Kept]
    ) -> list[tuple[Returned | LearnerError, bool]]:
        """Call ``function`` of each of the programs ``names``; see ``Variants.call``.

        Returns:
            For each, how it ended, and whether it caused a RuntimeWarning.
        Raises:
            WorkerEnded: one took too long or too much, or ended the process.
        """
        given = wire.encode((args, kwargs))
        kept = [[number, list(path)] for number, path in keep]
        how = [*map(wire.encode, ("call variants", names, function)), _layouts(given), wire.encode(kept)]
        replies = self._exchange(wire.joined([*how, given]), self._limits.total_s, "calling variants")
        match replies:
            case tuple() if len(replies) == len(names):
                return [(self._outcome(reply, args, kwargs), bool(warned)) for reply, warned in replies]
        raise self._violated("its process sent a reply of no known form")

    def gauge(self) -> Gauge:
        """Return what reads this worker's clock and memory; what it has used up to now is not counted."""
        self._greet(time.monotonic() + self._limits.call_s, "starting")
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
        self._measured = measured = _Measured(gauge, within_s)
        try:
            reply = self._exchange(program.encoded, self._limits.call_s, "one run")
        finally:
            self._measured = None
        match reply:
            case ("returned", list(values)) if len(values) == len(program.wanted):
                return values, measured.cost
        error = self._raised(reply)
        if error.is_memory:
            self._end()
            raise WorkerEnded("memory", f"it took more memory than it may: {error}")
        raise error

    def take_printed(self) -> str:
        """Return what was printed since the last time, shortened, and forget it."""
        if self._alive:
            self._drain()
        text = self._printed[:KEPT_OUTPUT].decode("utf-8", "replace")
        self._printed.clear()
        return text

    def close(self) -> None:
        """End the process."""
        self._end()

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
        raise self._violated("its process sent a reply of no known form")

    def _called(self, encoded: wire.Encoded, within_s: float, doing: str) -> Any:
        """Send a call and return the value of its reply; where the call was made ahead, the reply is there already."""
        token, request = self._frame(encoded)
        known = without(token, request)
        reply = self._ahead.take(known) if self._ahead else None
        if self._ahead is not None and reply is not None:
            token = self._ahead.token
        else:
            (reply,) = self._exchanged(request, 1, within_s, doing)
        value = self._value(reply, token)
        if self.heard is not None:
            self.heard.append(Exchange(known, without(token, reply)))
        return value

    def _exchange(self, encoded: wire.Encoded, within_s: float, doing: str) -> Any:
        """Send a request and return the value of the one reply that answers it."""
        token, request = self._frame(encoded)
        (reply,) = self._exchanged(request, 1, within_s, doing)
        return self._value(reply, token)

    @staticmethod
    def _frame(encoded: wire.Encoded) -> tuple[bytes, bytes]:
        """Return a new token, and the frame of a request that has it."""
        token = os.urandom(wire.TOKEN_BYTES)
        try:
            return token, wire.frame(token, encoded)
        except wire.WireError as error:
            raise JailError(f"a call cannot be sent: {error}") from error

    def _exchanged(self, requests: bytes, count: int, within_s: float, doing: str) -> list[bytes]:
        """Send the frames of so many requests and return those of the replies, after which nothing may stand."""
        deadline = time.monotonic() + within_s
        self._within_s = within_s
        if self._said_hello and self._has_surplus():
            raise self._violated("its process sent a reply to no call")
        self._printed_bytes = 0
        self._greet(deadline, doing)
        if self._measured:
            self._measured.gauge.begin()
        self._send(requests, deadline, doing)
        try:
            replies = self._receive_frames(count, deadline, doing)
        except wire.WireError as error:
            raise self._broken(error) from error
        if self._measured:
            self._measured.cost = self._measured.gauge.end()
        if self._has_surplus():
            raise self._violated("its process sent more than one reply to a call")
        self._hold_to_bounds()
        return replies

    def _value(self, reply: bytes, token: bytes) -> Any:
        """Return the value in a reply's frame, which has to have this token."""
        try:
            decoded = wire.decode(*wire.parts_of(reply))
        except wire.WireError as error:
            raise self._broken(error) from error
        if decoded.token != token:
            raise self._violated("its process sent a reply to another call than this")
        return decoded.value

    def _greet(self, deadline: float, doing: str) -> None:
        """Wait until the wall stands."""
        if not self._said_hello:
            if self._receive(len(HELLO), deadline, doing) != HELLO:
                raise JailError("a worker started wrongly")
            self._said_hello = True

    def _send(self, data: bytes, deadline: float, doing: str) -> None:
        view = memoryview(data)
        while view:
            try:
                view = view[self._channel.send(view) :]
            except BlockingIOError:
                self._selector.modify(self._channel, selectors.EVENT_WRITE, "channel")
                self._wait(deadline, doing)
                self._selector.modify(self._channel, selectors.EVENT_READ, "channel")
            except OSError as error:
                raise self._died() from error

    def _receive_frames(self, count: int, deadline: float, doing: str) -> list[bytes]:
        """Return the next ``count`` frames, after which nothing may stand."""
        self._wait(deadline, doing)  # a reply is seldom there yet, and to look for it in vain takes longer
        frames: list[bytes] = []
        data, total = b"", 0
        while len(frames) < count:
            while len(data) < wire.PREFIX.size:
                data += self._receive(_READ_BYTES, deadline, doing)
            size = wire.PREFIX.size + sum(wire.read_prefix(data[: wire.PREFIX.size]))
            total += size
            if count > 1 and total > MAX_AHEAD_BYTES:
                raise self._violated("its process sent too much in reply to several calls")
            parts, missing = [data], size - len(data)
            while missing > 0:
                parts.append(self._receive(min(missing, _READ_BYTES), deadline, doing))
                missing -= len(parts[-1])
            data = b"".join(parts) if len(parts) > 1 else data
            frames.append(data[:size] if len(data) > size else data)
            data = data[size:]
        if data:
            raise self._violated("its process sent more than one reply to a call")
        return frames

    def _receive(self, most: int, deadline: float, doing: str) -> bytes:
        """Return the next bytes, at least one."""
        while True:
            try:
                data = self._channel.recv(most)
            except BlockingIOError:
                self._wait(deadline, doing)
                continue
            except OSError as error:
                raise self._died() from error
            if not data:
                raise self._died()
            if time.monotonic() > deadline:
                raise self._too_late(doing)
            return data

    def _wait(self, deadline: float, doing: str) -> None:
        """Wait until the channel is ready; meanwhile take what is printed, and bound time and threads."""
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise self._too_late(doing)
            ready = self._selector.select(min(left, _MEASURED_TICK_S if self._measured else _TICK_S))
            for key, _ in ready:
                if key.data == "output":
                    self._take_output(key.fd)
            if any(key.data == "channel" for key, _ in ready):
                return
            self._hold_to_bounds()

    def _take_output(self, descriptor: int) -> bool:
        try:
            data = os.read(descriptor, 1 << 16)
        except BlockingIOError:
            return False
        if not data:
            with contextlib.suppress(KeyError):
                self._selector.unregister(descriptor)
            return False
        self._printed_bytes += len(data)
        self._printed += data[: max(0, KEPT_OUTPUT - len(self._printed))]
        return True

    def _drain(self) -> None:
        """Take what lies in the pipes, but no more than they hold at once: a thread may go on printing."""
        for descriptor in self._outputs:
            for _ in range(_PIPE_READS):
                if not self._take_output(descriptor):
                    break

    def _hold_to_bounds(self) -> None:
        if self._measured and (taken_s := self._measured.gauge.so_far_s()) > self._measured.within_s:
            self._end()
            raise WorkerStopped(taken_s)
        if self._threads is not None and os.fstat(self._threads).st_nlink - 2 > MAX_THREADS:  # a link for each
            raise self._violated(f"it started more than {MAX_THREADS} threads")
        if self._printed_bytes > self._limits.output_kib * 1024:
            raise self._violated(f"it printed more than {self._limits.output_kib} KiB in one call")

    def _has_surplus(self) -> bool:
        """Take what is printed, and tell whether the worker sent something that nobody asked for."""
        ready = [key.data for key, _ in self._selector.select(0)]
        if "output" in ready:
            self._drain()
        try:
            return "channel" in ready and bool(self._channel.recv(1))
        except OSError:
            return False

    def _too_late(self, doing: str) -> WorkerEnded:
        self._end()
        if self._within_s < self._limits.call_s:
            doing = "all the calls together"
        bound_s = self._limits.call_s if self._within_s >= self._limits.call_s else self._limits.total_s
        return WorkerEnded("timeout", f"{doing} took longer than {bound_s:g} s, and the code was stopped")

    def _broken(self, error: wire.WireError) -> WorkerEnded:
        return self._violated(f"its process sent a reply that breaks a rule ({error})")

    def _violated(self, what: str) -> WorkerEnded:
        self._end()
        return WorkerEnded("error", f"the code was stopped: {what}")

    def _died(self) -> WorkerEnded:
        ended = _await_end(self.pid)
        status = self._end()
        if not self._said_hello:
            raise JailError(f"a worker ended before the wall stood (status {status})")
        if os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            if number == signal.SIGKILL and not ended:
                return WorkerEnded("error", "the code was stopped: it closed the connection to the grader")
            if number == signal.SIGKILL:
                return WorkerEnded("memory", "the system killed the process, most likely for want of memory")
            if number == signal.SIGXCPU:
                return WorkerEnded("timeout", "the code used more processor time than it may, and was stopped")
            return WorkerEnded("crashed", f"the process crashed (signal {number}, {signal.strsignal(number)})")
        return WorkerEnded("crashed", f"the process ended by itself (exit status {os.WEXITSTATUS(status)})")

    def _end(self) -> int:
        """Kill the process, if that is not done yet, and return how it ended: by this, or before it."""
        if not self._alive:
            return 0
        self._alive = False
        self._drain()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        try:
            return self._jail.reap(self.pid)
        finally:
            self._selector.close()
            self._channel.close()
            for descriptor in self._outputs:
                os.close(descriptor)
            if self._threads is not None:
                os.close(self._threads)


_CALL, _ALL_PLAIN = wire.encode("call"), wire.encode([])


def _layouts(given: wire.Encoded) -> wire.Encoded:
    """Write down how each array lies in memory; nothing at all where every one is plain, as most are."""
    layouts = [list(layout_of(array)) for array in given.arrays]
    return wire.encode(layouts) if any(layouts) else _ALL_PLAIN


def _await_end(pid: int) -> bool:
    """Give a process whose socket is closed a moment to end by itself, and tell whether it did."""
    try:
        descriptor = os.pidfd_open(pid)
    except (AttributeError, OSError):  # not Linux, or an old one
        time.sleep(_GRACE_S)
        return False
    try:
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        return bool(poll.poll(_GRACE_S * 1000))
    finally:
        os.close(descriptor)


def _folder_of_threads(pid: int) -> int | None:
    """Open the folder that has a folder for each of a process's threads; None without /proc (macOS)."""
    try:
        return os.open(f"/proc/{pid}/task", os.O_RDONLY)
    except OSError:
        return None  # then the deadline is the bound
