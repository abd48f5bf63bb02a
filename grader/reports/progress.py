"""Where a learner stands, as a table and as a page."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.progress import KataProgress, Progress
from grader.reports.page import rendered
from grader.text import visible

_BLOCKS = "▁▂▃▄▅▆▇█"
MAX_BLOCKS = 12


def progress_page(progress: Progress) -> str:
    """Return the page."""
    return rendered("progress.html.j2", progress=progress)


def progress_table(progress: Progress) -> str:
    """Return the table for the terminal."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=100)
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("kata", "topic", "best", "attempts", "scores", "hints"):
        table.add_column(heading, justify="right" if heading in ("best", "attempts", "hints") else "left")
    for kata in progress.katas:
        best = "-" if kata.best is None else f"{kata.best:g} / {kata.max_score:g}"
        name = Text(f"{'✓' if kata.is_passed else ' '} {kata.kata}", "green" if kata.is_passed else "")
        hints = f"{kata.hints} of {kata.hint_count}"
        table.add_row(name, kata.topic, best, str(len(kata.attempts)), _blocks(kata), hints)
    with console.capture() as capture:
        console.print()
        console.print(Padding(table, (0, 2)))
        if progress.returning:
            console.print("\n  These mistakes came back:", style="bold")
        for one in progress.returning[:5]:
            now = "" if one.is_last else " (not in your last attempt)"
            console.print(Padding(Text(f"{one.kata}, {one.times} times{now}: {visible(one.says)}"), (0, 2, 0, 4)))
        console.print("\n  What to practise next:", style="bold")
        for one_next in progress.next:
            console.print(Padding(Text(f"{one_next.kata}: {visible(one_next.why)}"), (0, 2, 0, 4)))
        console.print()
    return "\n".join(line.rstrip() for line in capture.get().split("\n"))


def _blocks(kata: KataProgress) -> str:
    """Draw the last scores as bars."""
    top = len(_BLOCKS) - 1
    return "".join(
        _BLOCKS[min(top, round(max(0.0, score) / (kata.max_score or 1) * top))] for score in kata.scores[-MAX_BLOCKS:]
    )
