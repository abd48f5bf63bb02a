"""From how a hidden test ended to what the learner is told of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
import numpy as np
from hypothesis.errors import Flaky

from grader.errors import JailError
from grader.jail.endings import WorkerEnded
from grader.jail.raised import LearnerError
from grader.jail.wire import WireError
from grader.kata import Kata
from grader.literals import IMPORT, Expression, call_code, shown
from grader.pictures import picture_of
from grader.result import CheckResult, Counterexample, Outcome
from grader.shapes import difference
from grader.solution import Call, Solution
from grader.testkit import Mismatch
from grader.text import encodable, lines_of, shortened

MAX_PRINTED = 4000
MAX_MESSAGE = 4000

_NOT_WRITTEN = "Not written yet"

_BY_SEVERITY: tuple[Outcome, ...] = ("passed", "skipped", "failed", "error", "memory", "timeout", "crashed")


class Ending(msgspec.Struct, frozen=True):
    """How one test went. It holds whatever the learner's code returned: make a ``CheckResult`` of it, and let it go."""

    test: str
    doc: str
    """The test's docstring: the law that any right solution obeys."""
    error: BaseException | None = None
    """None where it passed."""
    skipped: str = ""
    """Why it was not run; "" where it was."""
    call: Call | None = None
    """The last call that it made."""
    printed: str = ""


def one_per_check(kata: Kata, results: Iterable[CheckResult]) -> tuple[CheckResult, ...]:
    """Return one result a check, in the order of kata.yaml: of a test run with several parameters, the worst."""
    found: dict[str, CheckResult] = {}
    for result in results:
        before = found.get(result.id)
        if before is None or _BY_SEVERITY.index(result.outcome) > _BY_SEVERITY.index(before.outcome):
            found[result.id] = result
    return tuple(found[name] for name in kata.checks)


def is_unwritten(checks: tuple[CheckResult, ...]) -> bool:
    """Tell whether every check that came to run the learner's code met a NotImplementedError."""
    met = [check.message.startswith(_NOT_WRITTEN) for check in checks if check.outcome == "error"]
    return bool(met) and all(met) and all(check.outcome in ("error", "failed") for check in checks)


def unrun(kata: Kata, why: str, ended: WorkerEnded | None = None) -> tuple[CheckResult, ...]:
    """Return every check as skipped; where ``ended`` says how loading failed, the first bears that outcome."""
    checks: list[CheckResult] = []
    for name, check in kata.checks.items():
        first = ended is not None and not checks
        outcome = ended.outcome if ended and first else "skipped"
        message = sentence(ended.message) if ended and first else why
        checks.append(
            CheckResult(
                id=name, title=check.title, outcome=outcome, points=0.0, max_points=check.points, message=message
            )
        )
    return tuple(checks)


def sentence(text: str) -> str:
    """Return ``text`` with a capital at its beginning and a full stop at its end."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", "`")) else ".")


def raised_text(error: LearnerError, source: str) -> str:
    """Say what the learner's code raised, and at which of its lines."""
    text = " ".join(str(error).split())
    if not error.lines:
        return text
    number = error.lines[-1]
    return f"{text} (line {number}: `{line_of(source, number)}`)"


def load_problem(error: LearnerError, source: str) -> str:
    """Say why a submission cannot be loaded."""
    if error.in_compile and error.is_memory:
        return "It cannot be compiled: something in it is nested too deeply."
    if error.in_compile:
        return f"It is not Python: {raised_text(error, source)}."
    return f"Importing it fails: {raised_text(error, source)}."


def line_of(source: str, number: int) -> str:
    """Return a line of ``source`` without its indentation, shortened."""
    lines = lines_of(source)
    return shortened(lines[number - 1].strip() if 0 < number <= len(lines) else "", 120)


def code_of_call(call: Call, reference: Solution) -> str:
    """Return Python that makes ``call``, and before it the call that gave it an object of the learner's own."""
    first, values = "", dict(call.given)
    for place, link in call.links.items():
        if not isinstance(values[place], np.ndarray):
            index = "".join(f"[{part}]" for part in link.path)
            values[place] = Expression(f"returned{index}")
            first = code_of_call(link.call, reference).replace(
                f"\n{link.call.function}(", f"\nreturned = {link.call.function}("
            )
    args = tuple(values.pop(place) for place in range(len(call.args)))
    names = reference.parameters[call.function]
    code = call_code(call.function, names, args, {str(name): value for name, value in values.items()})
    return f"{first}\n{code.removeprefix(IMPORT)}" if first else code


