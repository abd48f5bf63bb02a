"""What the words after `grade run` mean: a kata, a file, or a folder of files named after katas."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from grader.catalogue import Catalogue
from grader.errors import UsageError, did_you_mean
from grader.history import History, HistoryError
from grader.text import readable, visible

Target = tuple[str, Path]
"""A kata's id, and the file to grade as its solution."""


def resolve(words: tuple[str, ...], kata_id: str | None, catalogue: Catalogue) -> list[Target]:
    """Return what to grade, in the order of ``words``.

    Raises:
        UsageError: a path does not exist, a name is no kata, or it cannot be told which kata a file is for.
    """
    suffixes = {known: catalogue.suffix(known) for known in catalogue.ids()}
    if kata_id is not None:
        catalogue.require(kata_id)
    return [target for word in words for target in _resolve_one(word, kata_id, suffixes)]


def precious_files(catalogue: Catalogue, history: History, targets: Iterable[Target] = ()) -> Iterator[Path]:
    """Yield what no report may be written over: ``targets``, what was graded before, and where answers and statements
    stand, or would, in this folder and beside the targets."""
    paths = [path for _, path in targets]
    yield from paths
    names = [name for kata_id in catalogue.ids() for name in catalogue.file_names(kata_id)]
    for folder in {Path(), *(path.parent for path in paths)}:
        yield from (folder / name for name in names)
    with contextlib.suppress(HistoryError):  # who reads it says what ails it
        yield from (Path(attempt.path) for attempt in history.attempts())


def _resolve_one(word: str, kata_id: str | None, suffixes: dict[str, str]) -> list[Target]:
    """``suffixes``: every kata's id, and how the name of a file that answers it ends."""
    ids = list(suffixes)
    path = Path(word)
    shown = readable(word)
    if kata_id is None and word in ids:
        file = Path(f"{word}{suffixes[word]}")
        if os.path.lexists(file):
            return [(word, file)]
        if not path.is_dir():
            raise UsageError(f"there is no {file} in this folder. `grade start {word}` puts one here.")
    if not os.path.lexists(path):
        if word in ids:
            raise UsageError(f"`{shown}` is a kata. With --kata, name the files to be graded.")
        guess = did_you_mean(word, ids)
        raise UsageError(f"there is no file or folder `{shown}`, and no kata of this name{guess}.")
    if path.is_dir() and not path.is_symlink() and path.suffix not in suffixes.values():
        found = list(_in_folder(path, kata_id, suffixes))
        if not found:
            wanted = f"a {suffixes[kata_id]} file" if kata_id else "a file named after a kata, such as conv2d.py"
            raise UsageError(f"the folder `{shown}` has nothing to grade in it: {wanted} is what it takes.")
        return found
    if kata_id is not None:
        return [(kata_id, path)]
    if path.suffix and path.suffix == suffixes.get(path.stem):
        return [(path.stem, path)]
    guess = did_you_mean(path.stem, ids)
    raise UsageError(
        f"cannot tell which kata `{shown}` is for{guess}. Name the file after the kata, or say `--kata ID`."
    )


def _in_folder(folder: Path, kata_id: str | None, suffixes: dict[str, str]) -> Iterator[Target]:
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        raise UsageError(f"the folder `{visible(str(folder))}` cannot be read: {error.strerror}.") from error
    for name in names:
        entry = folder / name
        if entry.suffix and entry.suffix == suffixes.get(kata_id or entry.stem):
            yield kata_id or entry.stem, entry
