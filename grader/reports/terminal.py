"""What a candidate reads in the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from grader.kata import Kata
from grader.prose import ProseKata
from grader.reports.plain import first_check, look_at, points_of, score_of, share
from grader.reports.points import points
from grader.reports.rows import MARKS, indented, labelled, with_points
from grader.result import BudgetResult, CheckResult, Counterexample, Finding, Result
from grader.text import visible

MAX_FINDINGS = 4
"""So many causes are shown whole, each by the first check that fails for it, and the others by a line."""
MAX_BLOCK_LINES = 14
BAR_WIDTH, BAR_LIMIT = 18, 12
_PLAIN_WIDTH = 100

_SUFFIXES = {kind.kind: kind.suffix for kind in (Kata, ProseKata)}


def terminal_report(results: Iterable[Result]) -> Iterator[str]:
    """Show each result as it comes, and a summary where there are several."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_PLAIN_WIDTH)
    seen = []
    for result in results:
        seen.append(result)
        yield _rendered(console, _report(result))
    if len(seen) > 1:
        yield _rendered(console, _summary(seen))


def _rendered(console: Console, renderable: RenderableType) -> str:
    with console.capture() as capture:
        console.print(renderable)
    return "\n".join(line.rstrip() for line in capture.get().split("\n"))


def _report(result: Result) -> RenderableType:
    parts: list[RenderableType] = [Text(), _heading(result)]
    if result.problem:
        parts.append(Padding(_text(result.problem), (1, 2, 0, 2)))
    elif result.unwritten:
        return Group(*parts, Padding(_text(result.advice), (1, 2)))
    elif result.kind == "explain":
        parts.append(Padding(points(result), (1, 0, 0, 0)))
    else:
        parts.append(Padding(_checks(result), (1, 0, 0, 0)))
        if any(budget.pairs or not budget.passes for budget in result.budgets):
            parts.append(Padding(_budgets(result), (1, 0, 0, 0)))
    parts.append(_footer(result))
    return Group(*parts)


def _heading(result: Result) -> Text:
    colour = "green" if result.verdict == "passed" else "red"
    heading = Text("  ")
    heading.append(f" {result.verdict.upper()} ", f"bold reverse {colour}")
    heading.append(f"  {result.kata}", "bold")
    heading.append(f"  {result.title}")
    if result.budgets and not any(budget.max_points for budget in result.budgets):
        heading.append("  (without its budgets)", "dim")
    if result.submission.name != f"{result.kata}{_SUFFIXES[result.kind]}":
        heading.append(f"  ({visible(result.submission.name, keep='')})", "dim")
    return heading


def _checks(result: Result) -> RenderableType:
    rows: list[RenderableType] = [indented(_line(check), 2) for check in result.checks]
    skipped = [check for check in result.checks if check.outcome == "skipped"]
    if skipped:
        rows.append(Text(f"\n  {len(skipped)} checks: {visible(skipped[0].message)}", "dim"))
    for finding in result.findings[:MAX_FINDINGS]:
        rows += [Text(), *_finding(result, finding)]
    rows += [
        Text(f"\n  Also, {share(result, finding)}: {visible(finding.cause)}", "dim")
        for finding in result.findings[MAX_FINDINGS:]
    ]
    return Group(*rows)


def _finding(result: Result, finding: Finding) -> Iterator[RenderableType]:
    """Show a cause, and the first check that fails for it whole."""
    first = first_check(result, finding)
    look = look_at(result, finding)
    heading = Text()
    heading.append(f"{share(result, finding)}: ", "bold red")
    heading.append(visible(finding.cause), "bold")
    yield indented(heading, 2)
    if look:
        yield labelled("look at", _text(look))
    yield labelled("check", _text(first.title))
    yield labelled("why", _text(first.why))
    if visible(first.message) != visible(finding.cause):
        yield labelled("found", _text(first.message))
    if first.counterexample:
        yield from _counterexample(first.counterexample)
    if first.hint and not look:
        yield labelled("hint", _text(first.hint))
    if first.stdout.strip():
        yield labelled("printed", _text(_clipped(first.stdout.strip())))


def _line(check: CheckResult) -> RenderableType:
    mark, colour = MARKS[check.outcome]
    line = Text()
    line.append(f"{mark} ", colour)
    line.append(visible(check.title), "" if check.outcome == "passed" else "bold")
    if check.outcome not in ("passed", "failed"):
        line.append(f"  {check.outcome}", colour)
    return with_points(line, check.points, check.max_points)


