"""Processor cores: how many there are, and one for each grading where gradings keep all of them busy.

A grading goes to and fro between a grader and a worker, of which one waits while the other runs. On one core, each
finds in the cache what the other left there, and no core has to be woken.
"""

from __future__ import annotations

import os
import socket
import sys

_NAME = "\0grader-core-"
"""A socket's name without a file, which the kernel frees by itself."""


def cores() -> int:
    """Return how many processes this one may run side by side."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def take_core() -> socket.socket | None:
    """Bind this thread, and all that it starts, to a core that nobody else has taken so.

    Returns:
        What holds the core, until it is closed or its process ends; None where none is left, or not on Linux.
    """
    if sys.platform == "linux":
        for core in sorted(os.sched_getaffinity(0)):
            held = socket.socket(socket.AF_UNIX)
            try:
                held.bind(f"{_NAME}{core}")
                os.sched_setaffinity(0, {core})
            except OSError:
                held.close()
                continue
            return held
    return None
