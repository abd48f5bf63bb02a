"""A result in plain words, harmless to show as text; each report then sees to its own markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.result import BudgetResult, CheckResult, Counterexample, Finding, MistakeNamed, Result
from grader.text import shortened, visible

MAX_LINE = 500
"""So many characters of a name, a message or a quotation are shown where it must stand on one line."""
MAX_BLOCK = 3000
"""So many characters of code, of values or of what was printed are shown."""

_BREAKS = re.compile(r"[\r\n\t]+")


def one_line(text: str, limit: int = MAX_LINE) -> str:
    """Return ``text`` on one line, harmless to show, its end cut off where it is long."""
    # Cut before and after: escapes make it longer, and what is cut anyway need not be escaped.
    line = visible(_BREAKS.sub(" ", text[: limit + 1]), keep="").strip()
    return line if len(line) <= limit else line[: limit - 1] + "…"


def block(text: str, limit: int = MAX_BLOCK) -> str:
    """Return ``text`` with its lines, harmless to show, its middle left out where it is long."""
    return shortened(visible(shortened(text.strip("\r\n"), limit)), limit)


def points_of(points: float, max_points: float) -> str:
    """Say how many points there are of how many; "" where there are none to have."""
    return f"{points:g} / {max_points:g}" if max_points else ""


def score_of(result: Result) -> str:
    """Say the score; of a packed kata, that there is none."""
    return f"{points_of(result.score, result.max_score)} points" if result.max_score else "not scored"


def file_of(result: Result) -> str:
    """Return the submission's name as the user said it."""
    return one_line(result.submission.path or result.submission.name)


def check_name(result: Result, check: CheckResult) -> str:
    """Return a check's title; of a point of an explanation that was not found or not read, only where it belongs, for
    its title is the answer."""
    if result.kind == "code" or check.outcome in ("passed", "failed"):
        return one_line(check.title)
    group = next((group.title for group in result.groups if group.id == check.group), "")
    place = f" ({one_line(group)})" if group else ""
    state = "not found" if check.outcome == "not_found" else check.outcome
    return f"Point {result.checks.index(check) + 1}{place}: {state}"


def shown_checks(result: Result) -> Iterator[CheckResult]:
    """Yield the checks, but for points that were not found and could add nothing, for their group is full."""
    full = {group.id for group in result.groups if group.points >= group.max_points}
    for check in result.checks:
        if check.outcome != "not_found" or check.group not in full:
            yield check


def shown_budgets(result: Result) -> tuple[BudgetResult, ...]:
    """Return the budgets where something of them was measured, or stands in the way."""
    return result.budgets if any(budget.pairs or not budget.passes for budget in result.budgets) else ()


def share(result: Result, finding: Finding) -> str:
    """Say how many checks fail for a cause, and what their inputs have in common."""
    count, all_checks = len(finding.checks), len(result.checks)
    common = f", with {one_line(finding.common)}" if finding.common else ""
    return f"{count} of {all_checks} checks {'fails' if count == 1 else 'fail'}{common}"


def first_check(result: Result, finding: Finding) -> CheckResult:
    """Return the check that shows a cause."""
    return next(check for check in result.checks if check.id == finding.checks[0])


def look_at(result: Result, finding: Finding) -> str:
    """Return what the known mistake behind a cause says to look at; "" where there is none, or it says no more."""
    return next((look_of(mistake) for mistake in result.mistakes if mistake.id == finding.mistake), "")


def look_of(mistake: MistakeNamed) -> str:
    """Return what to look at, so that it can stand behind those words."""
    return mistake.look.removeprefix("Look at ").removeprefix("Look ")


def quotation(part: CheckResult | MistakeNamed) -> str:
    """Say where the learner's own words stand, and which they are; "" where none are quoted."""
    place = f"line {part.line}: " if part.line else ""
    return f"{place}“{one_line(part.quote)}”" if part.quote else ""


def described(check: CheckResult) -> str:
    """Say what went wrong in a check, how to see it, and what helps: several lines, "" where it passed."""
    # Why a point matters tells which point it is.
    why = "" if check.outcome == "not_found" else one_line(check.why)
    lines = [
        block(check.message),
        quotation(check) if check.outcome == "failed" else "",
        f"Why it matters: {why}" if why else "",
        example_text(check.counterexample) if check.counterexample else "",
        f"Hint: {one_line(check.hint)}" if check.hint else "",
    ]
    return "\n".join(line for line in lines if line)


def example_text(example: Counterexample) -> str:
    """Write a counterexample out: the code from the margin on, so that it can be pasted."""
    values = (("expected", example.expected), ("got", example.got), ("where", example.where))
    return "\n".join(["Try:", block(example.code), *(f"{label}: {block(text)}" for label, text in values if text)])


def measured(budget: BudgetResult) -> str:
    """Say what was measured, and in what."""
    if not budget.pairs:
        return "not measured"
    return f"{'over ' if budget.at_least else ''}{budget.measured:.3g} {one_line(budget.unit)}"


def costs(budget: BudgetResult) -> tuple[str, str]:
    """Say what the learner's code and the reference cost, at the largest size; "" where that was not measured."""
    if not budget.costs:
        return "", ""
    last = budget.costs[-1]
    at = f" at size {last.size}" if last.size else ""
    return f"{last.yours:.3g} {budget.cost_unit}{at}", f"{last.reference:.3g} {budget.cost_unit}{at}"


def budget_text(budget: BudgetResult) -> str:
    """Say what a budget measured, what is wrong with that, and where it comes from."""
    yours, reference = costs(budget)
    lines = [
        f"{measured(budget)}, limit {budget.limit:.3g}" if budget.pairs else "",
        f"yours {yours}, reference {reference}" if yours else "",
        block(budget.message),
        f"Hint: {one_line(budget.hint)}" if budget.hint else "",
    ]
    return "\n".join(line for line in lines if line)
