"""Files that reports are written into: looked at before anything is graded, and written whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection, Iterable
from pathlib import Path

from grader.errors import UsageError
from grader.text import visible
from grader.writing import write_whole

STDOUTS = ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")
"""Names of standard output."""
_HISTORY = ".grade"
PAGES = Path(_HISTORY) / "reports"
"""Where pages are kept that nobody named a file for."""
_STREAMS = (1, 2)


def shown(path: Path) -> str:
    """Return a path for reading."""
    return visible(str(path), keep="")


def refuse_unwritable(path: Path, precious: Collection[Path]) -> Path:
    """Return the file that ``path`` leads to, where a report may be written into it.

    Raises:
        UsageError: it cannot be written, or is something else: one of ``precious``, of the history, or where what the
            program prints goes.
    """
    try:
        target = path.resolve()
        if target in precious or (_HISTORY in target.parts and PAGES.name not in target.parts):
            raise UsageError(f"{shown(path)} is not a report, and is left as it is. Write the report to another file.")
        if target.is_dir():
            raise UsageError(
                f"{shown(path)} is a folder. Name a file for the report, such as {shown(path)}/report.html."
            )
        if not target.parent.is_dir():
            folder = shown(path.parent)
            raise UsageError(f"{shown(path)} cannot be written: there is no folder {folder}. Make it first.")
        is_plain = not target.exists() or target.is_file()
        if is_plain and _is_stream(target):
            raise UsageError(f"{shown(path)} is where the output of this command goes. Choose another file.")
        # A plain file is replaced by a new one beside it.
        if not all(os.access(place, os.W_OK) for place in (target, target.parent) if place.exists() and is_plain):
            raise UsageError(f"{shown(path)} cannot be written: no permission. Choose another file.")
    except (OSError, RuntimeError) as error:  # a name too long, a folder that is shut, a link to itself
        reason = error.strerror if isinstance(error, OSError) else "a link leads to itself"
        raise UsageError(f"{shown(path)} cannot be written: {reason}. Choose another file.") from error
    return target


def _is_stream(target: Path) -> bool:
    """Tell whether standard output or standard error goes into the file ``target``."""
    if not target.exists():
        return False
    status = target.stat()
    for stream in _STREAMS:
        with contextlib.suppress(OSError):
            if os.path.samestat(os.fstat(stream), status):
                return True
    return False


def write(path: Path, content: Iterable[str] | bytes) -> None:
    """Write a file whole or not at all; what stood there before stays until then. A pipe or a device is written to.

    Raises:
        UsageError: it cannot be written.
    """
    whole = content if isinstance(content, bytes) else "".join(content).encode("utf-8", "backslashreplace")
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            # Without O_NONBLOCK, a pipe that nobody reads would hold the program up for ever.
            descriptor = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
            os.set_blocking(descriptor, True)
            with open(descriptor, "wb") as file:
                file.write(whole)
            return
        write_whole(path, whole)
    except OSError as error:
        raise UsageError(f"{shown(path)} cannot be written: {error.strerror}.") from error
