"""The examples of a statement: each `>>>` of it is run, and what comes is held against what the statement says.

They run where the solution does, behind the wall: a statement may come from as far away as a submission.
"""

from __future__ import annotations

import doctest
import math
import re
from pathlib import Path

import msgspec
from msgspec.structs import replace

from grader.entries import CodeOutline
from grader.errors import KataError
from grader.findings import raised_text, sentence
from grader.jail.client import Jail
from grader.jail.endings import WorkerEnded
from grader.jail.raised import LearnerError
from grader.result import Outcome
from grader.solution import JailedSolution
from grader.sources import text_of
from grader.submission import Submission
from grader.text import encodable, shortened

RTOL, ATOL = 1e-6, 1e-9
"""A learner's numbers may differ so far from those of the statement, which are rounded."""
MAX_SHOWN = 2000

_NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?|inf|nan)(?![\w.])", re.IGNORECASE)
_SCALAR = re.compile(r"np\.(?:float|int)(?:32|64)\(([^()]*)\)")
_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
_DRIVER = "grade_runs_an_example"
# Stands at the end of the submission, whose lines keep their numbers, and shares its names.
_DRIVER_SOURCE = f"""

def {_DRIVER}(code, _names=globals()):
    import contextlib
    import io
    import sys

    try:
        import numpy
        _names.setdefault("np", numpy)
    except ImportError:
        pass
    said = io.StringIO()
    sys.displayhook = sys.__displayhook__
    with contextlib.redirect_stdout(said):
        exec(compile(code, "<example>", "single", dont_inherit=True), _names)
    return said.getvalue()
"""


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """One `>>>` of a statement, and what came of it."""

    line: int
    """Of the statement, at which the code begins."""
    code: str
    indent: int
    want: str
    """What the statement says it gives; "" for nothing."""
    want_line: int
    """At which that begins."""
    got: str
    outcome: Outcome = "passed"
    """How it ended, whatever it gave: "error" where it raised."""
    message: str = ""
    """What went wrong, where it did not end as it should."""
    raised: tuple[str, ...] = ()
    """Names of the types of what it raised."""

    @property
    def is_true(self) -> bool:
        """Whether it came out to the letter, but for blanks."""
        if self.outcome != "passed":
            return self._raised_as_said
        return doctest.OutputChecker().check_output(self.want, self.got, _FLAGS)

    @property
    def is_right(self) -> bool:
        """Whether it came out, its numbers as near as rounding lets them."""
        return self.is_true or (self.outcome == "passed" and alike(self.want, self.got))

    @property
    def _raised_as_said(self) -> bool:
        """Whether it raised what the statement says; the words are the learner's own."""
        wanted = re.match(r"[\w.]+", self.want.strip().splitlines()[-1]) if "Traceback" in self.want else None
        return wanted is not None and wanted[0].rpartition(".")[2] in self.raised


def examples_of(path: Path) -> list[doctest.Example]:
    """Return the examples of the statement at ``path``.

    Raises:
        KataError: it cannot be read, or one of them is not written as an example must be.
    """
    statement = text_of(path)
    # A fence that follows what an example gives is no part of it, and doctest takes all to the next empty line.
    text = re.sub(r"^[ \t]*(```|~~~).*$", "", statement, flags=re.MULTILINE)
    try:
        return doctest.DocTestParser().get_examples(text, path.name)
    except ValueError as error:
        line = re.search(r"line (\d+)", str(error))
        problem = f"has an example that is none ({error})"
        fix = "Begin it with `>>> `, and indent what it gives as far."
        raise KataError(path, int(line[1]) if line else None, "", problem, fix) from error


def run_examples(jail: Jail, spec: CodeOutline, statement: Path, submission: Submission) -> tuple[str, list[Example]]:
    """Run the examples of the file ``statement`` in order, with what ``submission`` defines.

    Returns:
        Why the submission cannot be used ("" where it can), and the examples.

    Raises:
        KataError: as ``examples_of``.
        LearnerError, WorkerEnded: the submission cannot be loaded.
    """
    examples = examples_of(statement)
    functions = (*spec.functions, _DRIVER)
    driven = replace(submission, source=submission.source + _DRIVER_SOURCE)
    solution = JailedSolution(jail, replace(spec, functions=functions), driven, {})
    try:
        problem = solution.start()
        return problem, [] if problem else [_run(example, solution, submission.source) for example in examples]
    finally:
        solution.close()


def _run(example: doctest.Example, solution: JailedSolution, source: str) -> Example:
    line = example.lineno + 1
    ran = Example(
        line=line,
        code=example.source.rstrip("\n"),
        indent=example.indent,
        want=example.want,
        want_line=line + example.source.count("\n"),
        got="",
    )
    try:
        said = getattr(solution, _DRIVER)(example.source)
        return replace(ran, got=shortened(encodable(said), MAX_SHOWN) if isinstance(said, str) else "")
    except LearnerError as error:
        raised = (error.type_name, *(kind.__name__ for kind in type(error).__mro__))
        message = sentence(raised_text(error, source))
        return replace(ran, got=_told(error), outcome="error", message=message, raised=raised)
    except WorkerEnded as ended:
        return replace(ran, got=_told(ended), outcome=ended.outcome, message=sentence(ended.message))


def _told(error: BaseException) -> str:
    return shortened(encodable(str(error)), MAX_SHOWN)


def alike(want: str, got: str) -> bool:
    """Tell whether two texts say the same, with numbers that differ by rounding alone, and in any float's dtype."""
    first, second = _plain(want), _plain(got)
    if _between(first) != _between(second):
        return False
    pairs = zip(_NUMBER.findall(first), _NUMBER.findall(second), strict=True)
    return all(_close(float(one), float(other)) for one, other in pairs)


def _plain(text: str) -> str:
    text = re.sub(r",\s*dtype=float(32|64)", "", text.replace("<BLANKLINE>", ""))
    return _SCALAR.sub(r"\1", text)


def _between(text: str) -> list[str]:
    """Return what stands between the numbers, without blanks."""
    return [re.sub(r"\s+", "", part) for part in _NUMBER.split(text)]


def _close(one: float, other: float) -> bool:
    if not (math.isfinite(one) and math.isfinite(other)):
        return one == other or (math.isnan(one) and math.isnan(other))
    return abs(one - other) <= ATOL + RTOL * abs(one)
