"""Which katas a command is about: `--katas DIR`, the variable GRADE_KATAS, and what is installed."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from grader.catalogue import Catalogue, find_catalogue, named_root
from grader.kata import SPEC
from grader.text import visible

VARIABLE = "GRADE_KATAS"
UNPACKED = Path(".grade") / "packs"

_HELP = f"A folder with more katas, in katas/ and solutions/, or a pack; may be given several times. Else {VARIABLE}."


def _option(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option("--katas", name, multiple=True, metavar="DIR", type=click.Path(path_type=Path), help=_HELP)


katas_option = _option("folders")
"""Gives a command the option `--katas`."""
katas_option_before = _option("named")
"""Gives the program the same option, for whatever command follows."""


def learners_katas(folders: tuple[Path, ...]) -> Catalogue:
    """Return every kata that a learner may solve: those of the program and of installed packages, and those named.

    Raises:
        UsageError: a folder is no collection.
    """
    return find_catalogue(_roots(folders))


def graders_katas(folders: tuple[Path, ...]) -> tuple[Catalogue, tuple[Path, ...], list[str]]:
    """Take `--katas` for collections, and for names of the katas to grade: "conv2d,iou".

    Where it names katas alone, these may be of the collections that the variable names.

    Returns:
        The katas that there are, the collections that were named, and the ids asked for; [] for all.
    Raises:
        UsageError: a folder is no collection, or there is no kata of a name.
    """
    named = [folder for folder in _named(folders) if os.path.exists(folder)]
    asked = [name for folder in _named(folders) if folder not in named for name in str(folder).split(",")]
    said_by = "--katas" if named else VARIABLE
    roots = tuple(_root(folder, said_by).resolve() for folder in named or _from_variable())
    catalogue = find_catalogue(roots)
    for name in asked:
        catalogue.require(name)
    return catalogue, roots, list(dict.fromkeys(asked))


def mentors_katas(folders: tuple[Path, ...]) -> Catalogue:
    """Return the katas that a mentor works on: those named, else those in the working folder, else all.

    Raises:
        UsageError: a folder is no collection.
    """
    roots = _roots(folders)
    here = Path()
    if not roots and any(here.glob(f"katas/*/{SPEC}")):
        roots = [here]
    return Catalogue(*roots) if roots else find_catalogue()


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
