"""The program ``grade``. Only this package prints and exits."""

from __future__ import annotations

import os
import sys

import click

from grader import __version__
from grader.cli.learner import hint, list_katas, run, start
from grader.errors import GraderError, JailError

GRADER_FAULT = 3


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="grade")
def cli() -> None:
    """Practise deep-learning interviews in code.

    \b
    grade list            see the katas
    grade start conv2d    copy one here
    grade run conv2d      grade what you wrote
    grade hint conv2d     ask for the next hint
    """


for command in (list_katas, start, run, hint):
    cli.add_command(command)


def main() -> None:
    """Run the program; whatever goes wrong ends in one line and the exit status for it."""
    if os.name == "nt":
        click.echo("error: grade does not run on Windows itself. Install WSL, and run it there.", err=True)
        sys.exit(2)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # both are text files here
    try:
        cli()
    except GraderError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(2)
    except (JailError, Exception) as error:
        if os.environ.get("GRADE_DEBUG"):
            raise
        text = " ".join(f"{type(error).__name__}: {error}".split())
        click.echo(f"error: the grader itself failed, which is no fault of yours: {text}", err=True)
        click.echo("Please report it, with what GRADE_DEBUG=1 in the environment shows.", err=True)
        sys.exit(GRADER_FAULT)