def _budgets(result: Result) -> RenderableType:
    """Show what the code costs beside the reference: a bar for each budget, whose mark is the limit."""
    rows: list[RenderableType] = []
    if len({budget.message for budget in result.budgets}) == 1 and all(
        budget.outcome == "skipped" for budget in result.budgets
    ):
        points = sum(budget.max_points for budget in result.budgets)
        line = Text(f"- {visible(result.budgets[0].message)}", "dim")
        return indented(with_points(line, 0, points), 2)
    for budget in result.budgets:
        rows.append(indented(_budget_line(budget), 2))
        if budget.pairs:
            rows.append(indented(_bar(budget), 4))
        if budget.message and not budget.at_least:  # the bar says that it was stopped
            rows.append(indented(_text(budget.message)))
        if budget.hint:
            rows.append(labelled("hint", _text(budget.hint)))
    return Group(*rows)


def _budget_line(budget: BudgetResult) -> RenderableType:
    mark, colour = MARKS[budget.outcome]
    line = Text()
    line.append(f"{mark} ", colour)
    line.append(visible(budget.title), "" if budget.outcome == "passed" else "bold")
    if budget.outcome not in ("passed", "failed"):
        line.append(f"  {budget.outcome}", colour)
    return with_points(line, budget.points, budget.max_points)


def _bar(budget: BudgetResult) -> Text:
    """Draw ``measured`` against ``limit``, which stands at two thirds."""
    colour = MARKS[budget.outcome][1]
    share = max(0.0, budget.measured) / budget.limit * BAR_LIMIT
    full = min(BAR_WIDTH, round(share))
    cells = ["█" if place < full else "·" for place in range(BAR_WIDTH)]
    bar = Text()
    bar.append("".join(cells[:BAR_LIMIT]), colour)
    bar.append("┃", "bold")
    bar.append("".join(cells[BAR_LIMIT:]), colour)
    bar.append("▶ " if share > BAR_WIDTH else "  ", colour)
    bar.append(f"{'over ' if budget.at_least else ''}{budget.measured:.3g}", "bold")
    bar.append(f" {budget.unit}, limit {budget.limit:.3g}")
    last = budget.costs[-1]
    at = f" at size {last.size}" if last.size else ""
    bar.append(f"  ({last.yours:.3g} {budget.cost_unit}, reference {last.reference:.3g}{at})", "dim")
    return bar


def _counterexample(example: Counterexample) -> Iterator[RenderableType]:
    yield labelled("try", Text())
    # From the margin on, for code that is pasted must not be indented.
    code = visible(_clipped(example.code))
    yield Syntax(code, "python", theme="ansi_dark", background_color="default", word_wrap=True)
    for label, text in (("expected", example.expected), ("got", example.got), ("where", example.where)):
        if text:
            yield labelled(label, _text(_clipped(text)))


def _footer(result: Result) -> RenderableType:
    score = Text("\n")
    score.append(score_of(result), "bold")
    isolation = f"   isolation: {result.isolation}" if result.kind == "code" else ""
    score.append(f"   {result.duration_s:.1f} s{isolation}", "dim")
    for warning in result.warnings:
        score.append(f"\n{visible(warning)}", "yellow")
    if result.advice:
        score.append("\n")
        score.append(visible(result.advice))
    return Padding(score, (0, 0, 1, 2))


def _summary(results: list[Result]) -> RenderableType:
    table = Table(box=None, padding=(0, 2), pad_edge=True)
    for heading in ("kata", "file", "verdict"):
        table.add_column(heading)
    table.add_column("score", justify="right")
    for result in results:
        colour = "green" if result.verdict == "passed" else "red"
        table.add_row(
            result.kata,
            Text(visible(result.submission.path or result.submission.name, keep="")),
            Text(result.verdict, colour),
            points_of(result.score, result.max_score) or "-",
        )
    passed = sum(result.verdict == "passed" for result in results)
    return Group(table, Text(f"\n  {passed} of {len(results)} passed\n", "bold"))


def _text(text: str) -> Text:
    return Text(visible(text))


def _clipped(text: str) -> str:
    lines = text.split("\n")
    if len(lines) <= MAX_BLOCK_LINES:
        return text
    return "\n".join([*lines[: MAX_BLOCK_LINES - 1], f"... {len(lines) - MAX_BLOCK_LINES + 1} more lines"])
