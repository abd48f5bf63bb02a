"""What a whole course's results come to, as a page and on the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from grader.reports.page import rendered
from grader.tally import Named, Tally
from grader.text import visible

MAX_ROWS = 5000
"""Of more learners, the page shows no more; the gradebook has all."""
MAX_MISTAKES = 20
MAX_PASSED_OVER = 100


def course_page(tally: Tally, passed_over: Sequence[str]) -> str:
    """Return the page. It links to each report, below the folder that it stands in."""
    return rendered(
        "course.html.j2",
        tally=tally,
        rows=[row for _, row in zip(range(MAX_ROWS), tally.rows, strict=False)],
        mistakes=tally.mistakes[:MAX_MISTAKES],
        passed_over=passed_over[:MAX_PASSED_OVER],
        passed_over_count=len(passed_over),
    )


def course_terminal(tally: Tally, passed_over: Sequence[str]) -> Iterator[RenderableType]:
    """Show what there is a word to say about: the katas, the commonest mistakes, and what somebody has to look at."""
    yield _katas(tally)
    if tally.mistakes:
        yield Text("\nThe most common mistakes", "bold")
        for mistake in tally.mistakes[:5]:
            yield Text(f"  {mistake.times:>4} × {mistake.kata}: {visible(mistake.says, keep='')}")
    yield Text()
    for listed, what in (
        (tally.timed_out, "ran out of time"),
        (tally.out_of_memory, "ran out of memory"),
        (tally.crashed, "crashed"),
        (tally.invalid, "could not be read or loaded"),
    ):
        if listed.count:
            yield Text(f"{listed.count} {what}, {_some(listed.some)}")
    if tally.given_up.count:
        told = "were given up, and need to be looked at; the same command tries them again"
        yield Text(f"{tally.given_up.count} {told}:", "yellow")
        for named in tally.given_up.some[:10]:
            yield Text(f"  {named.learner}, {named.kata}: {visible(named.why, keep='')}", "yellow")
    if passed_over:
        yield Text(f"{len(passed_over)} files are graded for no kata:", "yellow")
        for line in passed_over[:5]:
            yield Text(f"  {line}", "yellow")


def _some(named: Sequence[Named]) -> str:
    first = [f"{one.learner} ({one.kata})" for one in named[:3]]
    return "such as " + ", ".join(first) if len(named) > 3 else ", ".join(first)


def _katas(tally: Tally) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("kata")
    for heading in ("graded", "passed", "failed", "invalid", "mean", "of"):
        table.add_column(heading, justify="right")
    for kata in tally.katas.values():
        if kata.count:
            verdicts = [str(kata.verdicts[verdict]) for verdict in ("passed", "failed", "invalid")]
            table.add_row(kata.kata, str(kata.count), *verdicts, f"{kata.mean:.2f}", f"{kata.max_score:g}")
    return table
