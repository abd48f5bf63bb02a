"""The rows that reports in the terminal are made of."""

from __future__ import annotations

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.result import Outcome

MARKS: dict[Outcome, tuple[str, str]] = {
    "passed": ("✓", "green"),
    "failed": ("✗", "red"),
    "error": ("✗", "red"),
    "timeout": ("⧗", "red"),
    "memory": ("✗", "red"),
    "crashed": ("✗", "red"),
    "skipped": ("-", "dim"),
    "not_found": ("·", "yellow"),
}
"""A sign and a colour for every outcome."""


def with_points(line: Text, points: float, max_points: float) -> RenderableType:
    """Show points at the right of ``line``, where there are any to have."""
    grid = Table.grid(expand=True, padding=(0, 2))
    grid.add_column(ratio=1)
    grid.add_column(justify="right", no_wrap=True)
    grid.add_row(line, Text(f"{points:g} / {max_points:g} " if max_points else "", "dim"))
    return grid


def indented(content: RenderableType, columns: int = 6) -> RenderableType:
    """Move ``content`` to the right."""
    return Padding(content, (0, 0, 0, columns))


def labelled(label: str, content: RenderableType) -> RenderableType:
    """Show ``content`` beside ``label``."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=8, style="cyan", no_wrap=True)
    grid.add_column(ratio=1)
    grid.add_row(label, content)
    return indented(grid)
