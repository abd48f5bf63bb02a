"""A submission: one file of source text that nobody vouches for. It is read here, and compiled only behind the wall."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

import msgspec

from grader.result import SubmissionRef
from grader.text import readable

MAX_SOURCE_BYTES = 1 << 20
MAX_KEPT = 40_000
"""So many characters of it go into the result."""


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """One learner's file, or the reason why it cannot be one."""

    name: str
    """The file's own name, without its folder, with nothing in it that a terminal would act on."""
    path: str = ""
    """Where it was found, as the user said it, likewise harmless."""
    source: str = ""
    sha256: str = ""
    """Of the file's bytes; "" where they could not be read."""
    problem: str = ""
    """Why the file is no submission, in a sentence; "" where it is one."""

    @property
    def ref(self) -> SubmissionRef:
        """What a result says of it."""
        return SubmissionRef(name=self.name, sha256=self.sha256, path=self.path, text=self.source[:MAX_KEPT])


def read_submission(path: Path) -> Submission:
    """Read the file at ``path``; whatever stands there instead of one gives a submission with a ``problem``.

    Raises:
        FileNotFoundError: nothing stands there at all, not even a broken link.
    """
    name, where = readable(path.name), readable(path)
    try:
        raw = _read_regular_file(path)
    except _NotASubmissionError as reason:
        return Submission(name=name, path=where, problem=str(reason))
    digest = hashlib.sha256(raw).hexdigest()
    try:
        source = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problem = f"The file is not UTF-8 text: byte 0x{raw[error.start]:02x} on line {line}. Save it as UTF-8."
        return Submission(name=name, path=where, sha256=digest, problem=problem)
    if "\0" in source:
        line = source.count("\n", 0, source.index("\0")) + 1
        problem = f"The file contains a null byte on line {line}, which no text has. Remove it."
        return Submission(name=name, path=where, sha256=digest, problem=problem)
    return Submission(name=name, path=where, source=source, sha256=digest)


class _NotASubmissionError(Exception):
    """What stands at the path is not a regular file of a fair size."""


def _read_regular_file(path: Path) -> bytes:
    kind = _kind(os.lstat(path).st_mode)
    if kind:
        raise _NotASubmissionError(f"This is {kind}, not a file. A submission is one regular file.")
    try:
        # Between lstat and open the path may become something else: O_NOFOLLOW and O_NONBLOCK keep that from mattering.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise _NotASubmissionError(f"The file cannot be read: {error.strerror}.") from error
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if kind := _kind(status.st_mode):
            raise _NotASubmissionError(f"This is {kind}, not a file. A submission is one regular file.")
        try:
            raw = file.read(MAX_SOURCE_BYTES + 1)
        except OSError as error:
            raise _NotASubmissionError(f"The file cannot be read: {error.strerror}.") from error
    if len(raw) > MAX_SOURCE_BYTES:
        size = max(status.st_size, len(raw)) / MAX_SOURCE_BYTES
        raise _NotASubmissionError(f"The file is {size:.1f} MiB large; a submission is at most 1 MiB of text.")
    return raw


def _kind(mode: int) -> str:
    """Name what is not a regular file; "" for one that is."""
    kinds = {
        stat.S_IFLNK: "a symbolic link",
        stat.S_IFIFO: "a named pipe (FIFO)",
        stat.S_IFSOCK: "a socket",
        stat.S_IFCHR: "a device",
        stat.S_IFBLK: "a device",
        stat.S_IFDIR: "a folder",
    }
    return "" if stat.S_ISREG(mode) else kinds.get(stat.S_IFMT(mode), "something unknown")
