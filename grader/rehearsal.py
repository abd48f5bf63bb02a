"""An answer to a packed kata is tried on the statement's examples. Points come from the mentor's side alone."""

from __future__ import annotations

import time

from msgspec.structs import replace

from grader.examples import Example, run_examples
from grader.findings import load_problem, sentence
from grader.jail.client import Jail
from grader.jail.endings import WorkerEnded
from grader.jail.raised import LearnerError
from grader.kata import is_untouched
from grader.packed import Packed, PackedKata
from grader.result import CheckResult, Counterexample, Finding, Outcome, Result, Verdict, utc_now, verdict_of
from grader.submission import Submission

_ADVICE = {
    "code": "This kata came without its hidden tests: tried were the statement's examples.",
    "explain": "This question came without its rubric: all that was looked at is whether something is written.",
}
_SCORE = "Hand your file in; the score comes from the mentor's side."
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
        checks = (_passed("written", "An answer is written"),)
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
        advice=f"{_ADVICE[kata.kind]} {_SCORE}"
        if is_written
        else f"Nothing is written yet; `grade hint {kata.id}` gives a nudge. {_SCORE}",
        isolation=jail.isolation if jail and isinstance(kata, PackedKata) else "none",
        duration_s=round(time.monotonic() - started, 3),
    )


def _tried(jail: Jail, kata: PackedKata, submission: Submission) -> tuple[str, tuple[CheckResult, ...]]:
    """Return why the submission cannot be loaded, and a check for each example that gives something."""
    try:
        problem, examples = run_examples(jail, kata.spec, kata.statement_path, submission)
    except LearnerError as error:
        return load_problem(error, submission.source), ()
    except WorkerEnded as ended:
        return sentence(ended.message), ()
    if problem:
        return problem, ()
    checks: list[CheckResult] = []
    before = ""
    for example in examples:
        if example.want or not example.is_right:
            checks.append(_checked(len(checks), example, before))
        if not example.want:
            before += f"{example.code}\n"
    if not checks:
        checks.append(_passed("loaded", "It can be loaded; the statement has no examples"))
    return "", tuple(checks)


def _passed(name: str, title: str) -> CheckResult:
    return CheckResult(id=name, title=title, outcome="passed", points=0, max_points=0)


def _checked(number: int, example: Example, before: str) -> CheckResult:
    """``before``: what was assigned before it, without which it cannot be pasted."""
    first = example.code.splitlines()[0]
    title = f"Line {example.line}: {first if len(first) <= MAX_TITLE else first[:MAX_TITLE] + '…'}"
    check = _passed(f"example_{number + 1}", title)
    if example.is_right:
        return check
    shown = Counterexample(
        code=before + example.code, expected=example.want.strip() or "nothing", got=example.got.strip()
    )
    outcome: Outcome = "failed" if example.outcome == "passed" else example.outcome
    message = example.message or "The statement says that it gives something else."
    return replace(check, outcome=outcome, message=message, why=_WHY, counterexample=shown)


def _findings(checks: tuple[CheckResult, ...]) -> tuple[Finding, ...]:
    return tuple(Finding(cause=check.message, checks=(check.id,)) for check in checks if check.outcome != "passed")
