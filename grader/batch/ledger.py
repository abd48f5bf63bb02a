"""What was graded so far, a line each in a file that is whole after every result, whatever ends the program."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Self

import msgspec

from grader.batch.gathered import Key
from grader.errors import UsageError
from grader.tally import BatchResult, result_of
from grader.text import readable
from grader.writing import write_all

RESULTS = "results.jsonl"
SETTINGS = "batch.json"
_LOCK = ".lock"


class OutError(UsageError):
    """What comes of a batch cannot be written; what was written before is kept."""

    def __init__(self, path: Path, error: OSError) -> None:
        fix = "What is graded is kept. Make room, or mend the folder, and run the same command again: it goes on there"
        super().__init__(f"{readable(path)} cannot be written: {error.strerror}. {fix}.")


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What makes two batches the same, so that one may go on where the other was."""

    schema: str = "grade-batch/1"
    folder: str
    pattern: str
    listed: str
    """The list's path; "" where there is none."""
    katas: tuple[str, ...]
    """Those that were asked for; () for all."""
    budgets: bool


class Known(msgspec.Struct, frozen=True):
    """What is known of a result without reading it again."""

    offset: int
    length: int
    sha256: str
    """Of the file; "" where it could not be read."""
    problem: str
    kata_version: str
    is_given_up: bool
    """Whether it stands for a grading that came to no result, and is to be tried again by the next run."""


class Ledger:
    """The file of results in a folder that belongs to one batch, and to one program at a time."""

    def __init__(self, out: Path, settings: Settings) -> None:
        """Open it, or make it.

        Raises:
            UsageError: the folder holds something else, another batch, or one that runs at this moment.
            OutError: it cannot be written.
        """
        self.out, self.path = out, out / RESULTS
        self.known: dict[Key, Known] = {}
        self.damaged = 0
        """Lines that could not be read, and count for nothing."""
        try:
            out.mkdir(parents=True, exist_ok=True)
            if not (out / SETTINGS).exists() and any(not _is_beginning(path) for path in out.iterdir()):
                raise UsageError(f"{readable(out)} has other files in it. Name a new folder with `-o`.")
            self._lock = os.open(out / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            self._hold(settings)
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
            self._end = self._read()
            os.ftruncate(self._file, self._end)
            _sync_folder(out)
        except OSError as error:
            raise OutError(out, error) from error

    def _hold(self, settings: Settings) -> None:
        """Make sure that the folder is this batch's, and nobody else's now."""
        shown = readable(self.out)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError(f"another `grade batch` writes into {shown} at this moment. Wait for it.") from None
        path = self.out / SETTINGS
        if not path.exists():
            write_all(path, [msgspec.json.format(msgspec.json.encode(settings)), b"\n"], is_synced=True)
            return
        try:
            earlier = msgspec.json.decode(path.read_bytes(), type=Settings)
        except msgspec.DecodeError:
            raise UsageError(f"{shown} has other files in it. Name a new folder with `-o`.") from None
        for name in settings.__struct_fields__:
            if getattr(earlier, name) != getattr(settings, name):
                was, now = getattr(earlier, name), getattr(settings, name)
                problem = f"{shown} is another batch's: its `{name}` was {was!r}, and is {now!r} now"
                raise UsageError(f"{problem}. Name another folder with `-o`, or give the same command as before.")

    def _read(self) -> int:
        """Note every whole line; return where the last of them ends."""
        offset = 0
        with open(self._file, "rb", closefd=False) as file:
            for line in file:
                if not line.endswith(b"\n"):
                    break
                try:
                    self._note(result_of(line), offset, len(line))
                except msgspec.DecodeError:
                    self.damaged += 1
                offset += len(line)
        return offset

    def _note(self, result: BatchResult, offset: int, length: int) -> None:
        self.known[result.key] = Known(
            offset, length, result.submission.sha256, result.problem, result.kata_version, bool(result.given_up)
        )

    def require_place(self) -> None:
        """Make sure that the folder is still this one; what is put into another would be lost with this.

        Raises:
            UsageError: it is not.
        """
        with contextlib.suppress(OSError):
            if os.path.samestat(os.stat(self.path), os.fstat(self._file)):
                return
        problem = f"{readable(self.out)} was moved, deleted or replaced meanwhile"
        raise UsageError(f"{problem}. Put it back, and run the same command again: it goes on there.")

    def add(self, result: BatchResult, line: bytes) -> None:
        """Put a result, as ``line`` has it, on the disk; when this returns, it stays there.

        Raises:
            OutError: it cannot be written, and nothing of it is left.
        """
        try:
            left = memoryview(line)
            while left:
                left = left[os.write(self._file, left) :]
            os.fsync(self._file)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, self._end)
            raise OutError(self.path, error) from error
        self._note(result, self._end, len(line))
        self._end += len(line)

    def result(self, key: Key) -> BatchResult:
        """Return what is known of one."""
        return result_of(self._line(key))

    def _line(self, key: Key) -> bytes:
        known = self.known[key]
        return os.pread(self._file, known.length, known.offset)

    def settle(self, keys: Iterable[Key]) -> None:
        """Leave the newest line of each of ``keys`` alone in the file, in their order. Nothing is added after this.

        Raises:
            OSError: it cannot be written; the file is as it was.
        """
        write_all(self.path, map(self._line, keys), is_synced=True)

    def close(self) -> None:
        """Let go of the folder."""
        os.close(self._file)
        os.close(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _is_beginning(path: Path) -> bool:
    """Tell whether this is of a batch that was ended before there was more of it."""
    return path.name == _LOCK or path.name.startswith(f".{SETTINGS}.")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
