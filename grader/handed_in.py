"""Which of the files that a learner handed in answers which kata."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from grader.kata import Exercise
from grader.submission import Submission, read_submission
from grader.text import readable

_MAX_FILES = 2000
_MAX_NAMED = 8
"""So many files are listed to a learner whose own is not found."""


def handed_in(folder: Path, katas: Sequence[Exercise]) -> list[Submission]:
    """Return the submission to each of ``katas``, with a ``problem`` where no file of ``folder`` can be it.

    It is the file of the kata's name, or the only one of that name in the folders below; for one kata alone, the only
    file of its kind will do. Folders and files whose names begin with a dot or two underscores are passed over.
    """
    files = sorted(islice(_files(folder), _MAX_FILES))
    return [_submission(folder, files, kata, is_alone=len(katas) == 1) for kata in katas]


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "__"))]
        yield from (Path(place, name) for name in names if not name.startswith((".", "__")))


def _submission(folder: Path, files: Sequence[Path], kata: Exercise, is_alone: bool) -> Submission:
    at_top = folder / kata.file_name
    named = [path for path in files if path.name == kata.file_name]
    alike = [path for path in files if path.suffix == kata.suffix and path.name != kata.statement_name]
    candidates = named or (alike if is_alone else [])
    if os.path.lexists(at_top):  # whatever it is
        return read_submission(at_top)
    if len(candidates) == 1:
        return read_submission(candidates[0])
    return Submission(name=kata.file_name, problem=_why_none(folder, kata, named, alike))


def _why_none(folder: Path, kata: Exercise, named: Sequence[Path], alike: Sequence[Path]) -> str:
    """Tell a learner whose file was not found what was, and what to do."""
    wanted = kata.file_name
    if named:
        return f"There are {len(named)} files called {wanted}: {_listed(folder, named)}. Hand in one of them."
    if not alike:
        return f"{wanted} was not handed in, nor any other {kata.suffix} file. Hand in a file of this name."
    return f"{wanted} was not handed in: there is {_listed(folder, alike)}. Name your file {wanted}."


def _listed(folder: Path, paths: Sequence[Path]) -> str:
    shown = [readable(path.relative_to(folder))[:100] for path in paths[:_MAX_NAMED]]
    return ", ".join(shown) + (f", and {len(paths) - _MAX_NAMED} more" if len(paths) > _MAX_NAMED else "")
