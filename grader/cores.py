"""Processor cores: how many there are, and one for each grading where gradings keep all of them busy.

A grading goes to and fro between a grader and a worker, of which one waits while the other runs. On one core, each
finds in the cache what the other left there, and no core has to be woken.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_NAME = "\0grader-core-"
"""A socket's name without a file, which the kernel frees by itself."""


def cores() -> int:
    """Return how many processes this one may run side by side."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Core:
    """One core, which nobody else takes until the process that took it ends."""

    def __init__(self, number: int, held: socket.socket) -> None:
        self._number, self._held = number, held

    def stay(self) -> None:
        """Bind this thread to it, and all that it starts from now on."""
        os.sched_setaffinity(0, {self._number})

    @contextmanager
    def meanwhile(self) -> Iterator[None]:
        """Do so for a while; what is started in it stays bound."""
        before = os.sched_getaffinity(0)
        self.stay()
        try:
            yield
        finally:
            os.sched_setaffinity(0, before)


def take_core() -> Core | None:
    """Return a core that nobody else has taken; None where none is left, or not on Linux."""
    if sys.platform == "linux":
        for number in sorted(os.sched_getaffinity(0)):
            held = socket.socket(socket.AF_UNIX)
            try:
                held.bind(f"{_NAME}{number}")
            except OSError:
                held.close()
            else:
                return Core(number, held)
    return None
