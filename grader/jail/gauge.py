"""What a worker takes, in time and memory, read from outside of it, where its code can neither stop nor hide it.

On Linux, the kernel lets a process read another's CPU clock (which counts all of its threads, ended ones too) and, for
one's own processes, the high-water mark of memory, and set that back. Elsewhere there is only the time that passes.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import Literal

import msgspec

ClockName = Literal["cpu", "elapsed"]

_CPUCLOCK_SCHED = 2  # of the kernel's posix-timers: the time that the scheduler gave to all threads of a process
_REST_S = 0.1
_LOOK_AGAIN_S = 0.00005
_RESET_PEAK = "5"  # to clear_refs, as in proc_pid_clear_refs(5)


class Cost(msgspec.Struct, frozen=True):
    """What one exchange with a worker took."""

    seconds: float
    peak_bytes: int
    """The highest that its resident memory rose to, counted from before any code was loaded; 0 where it is unknown."""


class Gauge:
    """Reads one worker's clock and memory."""

    def __init__(self, pid: int) -> None:
        """Start where the worker is now: what it holds already is not counted."""
        self._pid = pid
        self.clock: ClockName = "cpu" if _can_read_clock(pid) else "elapsed"
        self._base_bytes = self._status_bytes("VmRSS")
        self._last_s = self._now()

    @property
    def sees_memory(self) -> bool:
        """Whether this machine tells how much memory another process takes."""
        return self._base_bytes > 0

    def begin(self) -> None:
        """Start to measure. CPU time counts from the last end on, so that work put off until after a reply does."""
        if self.clock == "elapsed":
            self._last_s = self._now()
        # Where it cannot be set back, the mark is the highest since the worker's start.
        with suppress(OSError), open(f"/proc/{self._pid}/clear_refs", "w", encoding="ascii") as file:
            file.write(_RESET_PEAK)

    def end(self) -> Cost:
        """Return what was taken since ``begin``."""
        if self.clock == "cpu":
            self._await_rest()
        now_s = self._now()
        cost = Cost(now_s - self._last_s, max(0, self._status_bytes("VmHWM") - self._base_bytes))
        self._last_s = now_s
        return cost

    def so_far_s(self) -> float:
        """Return the time taken since ``begin``, while it goes on."""
        return self._now() - self._last_s

    def _await_rest(self) -> None:
        """Wait until the worker waits for its next request: a clock read from outside stands still while it runs.

        The kernel brings it up to date when a thread goes off the processor, and otherwise at the next tick only. Who
        goes on running after the reply just meets that later: it counts in the next cost.
        """
        deadline = time.monotonic() + _REST_S
        while self._state() == "R" and time.monotonic() < deadline:
            time.sleep(_LOOK_AGAIN_S)

    def _state(self) -> str:
        try:
            with open(f"/proc/{self._pid}/stat", encoding="ascii", errors="replace") as file:
                return file.read().rpartition(")")[2].split()[0]
        except (OSError, IndexError):
            return ""

    def _now(self) -> float:
        return time.clock_gettime(_clock_id(self._pid)) if self.clock == "cpu" else time.monotonic()

    def _status_bytes(self, key: str) -> int:
        try:
            with open(f"/proc/{self._pid}/status", encoding="ascii", errors="replace") as file:
                line = next(line for line in file if line.startswith(key))
        except (OSError, StopIteration):
            return 0
        return int(line.split()[1]) * 1024


def _clock_id(pid: int) -> int:
    return (~pid << 3) | _CPUCLOCK_SCHED


def _can_read_clock(pid: int) -> bool:
    if os.uname().sysname != "Linux":
        return False
    try:
        time.clock_gettime(_clock_id(pid))
    except OSError:
        return False
    return True
