"""Problems that a program can mend are mended, each file written whole or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from grader.authoring.problem import Mend, Problem
from grader.errors import UsageError
from grader.writing import write_whole


def mend(problems: Iterable[Problem]) -> None:
    """Apply the mends of ``problems``, from the end of each file to its beginning, so that lines keep their numbers.

    Raises:
        UsageError: a file cannot be written.
    """
    by_file: dict[str, list[Mend]] = defaultdict(list)
    for problem in problems:
        if problem.mend and problem.mend not in by_file[problem.file]:
            by_file[problem.file].append(problem.mend)
    for file, mends in by_file.items():
        path = Path(file)
        with path.open(encoding="utf-8", newline="") as opened:
            lines = opened.read().split("\n")
        ends = "\r" if lines[0].endswith("\r") else ""
        for one in sorted(mends, key=lambda one: one.first, reverse=True):
            lines[one.first - 1 : one.first - 1 + one.count] = [line + ends for line in one.lines]
        try:
            write_whole(path, "\n".join(lines).encode())
        except OSError as error:
            raise UsageError(f"{path} cannot be written: {error.strerror}.") from error
