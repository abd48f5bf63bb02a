"""What the user should know, and what stops nothing."""

from __future__ import annotations

import click

from grader.text import visible


def warn(text: str) -> None:
    """Say ``text`` on standard error."""
    click.echo(f"warning: {visible(text)}", err=True)
