"""A report for a GitHub step summary or a pull-request comment, in which nothing that a stranger wrote is markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from grader.reports.plain import (
    block,
    check_name,
    costs,
    file_of,
    first_check,
    look_at,
    look_of,
    measured,
    one_line,
    points_of,
    score_of,
    share,
    shown_budgets,
    shown_checks,
)
from grader.reports.rows import MARKS
from grader.result import BudgetResult, CheckResult, Counterexample, Finding, GroupResult, Result

MAX_CHARACTERS = 60_000
"""Of one result; GitHub refuses a comment of more than 65,536."""
MAX_FINDINGS = 4
"""So many causes are shown whole, and the others by a line."""

_WORD = re.compile(r"(?:`[^`]*`|\S)+")
_CODED = re.compile(r"([^`]*)`([^`]+)`([^`]*)")
# Anything by which a word could become markup, a link, a mention, an emoji or a reference to an issue or a commit. Some
# of it (@, #, bare addresses) GitHub looks for in the page when backslashes are gone, so that these would not help.
_MARKUP = re.compile(r"[\\`*_\[\]<>&#@~|$]|^:|:(?=.)|www\.|[A-Z]-\d|[0-9a-f]{7}", re.IGNORECASE)
# GitHub's parser knows no code span that long, and counts a fence's backticks up to 255.
_LONG_RUN = re.compile("`{9,}")
_ESCAPED_BAR = re.compile(r"(\\*)\|")


def markdown_report(results: Iterable[Result]) -> Iterator[str]:
    """Show a summary where there are several results, and then each of them."""
    results = list(results)
    if len(results) > 1:
        yield _summary(results) + "\n\n"
    for result in results:
        yield _fitting(list(_sections(result))) + "\n"


def code_span(text: str, in_table: bool = False) -> str:
    """Return ``text`` as code within a line, "" where there is none; within it nothing means anything."""
    text = _LONG_RUN.sub("````````…", one_line(text))
    if not text:
        return ""
    if in_table:
        # A bar ends a cell even in code, unless an odd number of backslashes stands before it.
        text = _ESCAPED_BAR.sub(lambda found: "\\" * ((len(found[1]) + 1) | 1) + "|", text)
    ticks = "`" * (_longest_run(text) + 1)
    pad = " " if text[0] in " `" or text[-1] in " `" else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def prose(text: str, in_table: bool = False) -> str:
    """Return ``text`` on a line, each word that could be taken for markup as code.

    What stands between backticks stays code; put something before it, for a first word can be a list's mark.
    """
    return " ".join(_word(word, in_table) for word in _WORD.findall(one_line(text)))


def _word(word: str, in_table: bool) -> str:
    coded = _CODED.fullmatch(word)
    if coded and not _MARKUP.search(coded[1]) and not _MARKUP.search(coded[3]):
        return f"{coded[1]}{code_span(coded[2], in_table)}{coded[3]}"
    return code_span(word, in_table) if _MARKUP.search(word) else word


def fenced(text: str, language: str = "text") -> str:
    """Return ``text`` as a block of code."""
    text = _LONG_RUN.sub("````````…", block(text))
    ticks = "`" * max(3, _longest_run(text) + 1)
    return f"{ticks}{language}\n{text}\n{ticks}"


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Draw a table, its last column at the right; cells come escaped."""
    rule = ("---",) * (len(headings) - 1) + ("---:",)
    return "\n".join(f"| {' | '.join(row)} |" for row in (headings, rule, *rows))


def _fitting(sections: list[str]) -> str:
    """Join sections as far as they fit; each is left out whole, so that no fence stays open."""
    room = MAX_CHARACTERS - 200  # the note that some are missing
    shown = []
    for section in sections:
        if len(section) + 2 <= room:
            shown.append(section)
            room -= len(section) + 2
    if len(shown) < len(sections):
        shown.append(f"*{len(sections) - len(shown)} parts are left out here, for they are too long.*")
    return "\n\n".join(shown) + "\n"


def _summary(results: list[Result]) -> str:
    rows = (
        (
            _mark_of(result),
            code_span(result.kata, in_table=True),
            code_span(file_of(result), in_table=True),
            result.verdict,
            points_of(result.score, result.max_score) or "-",
        )
        for result in results
    )
    passed = sum(result.verdict == "passed" for result in results)
    table = _table(("", "kata", "file", "verdict", "score"), rows)
    return f"## {passed} of {len(results)} passed\n\n{table}"


def _mark_of(result: Result) -> str:
    return MARKS["passed" if result.verdict == "passed" else "failed"][0]


def _sections(result: Result) -> Iterator[str]:
    yield f"### {_mark_of(result)} {result.verdict}: {prose(result.title)}, {score_of(result)}"
    yield f"{code_span(result.kata)}, file {code_span(file_of(result))}"
    if result.problem:
        yield f"**Problem:** {prose(result.problem)}"
    elif result.unwritten:
        pass  # every check says the same, and the advice says it better
    elif result.kind == "explain":
        yield from _explanation(result)
    else:
        yield from _code(result)
    for warning in result.warnings:
        yield f"**Note:** {prose(warning)}"
    if result.advice:
        yield f"**Next:** {prose(result.advice)}"


