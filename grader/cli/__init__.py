"""The program ``grade``. Only this package prints and exits."""

from __future__ import annotations

import errno
import io
import os
import sys
from pathlib import Path

import click

from grader import __version__
from grader.cli.batch import batch
from grader.cli.courses import autograde, courses
from grader.cli.katas import katas_option_before
from grader.cli.learner import hint, list_katas, run, start
from grader.cli.mentor import mentor
from grader.cli.pages import progress, report
from grader.cli.statuses import GRADER_FAULT, INTERRUPTED, WRONG_USAGE
from grader.errors import GraderError
from grader.text import visible

_NOWHERE_TO_WRITE = (errno.ENOSPC, errno.EPIPE, errno.EDQUOT)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="grade")
@katas_option_before
def cli(named: tuple[Path, ...]) -> None:
    """Practise deep-learning interviews in code.

    \b
    grade list            see the katas
    grade start conv2d    copy one here
    grade run conv2d      grade what you wrote
    grade hint conv2d     ask for the next hint
    grade report conv2d   the last report as a page
    grade progress        where you stand

    \b
    grade batch           for courses: grade everybody's files, here or on a cluster
    grade pack            for courses: an autograder for Gradescope
    grade kata            for mentors: write a kata, check it, hand it out
    """


for command in (list_katas, start, run, hint, report, progress, batch, mentor, courses, autograde):
    cli.add_command(command)


def main() -> None:
    """Run the program; whatever goes wrong ends in one line and the exit status for it."""
    if os.name == "nt":
        click.echo("error: grade does not run on Windows itself. Install WSL, and run it there.", err=True)
        sys.exit(WRONG_USAGE)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        os.getcwd()
    except OSError:
        click.echo("error: the working folder is not there any more. Go to another, and try again.", err=True)
        sys.exit(WRONG_USAGE)
    sys.exit(_status())


def _status() -> int:
    """Run the command, and return the exit status."""
    try:
        cli(standalone_mode=False)
        if sys.stdout:
            sys.stdout.flush()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0 if ended.code is None else 1
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        return INTERRUPTED
    except GraderError as error:
        click.echo(f"error: {visible(str(error))}", err=True)
        return WRONG_USAGE
    except Exception as error:
        if os.environ.get("GRADE_DEBUG"):
            raise
        if isinstance(error, OSError) and error.errno in _NOWHERE_TO_WRITE:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that Python's own last flush succeeds
            click.echo(f"error: the output cannot be written: {error.strerror}", err=True)
            return WRONG_USAGE
        text = visible(" ".join(f"{type(error).__name__}: {error}".split()))
        click.echo(f"error: the grader itself failed, which is no fault of yours: {text}", err=True)
        click.echo("Please report it, with what GRADE_DEBUG=1 in the environment shows.", err=True)
        return GRADER_FAULT
    return 0