def check_of(kata: Kata, source: str, reference: Solution, ending: Ending) -> CheckResult:
    """Say what the learner is told of how a test ended.

    Raises:
        JailError, WireError: the ending is the grader's own fault.
    """
    check = kata.checks[ending.test]
    outcome, message = _outcome(kata, source, ending)
    passed = outcome == "passed"
    error = ending.error
    return CheckResult(
        id=ending.test,
        title=check.title,
        outcome=outcome,
        points=check.points if passed else 0.0,
        max_points=check.points,
        why="" if passed else check.why,
        message=shortened(encodable(message), MAX_MESSAGE),
        # A hint is about the values: it would mislead one whose code raised, or gave something of another form.
        hint=check.hint if outcome == "failed" and not getattr(error, "about_form", False) else "",
        line=error.lines[-1] if isinstance(error, LearnerError) and error.lines else None,
        counterexample=_counterexample(kata, reference, ending) if error is not None else None,
        stdout=shortened(ending.printed, MAX_PRINTED),
    )


def _outcome(kata: Kata, source: str, ending: Ending) -> tuple[Outcome, str]:
    error = ending.error
    match error:
        case None:
            return ("skipped", sentence(ending.skipped)) if ending.skipped else ("passed", "")
        case WorkerEnded():
            return error.outcome, sentence(error.message)
        case LearnerError():
            if isinstance(error, NotImplementedError):
                return "error", f"{_NOT_WRITTEN}: {raised_text(error, source)}."
            return "error", sentence(raised_text(error, source))
        case JailError() | WireError() | KeyboardInterrupt() | SystemExit():
            raise error  # the grader's own fault, or the user's wish
        case Mismatch():
            law = "" if error.about_form else f" {ending.doc}"
            return "failed", f"{sentence(str(error))}{law}".strip()
        case Flaky():
            return "failed", f"The same call gives different answers at different times. {ending.doc}".strip()
        case AssertionError():
            return "failed", ending.doc or sentence(str(error))
    # The test's own code met something it could not use: what the learner returned.
    names = " and ".join(f"`{name}`" for name in kata.spec.functions)
    return (
        "failed",
        f"What {names} returned is not of the form it should be ({type(error).__name__}: {error}). {ending.doc}",
    )


def _counterexample(kata: Kata, reference: Solution, ending: Ending) -> Counterexample | None:
    call, error = ending.call, ending.error
    if call is None:
        return None
    code = code_of_call(call, reference)
    expected = error.expected if isinstance(error, Mismatch) else ""
    if isinstance(error, Mismatch) and expected:
        got = error.got
        if not got and call.returned is not None:
            got = f"it returned {_brief(call.returned.value)}"
        where = error.where
        if error.shapes:
            name, came, wanted = error.shapes
            axes = kata.spec.shapes.get(name) or kata.spec.shapes.get(call.function, ())
            where = ": ".join(filter(None, (where, difference(came, wanted, axes))))
        picture = picture_of(kata, call, reference.parameters[call.function], error.arrays)
        return Counterexample(code=code, expected=expected, got=got, where=where, picture=picture)
    right = _right(reference, call)
    expected = str(right) if isinstance(right, LearnerError) else "" if right is None else shown(right)
    picture = picture_of(kata, call, reference.parameters[call.function], right=right)
    return Counterexample(code=code, expected=expected, got=_got(call, error), picture=picture)


def _right(reference: Solution, call: Call) -> Any:
    """What the reference gives for the same call, or raises; None where it cannot take a handle of the learner's."""
    try:
        return getattr(reference, call.function)(*call.args, **call.kwargs)
    except LearnerError as error:
        return error
    except Exception:  # nothing to show is better than nothing to say
        return None


def _got(call: Call, error: BaseException | None) -> str:
    if call.returned is not None:
        return shown(call.returned.value)
    if isinstance(error, WorkerEnded):
        return ""  # the message says it already
    return shortened(" ".join(str(error).split()), 300)


def _brief(value: Any) -> str:
    shape = getattr(value, "shape", None)
    return f"an array of shape {shape}" if shape else shortened(shown(value), 200)
