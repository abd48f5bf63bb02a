"""Which katas a command is about: `--katas DIR`, the variable GRADE_KATAS, and what is installed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from grader.catalogue import Catalogue, find_catalogue, mentors_catalogue

VARIABLE = "GRADE_KATAS"


def katas_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option `--katas`."""
    return click.option(
        "--katas",
        "folders",
        multiple=True,
        metavar="DIR",
        type=click.Path(path_type=Path),
        envvar=VARIABLE,
        help=f"A folder with more katas, in katas/ and solutions/; may be given several times. Else from {VARIABLE}.",
    )(command)


def learners_katas(folders: tuple[Path, ...]) -> Catalogue:
    """Return every kata that a learner may solve: those of the program and of installed packages, and those named."""
    return find_catalogue((*_before_the_command(), *folders))


def mentors_katas(folders: tuple[Path, ...]) -> Catalogue:
    """Return the katas that a mentor works on: those named, else those in the working folder, else all."""
    return mentors_catalogue((*_before_the_command(), *folders))


def place_of_new(folders: tuple[Path, ...]) -> Path:
    """Return the collection that a new kata belongs in: the first one named, else the working folder."""
    return next(iter((*_before_the_command(), *folders)), Path())


def _before_the_command() -> tuple[Path, ...]:
    """What `grade --katas DIR COMMAND` says."""
    root = click.get_current_context().find_root()
    return tuple(root.params.get("named") or ())
