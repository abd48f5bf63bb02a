"""An answer to a packed kata is tried on the statement's examples. Points come from the mentor's side alone."""

from __future__ import annotations

import time

from msgspec.structs import replace

from grader.examples import Example, run_examples
from grader.findings import MAX_PRINTED, raised_text, sentence
from grader.jail.client import Jail, WorkerEnded
from grader.jail.raised import LearnerError
from grader.kata import is_untouched, parameters_in
from grader.packed import Packed, PackedKata
from grader.result import CheckResult, Counterexample, Finding, Outcome, Result, Verdict, utc_now, verdict_of
from grader.solution import JailedSolution
from grader.submission import Submission
from grader.text import shortened

_ADVICE = (
    "This kata came without its hidden tests: tried were the statement's examples. Hand your file in; the score comes"
    " from the mentor's side."
)
_WHY = "The statement promises it."
MAX_TITLE = 60


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
        title = "An answer is written"
        checks = (CheckResult(id="written", title=title, outcome="passed", points=0, max_points=0),)
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
        findings=_findings(checks),
        unwritten=not problem and not is_written,
        problem=problem,
        advice=_ADVICE if is_written else f"Nothing is written yet. `grade hint {kata.id}` gives a nudge.",
        isolation=jail.isolation if jail and isinstance(kata, PackedKata) else "none",
        duration_s=round(time.monotonic() - started, 3),
    )


def _tried(jail: Jail, kata: PackedKata, submission: Submission) -> tuple[str, tuple[CheckResult, ...]]:
    """Return why the submission cannot be loaded, and a check for each example that gives something."""
    solution = JailedSolution(jail, kata.spec, submission, parameters_in(kata.folder / kata.stub_name))
    try:
        if problem := solution.start():
            return problem, ()
        checks: list[CheckResult] = []
        before = ""
        for example in run_examples(kata.statement, solution):
            if example.want or not example.is_right:
                check = _checked(len(checks), example, before, submission.source)
                checks.append(replace(check, stdout=shortened(solution.take_printed(), MAX_PRINTED)))
            if not example.want:
                before += f"{example.code}\n"
        return "", tuple(checks)
    except LearnerError as error:
        return f"It cannot be loaded: {raised_text(error, submission.source)}.", ()
    except WorkerEnded as ended:
        return sentence(ended.message), ()
    finally:
        solution.close()


def _checked(number: int, example: Example, before: str, source: str) -> CheckResult:
    """``before``: what was assigned before it, without which it cannot be pasted."""
    first = example.code.splitlines()[0]
    title = f"Line {example.line}: {first if len(first) <= MAX_TITLE else first[:MAX_TITLE] + '…'}"
    check = CheckResult(id=f"example_{number + 1}", title=title, outcome="passed", points=0, max_points=0)
    if example.is_right:
        return check
    shown = Counterexample(
        code=before + example.code, expected=example.want.strip() or "nothing", got=example.got.strip()
    )
    outcome: Outcome = "failed"
    message = "The statement says that it gives something else."
    match example.error:
        case WorkerEnded():
            outcome, message = example.error.outcome, sentence(example.error.message)
        case LearnerError():
            outcome, message = "error", sentence(raised_text(example.error, source))
    return replace(check, outcome=outcome, message=message, why=_WHY, counterexample=shown)


def _findings(checks: tuple[CheckResult, ...]) -> tuple[Finding, ...]:
    return tuple(Finding(cause=check.message, checks=(check.id,)) for check in checks if check.outcome != "passed")
