"""A crew: processes that work through tasks side by side, each ended where a task takes too long, and replaced."""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import multiprocessing
import os
import re
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Hashable, Iterable, Iterator
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import msgspec

from grader.assorted import Assorted
from grader.cores import take_core
from grader.errors import JailError

Task = TypeVar("Task")
Done = TypeVar("Done")

_PR_SET_PDEATHSIG = 1  # of <linux/prctl.h>
_GRACE_S = 1.0
"""After its deadline, a process has so long to write down where it is."""
_MAX_TRACE = 1 << 16  # what a pipe holds
_FRAME = re.compile(r'File "(?P<path>.*)", line (?P<line>\d+) in (?P<name>.*)')


class Frame(msgspec.Struct, frozen=True):
    """Where some code was when its time was over."""

    path: str
    line: int
    name: str


class Lost(msgspec.Struct, frozen=True):
    """What is left of a task whose process ended before it was done."""

    why: str
    """As the rest of a sentence that begins with the task."""
    frames: tuple[Frame, ...] = ()
    """Of a process that took too long: where each of its threads was, innermost first."""
    is_late: bool = False
    """Whether it took too long, and was stopped for that."""


class Crew(Generic[Task, Done]):
    """So many processes, started when there is something to do."""

    def __init__(
        self,
        work: Callable[[Task], Done],
        jobs: int,
        deadline_s: float,
        is_eager: bool = False,
        kind_of: Callable[[Task], Hashable] | None = None,
        has_all_cores: bool = False,
    ) -> None:
        """``work`` is a function at the top of a module; a task and what becomes of it are sent by pickle.

        Args:
            work: does one task, and raises nothing that is not the program's own fault.
            jobs: how many processes there are.
            deadline_s: so long may one task take, in seconds.
            is_eager: whether a process has its next task before anybody has seen what became of the one before.
            kind_of: what tasks have in common that are quicker in a process that has done some of them. With it, tasks
                are taken a few ahead, and a process gets those of its kinds first.
            has_all_cores: whether the processes are to keep all cores busy; then each stays on one.
        """
        self._work, self._jobs, self._deadline_s, self._is_eager = work, jobs, deadline_s, is_eager
        self._kind_of, self._has_all_cores = kind_of, has_all_cores
        self._members: list[_Member[Task]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all processes, whatever they are at."""
        for member in self._members:
            member.end()
        self._members = []

    def results(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Done | Lost]]:
        """Do all ``tasks``, and yield each with what became of it, in the order in which they are done.

        Without kinds, a task is taken from ``tasks`` only when a process is free for it.
        """
        coming = Assorted(tasks, self._kind_of, self._jobs)
        is_all_taken = self._hand_out(coming)
        while busy := {member.pipe: member for member in self._members if member.task is not None}:
            left_s = min(member.left_s for member in busy.values())
            ready = set(wait(list(busy), max(0.0, left_s)))
            finished = (
                member.finished(is_late=pipe not in ready)
                for pipe, member in busy.items()
                if pipe in ready or member.left_s <= 0
            )
            if self._is_eager:
                done = list(finished)
                is_all_taken = is_all_taken or self._hand_out(coming)
                yield from done
            else:
                yield from finished
                is_all_taken = is_all_taken or self._hand_out(coming)

    def _hand_out(self, coming: Assorted[Task]) -> bool:
        """Give each process that has nothing to do a task; tell whether there are no more."""
        self._members = [member for member in self._members if not member.is_over]
        free = [member for member in self._members if member.task is None]
        while free or len(self._members) < self._jobs:
            if not coming.look_ahead():
                return True
            if not free:
                free.append(_Member(self._work, self._deadline_s, self._has_all_cores))
                self._members.append(free[0])
            member = free.pop()
            member.take(coming.next_for(member.kinds, [each.kinds for each in self._members]))
        return False


class _Member(Generic[Task]):
    """One process."""

    def __init__(self, work: Callable[[Task], Any], deadline_s: float, has_core: bool) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._trace, trace = context.Pipe(duplex=False)
        given = (work, theirs, trace, deadline_s, has_core)
        self._process = context.Process(target=_serve, args=given, daemon=True)
        # Where the tracker has to be started first, that unblocks interruptions again.
        resource_tracker.ensure_running()
        try:
            with _uninterrupted():
                self._process.start()
        except BaseException:  # an interruption that came meanwhile, and finds nobody yet who would end the process
            if self._process.pid is not None:
                self._process.kill()
                self._process.join()
            raise
        theirs.close()
        trace.close()
        self._deadline_s = deadline_s
        self.task: Task | None = None
        self.kinds: set[Hashable] = set()
        """Of the tasks that it was given."""
        self._due_s = 0.0
        self.is_over = False

    @property
    def left_s(self) -> float:
        """How long its task may take from now on."""
        return self._due_s - time.monotonic()

    def take(self, task: Task) -> None:
        self.task = task
        self._due_s = time.monotonic() + self._deadline_s + _GRACE_S
        with contextlib.suppress(OSError):  # it ended; reading from it will say so
            self.pipe.send(task)

    def finished(self, is_late: bool) -> tuple[Task, Any]:
        """Return the task and what became of it."""
        task, self.task = self.task, None
        assert task is not None
        if is_late:
            frames = tuple(self._frames())
            self.end()
            return task, Lost(f"took longer than {self._deadline_s:g} s, and was stopped", frames, is_late=True)
        try:
            is_fault, done = self.pipe.recv()
        except (EOFError, OSError):
            self._process.join()
            self.end()
            return task, Lost(f"ended its process (exit code {self._process.exitcode})")
        if is_fault:
            raise done
        return task, done

    def _frames(self) -> Iterator[Frame]:
        if not self._trace.poll():
            return
        text = os.read(self._trace.fileno(), _MAX_TRACE).decode("utf-8", "replace")
        for found in _FRAME.finditer(text):
            yield Frame(found["path"], int(found["line"]), found["name"])

    def end(self) -> None:
        self.is_over = True
        self._process.kill()
        self._process.join()
        self.pipe.close()
        self._trace.close()


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put an interruption off until a process is started whole, and keep it from that process.

    A process inherits what is blocked: what a terminal interrupts is this one, which ends the others. Here, to block it
    is not enough, for any other thread may take the signal, and has this one interrupted.
    """
    came: list[int] = []
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    handler = signal.getsignal(signal.SIGINT)
    is_ours = threading.current_thread() is threading.main_thread() and callable(handler)
    if is_ours:
        signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        if is_ours:
            signal.signal(signal.SIGINT, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    if came and callable(handler):
        handler(signal.SIGINT, None)


def _serve(work: Callable[[Any], Any], pipe: Connection, trace: Connection, deadline_s: float, has_core: bool) -> None:
    """Do tasks until the other end is closed. Where a task takes too long, what it is at is written into ``trace``."""
    _end_with_parent()
    if has_core and (core := take_core()):
        core.stay()
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):  # what a reference prints is nobody's business here
        os.dup2(silence, stream)
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            task = pipe.recv()
            faulthandler.dump_traceback_later(deadline_s, file=trace.fileno())
            try:
                answer = (False, work(task))
            except Exception as fault:  # whatever it is, it is for whoever started this process
                answer = (True, fault if isinstance(fault, JailError) else _sendable(fault))
            finally:
                faulthandler.cancel_dump_traceback_later()
            pipe.send(answer)


def _end_with_parent() -> None:
    """Have the kernel end this process where the one that started it is killed, which can end nobody then."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        parent = multiprocessing.parent_process()
        if parent is not None and os.getppid() != parent.pid:  # it was killed before this
            os._exit(1)


def _sendable(fault: Exception) -> RuntimeError:
    """Return an exception that pickle can carry, which any may not be."""
    sent = RuntimeError(f"{type(fault).__name__}: {fault}")
    sent.add_note("".join(traceback.format_exception(fault)))
    return sent
