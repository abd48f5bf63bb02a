"""An explanation in the terminal: each point with the learner's own words, and what to say where it was not found."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from grader.reports.plain import look_of, shown_checks
from grader.reports.rows import MARKS, labelled, with_points
from grader.result import CheckResult, MistakeNamed, Outcome, Result
from grader.text import visible

_STATES: dict[Outcome, str] = {"failed": "contradicted", "not_found": "not found"}
"""What an outcome is called here, where its mark alone does not say it."""


def points(result: Result) -> RenderableType:
    """Show the points group by group, and then what is the wrong way round."""
    rows: list[RenderableType] = []
    for group in result.groups:
        line = with_points(Text(visible(group.title), "bold"), group.points, group.max_points)
        rows += [Padding(line, (1 if rows else 0, 0, 0, 2))]
        for check in shown_checks(result):
            if check.group == group.id:
                rows += _point(check, explained={mistake.says for mistake in result.mistakes})
    for mistake in result.mistakes:
        rows += [Text(), *_misconception(mistake)]
    return Group(*rows)


def _point(check: CheckResult, explained: set[str]) -> Iterator[RenderableType]:
    """Show a point. What was not found is not named, for its title is the answer."""
    mark, colour = MARKS[check.outcome]
    line = Text()
    line.append(f"{mark} ", colour)
    if check.outcome != "not_found":
        line.append(f"{visible(check.title)}  ", "" if check.outcome == "passed" else "bold")
    line.append(_STATES.get(check.outcome, ""), colour)
    yield Padding(line, (0, 2, 0, 2))
    if check.quote:
        yield _labelled(f"line {check.line}" if check.line else "", f"“{check.quote}”", "italic")
    if check.outcome == "failed" and check.message not in explained:  # else it is said below
        yield _labelled("why not", check.message)
    elif check.outcome == "not_found":
        yield _labelled("say", f"In one plain sentence: {check.hint}")


def _misconception(mistake: MistakeNamed) -> Iterator[RenderableType]:
    yield Padding(Text(visible(mistake.says), "bold red"), (0, 2, 0, 2))
    if mistake.quote:
        yield _labelled(f"line {mistake.line}" if mistake.line else "", f"“{mistake.quote}”", "italic")
    if mistake.look:
        yield _labelled("look at", look_of(mistake))


def _labelled(label: str, text: str, style: str = "") -> RenderableType:
    return Padding(labelled(label, Text(visible(text, keep=""), style)), (0, 2, 0, 0))
