"""An answer to a packed kata is tried on the statement's examples. Points come from the mentor's side alone."""

from __future__ import annotations

import time

from grader.examples import Example, run_examples
from grader.findings import raised_text, sentence
from grader.jail.client import Jail, WorkerEnded
from grader.jail.raised import LearnerError
from grader.kata import is_untouched, parameters_in
from grader.packed import Packed, PackedKata
from grader.result import CheckResult, Counterexample, Outcome, Result, Verdict, utc_now, verdict_of
from grader.solution import JailedSolution
from grader.submission import Submission

_ADVICE = (
    "This kata came without its hidden tests: tried were the statement's examples. Hand your file in; the score comes"
    " from the mentor's side."
)
_MAX_TITLE = 70


def rehearse(jail: Jail | None, kata: Packed, submission: Submission) -> Result:
    """Try ``submission``; ``jail`` is needed for code only."""
    started, at = time.monotonic(), utc_now()
    problem, checks = submission.problem, tuple[CheckResult, ...]()
    is_written = bool(submission.source.strip()) and not is_untouched(submission.source, kata.stub)
    if not problem and isinstance(kata, PackedKata):
        assert jail is not None
        if is_written:
            problem, checks = _tried(jail, kata, submission)
    elif not problem and is_written:
        checks = (_check(0, "An answer is written", "passed"),)
    verdict: Verdict = "invalid" if problem else verdict_of(checks)
    return Result(
        kata=kata.id,
        title=kata.spec.title,
        submission=submission.ref,
        at=at,
        verdict=verdict,
        score=0,
        max_score=0,
        checks=checks,
        unwritten=not problem and not is_written,
        problem=problem,
        advice=_ADVICE if is_written else f"Nothing is written yet. `grade hint {kata.id}` gives a nudge.",
        isolation=jail.isolation if jail and isinstance(kata, PackedKata) else "none",
        duration_s=round(time.monotonic() - started, 3),
    )


def _tried(jail: Jail, kata: PackedKata, submission: Submission) -> tuple[str, tuple[CheckResult, ...]]:
    """Return why the submission cannot be loaded, and a check for each example."""
    solution = JailedSolution(jail, kata.spec, submission, parameters_in(kata.folder / kata.stub_name))
    try:
        if problem := solution.start():
            return problem, ()
        examples = run_examples(kata.statement, solution)
        return "", tuple(_checked(number, example, submission.source) for number, example in enumerate(examples))
    except LearnerError as error:
        return f"It cannot be loaded: {raised_text(error, submission.source)}.", ()
    except WorkerEnded as ended:
        return sentence(ended.message), ()
    finally:
        solution.close()


def _checked(number: int, example: Example, source: str) -> CheckResult:
    title = f"Line {example.line} of the statement: {example.code.splitlines()[0][:_MAX_TITLE]}"
    if example.is_right:
        return _check(number, title, "passed")
    shown = Counterexample(code=example.code, expected=example.want.strip() or "nothing", got=example.got.strip())
    match example.error:
        case WorkerEnded():
            return _check(number, title, example.error.outcome, sentence(example.error.message))
        case LearnerError():
            return _check(number, title, "error", sentence(raised_text(example.error, source)), shown)
    return _check(number, title, "failed", "The statement says that it gives something else.", shown)


def _check(
    number: int, title: str, outcome: Outcome, message: str = "", counterexample: Counterexample | None = None
) -> CheckResult:
    return CheckResult(
        id=f"example_{number + 1}",
        title=title,
        outcome=outcome,
        points=0,
        max_points=0,
        message=message,
        counterexample=counterexample,
    )
