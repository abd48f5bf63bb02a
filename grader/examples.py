"""The examples of a statement: each `>>>` of it is run, and what comes is held against what the statement says."""

from __future__ import annotations

import contextlib
import doctest
import io
import math
import re
import sys
import traceback
from typing import Any

import msgspec

from grader.jail.client import WorkerEnded
from grader.jail.raised import LearnerError
from grader.solution import Solution
from grader.text import shortened

RTOL, ATOL = 1e-6, 1e-9
"""A learner's numbers may differ so far from those of the statement, which are rounded."""
MAX_SHOWN = 2000

_NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?|inf|nan)(?![\w.])", re.IGNORECASE)
_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """One `>>>` of a statement, and what came of it."""

    line: int
    """Of the statement, at which the code begins."""
    code: str
    want: str
    """What the statement says it gives; "" for nothing."""
    want_line: int
    """At which that begins."""
    got: str
    error: LearnerError | WorkerEnded | Exception | None = None

    @property
    def is_true(self) -> bool:
        """Whether it came out to the letter, but for blanks."""
        return self._raised_as_said if self.error else doctest.OutputChecker().check_output(self.want, self.got, _FLAGS)

    @property
    def is_right(self) -> bool:
        """Whether it came out, its numbers as near as rounding lets them."""
        return self._raised_as_said if self.error else self.is_true or alike(self.want, self.got)

    @property
    def _raised_as_said(self) -> bool:
        """Whether it raised what the statement says; the words are the learner's own."""
        wanted = re.match(r"(\w+)", self.want.strip().splitlines()[-1]) if "Traceback" in self.want else None
        if wanted is None:
            return False
        return wanted[1] in {kind.__name__ for kind in type(self.error).__mro__}


def examples_of(statement: str) -> list[doctest.Example]:
    """Return the examples of a statement.

    Raises:
        ValueError: one of them is not written as an example must be; the message says at which line.
    """
    # A fence that follows what an example gives is no part of it, and doctest takes all to the next empty line.
    text = re.sub(r"^([ \t]*)(```|~~~).*$", "", statement, flags=re.MULTILINE)
    return doctest.DocTestParser().get_examples(text, "statement.md")


def run_examples(statement: str, solution: Solution) -> list[Example]:
    """Run the examples of ``statement`` in order, with the functions of ``solution``.

    Raises:
        ValueError: as ``examples_of``.
    """
    names: dict[str, Any] = {name: getattr(solution, name) for name in solution.functions}
    with contextlib.suppress(ImportError):
        import numpy as np

        names["np"] = np
    return [_run(example, names) for example in examples_of(statement)]


def _run(example: doctest.Example, names: dict[str, Any]) -> Example:
    said = io.StringIO()
    error: Exception | WorkerEnded | None = None
    hook, sys.displayhook = sys.displayhook, sys.__displayhook__
    try:
        with contextlib.redirect_stdout(said):
            exec(compile(example.source, "<example>", "single", dont_inherit=True), names)
    except (Exception, WorkerEnded) as raised:  # whatever the example does is what came of it
        error = raised
    finally:
        sys.displayhook = hook
    got = said.getvalue()
    if isinstance(error, LearnerError | WorkerEnded):
        got += str(error)
    elif error is not None:
        got += "".join(traceback.format_exception_only(error)).strip()
    line = example.lineno + 1
    return Example(
        line=line,
        code=example.source.rstrip("\n"),
        want=example.want,
        want_line=line + example.source.count("\n"),
        got=shortened(got, MAX_SHOWN),
        error=error,
    )


def alike(want: str, got: str) -> bool:
    """Tell whether two texts say the same, with numbers that differ by rounding alone, and in any float's dtype."""
    first, second = (re.sub(r",\s*dtype=float(32|64)", "", text) for text in (want, got))
    if _bare(first) != _bare(second):
        return False
    pairs = zip(_NUMBER.findall(first), _NUMBER.findall(second), strict=True)
    return all(_close(float(one), float(other)) for one, other in pairs)


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", _NUMBER.sub("#", text))


def _close(one: float, other: float) -> bool:
    return one == other or (math.isnan(one) and math.isnan(other)) or abs(one - other) <= ATOL + RTOL * abs(one)
