"""The results.json of Gradescope's autograders. All of it is plain text: Gradescope would show HTML as it is given."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from grader.kata import Exercise
from grader.reports.plain import (
    block,
    budget_text,
    check_name,
    described,
    look_at,
    look_of,
    one_line,
    quotation,
    score_of,
    share,
    shown_checks,
)
from grader.result import CheckResult, GroupResult, Result, total

MAX_OUTPUT = 20_000
"""So many characters are said of a test, or of all together."""


def gradescope_report(results: Iterable[Result]) -> Iterator[str]:
    """Write one object; the scores of several results add up.

    Nothing that was printed is in it, and Gradescope is told to hide what the autograder itself prints: what code
    prints while it is graded may hold the hidden tests' inputs.
    """
    results = list(results)
    report = {
        "score": total(result.score for result in results),
        "execution_time": total(result.duration_s for result in results),
        "output": _clipped("\n\n".join(_output(result) for result in results)),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [
            test for result, prefix in zip(results, _prefixes(results), strict=True) for test in _tests(result, prefix)
        ],
        "extra_data": {"results": [_reference(result) for result in results]},
    }
    yield json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def failed_report(katas: Iterable[Exercise]) -> str:
    """Write what a learner is to see where no result can be had: no points of ``katas``, and whom to ask."""
    text = "The grader itself failed, which is no fault of yours. Please tell the course's staff."
    names = [(one_line(kata.id), f"{one_line(kata.id)}: {kata.spec.title}", kata.max_score) for kata in katas]
    tests = [_test(name, 0, most, False, text, [kata_id, "failure"]) for kata_id, name, most in names]
    report = {"score": 0, "output": text, "output_format": "text", "stdout_visibility": "hidden", "tests": tests}
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _prefixes(results: list[Result]) -> list[str]:
    """Return what tells one result's tests from another's."""
    if len(results) == 1:
        return [""]
    times = Counter(result.kata for result in results)
    return [
        f"{one_line(result.kata)}{f' ({one_line(result.submission.name)})' if times[result.kata] > 1 else ''}: "
        for result in results
    ]


def _reference(result: Result) -> dict[str, str]:
    sha256 = one_line(result.submission.sha256)
    return {
        "kata": one_line(result.kata),
        "verdict": result.verdict,
        "sha256": sha256,
        "isolation": result.isolation,
    }


def _clipped(text: str) -> str:
    return block(text, MAX_OUTPUT)


def _output(result: Result) -> str:
    """Say the verdict, and what leads to it beyond the single tests."""
    lines = [f"{one_line(result.title)} ({one_line(result.submission.name)}): {result.verdict}, {score_of(result)}"]
    lines += [one_line(result.problem)]
    lines += [] if result.unwritten else list(_causes(result))
    lines += [one_line(warning) for warning in result.warnings]
    lines += [one_line(result.advice)]
    return "\n".join(line for line in lines if line)


def _causes(result: Result) -> Iterator[str]:
    for finding in result.findings:
        yield f"{share(result, finding)}: {one_line(finding.cause)}"
        if look := look_at(result, finding):
            yield f"Look at: {one_line(look)}"
    if result.kind == "explain":  # of code, they are the causes
        for mistake in result.mistakes:
            yield one_line(mistake.says)
            yield quotation(mistake)
            yield f"Look at: {one_line(look_of(mistake))}" if mistake.look else ""


def _tests(result: Result, prefix: str) -> Iterator[dict[str, Any]]:
    """Yield a test each check and budget; points of an explanation that count together are one, so that the maxima
    add up."""
    kata = one_line(result.kata)
    if result.problem:
        yield _test(f"{prefix}The submission can be loaded", 0, 0, False, result.problem, [kata, "problem"])
    for group in result.groups:
        done = group.points >= group.max_points
        text = _group_text(result, group)
        yield _test(prefix + group.title, group.points, group.max_points, done, text, [kata, "group"])
    groups = {group.id for group in result.groups}
    for check in result.checks:
        if check.group not in groups:
            passed, text = check.outcome == "passed", _with_outcome(check.outcome, described(check))
            name = prefix + check_name(result, check)
            yield _test(name, check.points, check.max_points, passed, text, [kata, "check"])
    for budget in result.budgets:
        if budget.max_points or not budget.passes:
            passed, text = budget.outcome == "passed", _with_outcome(budget.outcome, budget_text(budget))
            yield _test(prefix + budget.title, budget.points, budget.max_points, passed, text, [kata, "budget"])


def _with_outcome(outcome: str, text: str) -> str:
    """Put the outcome first where passed and failed, which is all that Gradescope knows, do not say it."""
    return text if outcome in ("passed", "failed") else f"{outcome}: {text}"


def _test(name: str, score: float, max_score: float, passed: bool, output: str, tags: list[str]) -> dict[str, Any]:
    return {
        "name": one_line(name),
        "name_format": "text",
        "score": score,
        "max_score": max_score,
        "status": "passed" if passed else "failed",
        "output": _clipped(output),
        "output_format": "text",
        "visibility": "visible",
        "tags": tags,
    }


def _group_text(result: Result, group: GroupResult) -> str:
    """List a group's points, each with what was found of it."""
    return "\n".join(_point_text(result, check) for check in shown_checks(result) if check.group == group.id)


def _point_text(result: Result, check: CheckResult) -> str:
    if check.outcome == "not_found":
        return f"Not found, say: {one_line(check.hint)}"
    name = check_name(result, check)
    if check.outcome == "failed":
        return f"{name}: contradicted. {one_line(check.message)} {quotation(check)}".rstrip()
    return f"{name}: {quotation(check) or 'found'}" if check.outcome == "passed" else name
