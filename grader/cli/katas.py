"""Which katas a command is about: `--katas DIR`, the variable GRADE_KATAS, and what is installed."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from grader.catalogue import Catalogue, find_catalogue, mentors_catalogue, named_root
from grader.text import visible

VARIABLE = "GRADE_KATAS"
UNPACKED = Path(".grade") / "packs"

_DIR = click.Path(path_type=Path)
_HELP = f"A folder with more katas, in katas/ and solutions/, or a pack; may be given several times. Else {VARIABLE}."


def katas_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option `--katas`."""
    return click.option("--katas", "folders", multiple=True, metavar="DIR", type=_DIR, help=_HELP)(command)


def katas_option_before(group: Callable[..., Any]) -> Callable[..., Any]:
    """Give the program the same option, for whatever command follows."""
    return click.option("--katas", "named", multiple=True, metavar="DIR", type=_DIR, help=_HELP)(group)


def learners_katas(folders: tuple[Path, ...]) -> Catalogue:
    """Return every kata that a learner may solve: those of the program and of installed packages, and those named.

    Raises:
        UsageError: a folder is no collection.
    """
    return find_catalogue(_roots(folders))


def mentors_katas(folders: tuple[Path, ...]) -> Catalogue:
    """Return the katas that a mentor works on: those named, else those in the working folder, else all.

    Raises:
        UsageError: a folder is no collection.
    """
    return mentors_catalogue(_roots(folders))


def place_of_new(folders: tuple[Path, ...]) -> Path:
    """Return the collection that a new kata belongs in: the first one named, else the working folder."""
    folder = next(iter(_named(folders) or _from_variable()), Path())
    return folder.parent if folder.name == "katas" else folder


def as_options(folders: tuple[Path, ...]) -> str:
    """Say the folders that were named again, as the end of a command to be pasted."""
    return "".join(f" --katas {shlex.quote(visible(str(folder), keep=''))}" for folder in _named(folders))


def _named(folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """The folders that stand before the command and after it."""
    return (*(click.get_current_context().find_root().params.get("named") or ()), *folders)


def _from_variable() -> list[Path]:
    return [Path(part) for part in os.environ.get(VARIABLE, "").split(os.pathsep) if part]


def _roots(folders: tuple[Path, ...]) -> list[Path]:
    named = _named(folders)
    said_by = "--katas" if named else VARIABLE
    return [_root(folder, said_by) for folder in named or _from_variable()]


def _root(folder: Path, said_by: str) -> Path:
    """Return the collection that is meant by a folder, or by a pack as it came."""
    if folder.suffix.lower() == ".zip" and folder.is_file():
        from grader.unpacking import unpacked

        return unpacked(folder, UNPACKED)
    return named_root(folder, said_by)
