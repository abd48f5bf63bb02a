"""What can go wrong through a user's doing: one base, so that only ``main()`` need turn it into a line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path


class GraderError(Exception):
    """Something the user can mend; its text names the place and the fix. Ends a command with exit status 2."""


class UsageError(GraderError):
    """The command line asks for something that is not there."""


class KataError(GraderError):
    """A kata folder cannot be used as it is written."""

    def __init__(self, path: Path, line: int | None, where: str, problem: str, fix: str) -> None:
        """``where`` is the field, as a dotted path ("checks.test_stride.points"); "" for the whole file."""
        self.path, self.line, self.where, self.problem, self.fix = path, line, where, problem, fix
        place = f"{path}:{line}" if line else str(path)
        super().__init__(": ".join(part for part in (place, where, f"{problem}. {fix}") if part))


class JailError(Exception):
    """The wall itself could not be put up: the grader's own failure (exit status 3), never a learner's."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``" (did you mean `x`?)"``, or "" where nothing known is close."""
    close = difflib.get_close_matches(word, list(known), n=1)
    return f" (did you mean `{close[0]}`?)" if close else ""
