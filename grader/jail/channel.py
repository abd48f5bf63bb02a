"""A worker's process as the grader holds it: what is sent, received and printed, within bounds, until it ends."""

from __future__ import annotations

import contextlib
import math
import os
import select
import selectors
import signal
import socket
import time
from collections.abc import Callable

from grader.entries import Limits
from grader.errors import JailError
from grader.jail import wire
from grader.jail.endings import WorkerEnded, WorkerStopped
from grader.jail.gauge import Cost, Gauge
from grader.jail.worker import HELLO

KEPT_OUTPUT = 8192
MAX_THREADS = 64
MAX_REQUESTS_BYTES = 56 << 10
"""Several requests that are sent in one go have to fit into the socket: the replies are read once all are sent."""
_TICK_S = 0.1
_MEASURED_TICK_S = 0.01
_PIPE_READS = 4
_READ_BYTES = 1 << 18
_GRACE_S = 0.5


class Measured:
    """An exchange whose cost is looked at."""

    def __init__(self, gauge: Gauge, within_s: float) -> None:
        self.gauge, self.within_s = gauge, within_s
        self.cost = Cost(0.0, 0)


class Channel:
    """The socket of one process behind the wall, the pipe for what it prints, and the process itself.

    Whatever breaks a bound or a rule ends the process, and is raised as WorkerEnded.
    """

    def __init__(
        self, pid: int, reap: Callable[[int], int], connection: socket.socket, output: int, limits: Limits
    ) -> None:
        """``reap``: what gives back the exit status of a process that is dead, or about to be."""
        self.pid = pid
        self.printed_bytes = 0
        """How much was printed in the last exchange."""
        self._reap, self._connection, self._output, self._limits = reap, connection, output, limits
        self._printed = bytearray()
        self._within_s, self._most_bytes = limits.call_s, math.inf
        self._said_hello = False
        self._alive = True
        self._measured: Measured | None = None
        connection.setblocking(False)
        self._threads = _folder_of_threads(pid)
        self._selector = selectors.DefaultSelector()
        self._selector.register(connection, selectors.EVENT_READ, "channel")
        os.set_blocking(output, False)
        self._selector.register(output, selectors.EVENT_READ, "output")

    def greet(self, deadline: float, doing: str) -> None:
        """Wait until the wall stands."""
        if not self._said_hello:
            if self._receive(len(HELLO), deadline, doing) != HELLO:
                raise JailError("a worker started wrongly")
            self._said_hello = True

    def exchange(
        self,
        requests: bytes,
        count: int,
        within_s: float,
        doing: str,
        measured: Measured | None = None,
        most_bytes: float = math.inf,
    ) -> list[bytes]:
        """Send the frames of so many requests and return those of the replies, after which nothing may stand.

        ``most_bytes``: so much may all replies come to, beside the bound of each.
        """
        self._measured, self._most_bytes = measured, most_bytes
        try:
            return self._exchange(requests, count, within_s, doing)
        finally:
            self._measured = None

    def take_printed(self) -> str:
        """Return what was printed since the last time, shortened, and forget it."""
        if self._alive:
            self._drain()
        text = self._printed[:KEPT_OUTPUT].decode("utf-8", "replace")
        self._printed.clear()
        return text

    def broken(self, error: wire.WireError) -> WorkerEnded:
        """End the process, for a reply that breaks a rule of the wire."""
        return self.violated(f"its process sent a reply that breaks a rule ({error})")

    def violated(self, what: str) -> WorkerEnded:
        """End the process, for what it did."""
        self.end()
        return WorkerEnded("error", f"the code was stopped: {what}")

    def end(self) -> int:
        """Kill the process, if that is not done yet, and return how it ended: by this, or before it."""
        if not self._alive:
            return 0
        self._alive = False
        self._drain()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        try:
            return self._reap(self.pid)
        finally:
            self._selector.close()
            self._connection.close()
            os.close(self._output)
            if self._threads is not None:
                os.close(self._threads)

    def _exchange(self, requests: bytes, count: int, within_s: float, doing: str) -> list[bytes]:
        deadline = time.monotonic() + within_s
        self._within_s = within_s
        if self._said_hello and self._has_surplus():
            raise self.violated("its process sent a reply to no call")
        self.printed_bytes = 0
        self.greet(deadline, doing)
        if self._measured:
            self._measured.gauge.begin()
        self._send(requests, deadline, doing)
        try:
            replies = self._receive_frames(count, deadline, doing)
        except wire.WireError as error:
            raise self.broken(error) from error
        if self._measured:
            self._measured.cost = self._measured.gauge.end()
        if self._has_surplus():
            raise self.violated("its process sent more than one reply to a call")
        self._hold_to_bounds()
        return replies

    def _send(self, data: bytes, deadline: float, doing: str) -> None:
        view = memoryview(data)
        while view:
            try:
                view = view[self._connection.send(view) :]
            except BlockingIOError:
                self._selector.modify(self._connection, selectors.EVENT_WRITE, "channel")
                self._wait(deadline, doing)
                self._selector.modify(self._connection, selectors.EVENT_READ, "channel")
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
            if total > self._most_bytes:
                raise self.violated("its process sent too much in reply to several calls")
            parts, missing = [data], size - len(data)
            while missing > 0:
                parts.append(self._receive(min(missing, _READ_BYTES), deadline, doing))
                missing -= len(parts[-1])
            data = b"".join(parts) if len(parts) > 1 else data
            frames.append(data[:size] if len(data) > size else data)
            data = data[size:]
        if data:
            raise self.violated("its process sent more than one reply to a call")
        return frames

    def _receive(self, most: int, deadline: float, doing: str) -> bytes:
        """Return the next bytes, at least one."""
        while True:
            try:
                data = self._connection.recv(most)
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
            if any(key.data == "output" for key, _ in ready):
                self._take_output()
            if any(key.data == "channel" for key, _ in ready):
                return
            self._hold_to_bounds()

    def _take_output(self) -> bool:
        try:
            data = os.read(self._output, 1 << 16)
        except BlockingIOError:
            return False
        if not data:
            with contextlib.suppress(KeyError):
                self._selector.unregister(self._output)
            return False
        self.printed_bytes += len(data)
        self._printed += data[: max(0, KEPT_OUTPUT - len(self._printed))]
        return True

    def _drain(self) -> None:
        """Take what lies in the pipe, but no more than it holds at once: a thread may go on printing."""
        for _ in range(_PIPE_READS):
            if not self._take_output():
                break

    def _hold_to_bounds(self) -> None:
        if self._measured and (taken_s := self._measured.gauge.so_far_s()) > self._measured.within_s:
            self.end()
            raise WorkerStopped(taken_s)
        if self._threads is not None and os.fstat(self._threads).st_nlink - 2 > MAX_THREADS:  # a link for each
            raise self.violated(f"it started more than {MAX_THREADS} threads")
        if self.printed_bytes > self._limits.output_kib * 1024:
            raise self.violated(f"it printed more than {self._limits.output_kib} KiB in one call")

    def _has_surplus(self) -> bool:
        """Take what is printed, and tell whether the worker sent something that nobody asked for."""
        ready = [key.data for key, _ in self._selector.select(0)]
        if "output" in ready:
            self._drain()
        try:
            return "channel" in ready and bool(self._connection.recv(1))
        except OSError:
            return False

    def _too_late(self, doing: str) -> WorkerEnded:
        self.end()
        if self._within_s < self._limits.call_s:
            doing = "all the calls together"
        bound_s = self._limits.call_s if self._within_s >= self._limits.call_s else self._limits.total_s
        return WorkerEnded("timeout", f"{doing} took longer than {bound_s:g} s, and the code was stopped")

    def _died(self) -> WorkerEnded:
        ended = _await_end(self.pid)
        status = self.end()
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