def _code(result: Result) -> Iterator[str]:
    yield _table(("", "check", "outcome", "points"), (_check_row(check) for check in result.checks))
    skipped = [check for check in result.checks if check.outcome == "skipped"]
    if skipped:
        yield f"**Skipped:** {prose(skipped[0].message)}"
    for finding in result.findings[:MAX_FINDINGS]:
        yield from _finding(result, finding)
    for finding in result.findings[MAX_FINDINGS:]:
        yield f"**Also:** {prose(share(result, finding))}: {prose(finding.cause)}"
    yield from _printed(result)
    yield from _budgets(shown_budgets(result))


def _check_row(check: CheckResult) -> tuple[str, ...]:
    points = points_of(check.points, check.max_points)
    return MARKS[check.outcome][0], prose(check.title, in_table=True), check.outcome.replace("_", " "), points


def _finding(result: Result, finding: Finding) -> Iterator[str]:
    """Show a cause, and the first check that fails for it whole."""
    first, look = first_check(result, finding), look_at(result, finding)
    yield f"#### {prose(share(result, finding))}: {prose(finding.cause)}"
    lines = (
        ("Look at", look),
        ("Check", first.title),
        ("Why", first.why),
        ("Found", first.message if first.message != finding.cause else ""),
        ("Hint", "" if look else first.hint),
    )
    yield _bullets(*lines)
    if first.counterexample:
        yield from _counterexample(first.counterexample)


def _bullets(*lines: tuple[str, str]) -> str:
    return "\n".join(f"- **{label}:** {prose(text)}" for label, text in lines if text)


def _counterexample(example: Counterexample) -> Iterator[str]:
    yield f"**Try:**\n\n{fenced(example.code, 'python')}"
    for label, text in (("Expected", example.expected), ("Got", example.got), ("Where", example.where)):
        if text:
            yield f"**{label}:**\n\n{fenced(text)}"


def _printed(result: Result) -> Iterator[str]:
    """Show what the code printed in the checks that are shown whole; folded, for it may be long."""
    shown = [first_check(result, finding) for finding in result.findings[:MAX_FINDINGS]]
    for text in dict.fromkeys(check.stdout for check in shown if check.stdout.strip()):
        yield f"<details><summary>What the code printed</summary>\n\n{fenced(text)}\n\n</details>"


def _budgets(budgets: tuple[BudgetResult, ...]) -> Iterator[str]:
    """Show what the code costs beside the reference."""
    if not budgets:
        return
    headings = ("", "budget", "measured", "limit", "yours", "reference", "points")
    yield _table(headings, (_budget_row(budget) for budget in budgets))
    notes = [
        (one_line(budget.title), f"{budget.message} {budget.hint}".strip())
        for budget in budgets
        if budget.message or budget.hint
    ]
    if notes:
        yield "\n".join(f"- **{prose(title)}:** {prose(text)}" for title, text in notes)


def _budget_row(budget: BudgetResult) -> tuple[str, ...]:
    return (
        MARKS[budget.outcome][0],
        prose(budget.title, in_table=True),
        prose(measured(budget), in_table=True),
        f"{budget.limit:.3g}",
        *costs(budget),
        points_of(budget.points, budget.max_points),
    )


def _explanation(result: Result) -> Iterator[str]:
    """Show the points group by group, and then what is the wrong way round."""
    for group in result.groups:
        points = f"{points_of(group.points, group.max_points)} points"
        yield f"#### {prose(group.title)}: {points}"
        yield "\n".join(_point(result, check) for check in _checks_of(result, group)) or "Nothing is missing."
    if result.mistakes:
        yield "#### The wrong way round"
    for mistake in result.mistakes:
        lines = ("Said", mistake.says), ("Look at", look_of(mistake))
        yield "\n".join(line for line in (_bullets(*lines), _quote_line(mistake.line, mistake.quote)) if line)


def _checks_of(result: Result, group: GroupResult) -> Iterator[CheckResult]:
    return (check for check in shown_checks(result) if check.group == group.id)


def _point(result: Result, check: CheckResult) -> str:
    """Show a point with the learner's own words; of one that was not found, only what to say."""
    mark = MARKS[check.outcome][0]
    if check.outcome == "not_found":
        return f"- {mark} not found, say: {prose(check.hint)}"
    state = ", contradicted" if check.outcome == "failed" else ""
    lines = [f"- {mark} {prose(check_name(result, check))}{state}", _quote_line(check.line, check.quote)]
    if check.outcome == "failed" and check.message not in {mistake.says for mistake in result.mistakes}:
        lines.append(f"  - **Why not:** {prose(check.message)}")  # else it is said below
    return "\n".join(line for line in lines if line)


def _quote_line(line: int | None, quote: str) -> str:
    place = f"line {line}: " if line else "in your words: "
    return f"  - {place}{code_span(quote)}" if quote else ""
