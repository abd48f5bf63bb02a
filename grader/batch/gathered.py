"""What was handed in: a folder of strangers' files, and whose each is, by where it stands or by a list."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import re
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from grader.catalogue import Catalogue
from grader.errors import UsageError, did_you_mean
from grader.submission import Submission, read_submission
from grader.text import readable, visible

PATTERN = "{learner}/{kata}"
_PLACEHOLDER = re.compile(r"\{(learner|kata)\}")
_UNFAIR = {"-": "begins with a dash", ".": "begins with a dot"}
_NEVER_LOOKED_AT = ("__pycache__", "__MACOSX")


Key = tuple[str, str]
"""A learner, and a kata."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One learner's file for one kata."""

    learner: str
    """With nothing in it that a terminal would act on."""
    kata: str
    path: Path
    problem: str = ""
    """Why it is no submission, whatever stands there; "" where that is still to be seen."""

    @property
    def key(self) -> Key:
        """What tells it from every other."""
        return self.learner, self.kata

    def read(self) -> Submission:
        """Read the file; what is no submission has a ``problem``."""
        problem = self.problem
        try:
            if not problem:
                return read_submission(self.path)
        except FileNotFoundError:
            problem = "There is no such file any more."
        except OSError as error:  # a folder on the way to it that is shut, or a folder no more
            problem = f"The file cannot be read: {error.strerror}."
        return Submission(name=readable(self.path.name), path=readable(self.path), problem=problem)


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """All that was found."""

    folder: Path
    """Below which everything stands."""
    entries: tuple[Entry, ...]
    """By learner, then by kata."""
    learners: tuple[str, ...]
    """Those who handed in nothing, too."""
    passed_over: tuple[str, ...]
    """Files that are graded for no kata, each with the reason."""

    def is_gone(self) -> bool:
        """Tell whether the folder is there no more, or nothing in it: as when it lay on a disk that went."""
        try:
            return next(self.folder.iterdir(), None) is None
        except OSError:
            return True


def found_in(folder: Path, pattern: str, katas: Iterable[str], catalogue: Catalogue) -> Gathered:
    """Find what was handed in below ``folder``, where ``pattern`` says whose each file is and for which kata.

    Args:
        folder: with everybody's files.
        pattern: a path below it with ``{learner}`` and ``{kata}`` in it, and ``*`` for what may be anything; a kata's
            suffix is added where its last part has none. Without ``{kata}``, all files are for the one kata.
        katas: their ids.
        catalogue: where they are.
    Raises:
        UsageError: the folder cannot be read, or the pattern cannot be used.
    """
    walk = _Walk(folder, _parts_of(pattern, list(katas), catalogue), list(katas), catalogue)
    walk.visit(folder, 0, {}, "")
    return _gathered(folder, _told_apart(walk.entries, walk.learners), walk.learners, walk.passed_over)


def _gathered(
    folder: Path, entries: Iterable[Entry], learners: Iterable[str] = (), passed_over: Iterable[str] = ()
) -> Gathered:
    ordered = tuple(sorted(entries, key=lambda entry: entry.key))
    everybody = sorted({*learners, *(entry.learner for entry in ordered)})
    return Gathered(folder=folder, entries=ordered, learners=tuple(everybody), passed_over=tuple(passed_over))


def name_problem(name: str) -> str:
    """Say what is wrong with a learner's name that comes from a path; "" where nothing is."""
    if readable(name) != name:
        return "has characters in it that cannot be shown, or is not UTF-8"
    if any(mark in name for mark in '"`\\/'):
        return "has a quotation mark or a slash in it"
    return _UNFAIR.get(name[:1], "has nothing in it" if not name.strip() else "")


def _parts_of(pattern: str, katas: list[str], catalogue: Catalogue) -> list[dict[str, re.Pattern[str]]]:
    """Turn a pattern into one for each folder and for the file; one for each kata where that is part of the name."""
    used = _PLACEHOLDER.findall(pattern)
    parts = pattern.split("/")
    problem = ""
    if used.count("learner") != 1:
        problem = "has to have {learner} in it once"
    elif used.count("kata") != (len(katas) > 1) and used.count("kata") != 1:
        problem = "has to have {kata} in it once, or be for one kata alone, named by `--katas`"
    elif not all(parts) or ".." in parts:
        problem = "has to be a path below the folder, such as {learner}/{kata} or {learner}_{kata}.py"
    if problem:
        raise UsageError(f"--pattern {visible(pattern, keep='')}: this {problem}.")
    if "." not in parts[-1]:
        parts[-1] += "{suffix}"
    suffixes = {catalogue.suffix(kata) for kata in katas}
    # Where one kata's name ends, or begins, as another's, the longer one is meant.
    return [
        {kata: re.compile(_regex_of(part, kata, suffixes), re.DOTALL) for kata in sorted(katas, key=len, reverse=True)}
        if "{kata}" in part
        else {"": re.compile(_regex_of(part, "", suffixes), re.DOTALL)}
        for part in parts
    ]


def _regex_of(part: str, kata: str, suffixes: Iterable[str]) -> str:
    """Turn one part of a pattern into a regular expression.

    What stands between ``*`` and something else that may be anything is looked for once, where it comes first: whatever
    matches with a later one matches with this. Else a name of many underscores could take for ever.
    """
    groups = {
        "{learner}": "(?P<learner>.+)",
        "{kata}": f"(?P<kata>{re.escape(kata)})",
        "{suffix}": f"(?:{'|'.join(map(re.escape, suffixes))})",
        "*": ".*?",
    }
    pieces = [piece for piece in re.split(r"(\{learner\}|\{kata\}|\{suffix\}|\*)", re.sub(r"\*+", "*", part)) if piece]
    regex, place = "", 0
    while place < len(pieces):
        first, then, after = (*pieces[place : place + 3], "", "")[:3]
        if first == "*" and then and then not in groups and after in ("*", "{learner}"):
            regex += f"(?>.*?{re.escape(then)})"
            place += 2
        else:
            regex += groups.get(first, re.escape(first))
            place += 1
    return regex


class _Walk:
    """Goes through a folder as a pattern says, and follows no link."""

    def __init__(
        self, root: Path, parts: list[dict[str, re.Pattern[str]]], katas: list[str], catalogue: Catalogue
    ) -> None:
        self._root, self._parts, self._katas = root, parts, katas
        self._suffixes = {kata: catalogue.suffix(kata) for kata in katas}
        self._names = {re.sub(r"[\W_]", "", kata): kata for kata in katas}
        self._statements = {name for kata in catalogue.ids() for name in catalogue.file_names(kata)}
        self.entries: list[Entry] = []
        self._answered: set[Key] = set()
        self.learners: set[str] = set()
        self.passed_over: list[str] = []

    def visit(self, folder: Path, depth: int, known: dict[str, str], problem: str) -> None:
        """Go through one folder; ``known`` is what its path says, ``problem`` what is wrong with the path."""
        try:
            with os.scandir(folder) as found:
                inside = sorted(found, key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            if depth == 0:
                shown = readable(folder)
                raise UsageError(f"the folder {shown} cannot be read: {error.strerror}.") from error
            self._pass_over(folder, f"the folder cannot be read: {error.strerror}")
            return
        is_last = depth == len(self._parts) - 1
        misnamed = []
        for entry in inside:
            path = folder / entry.name
            ways = self._parts[depth].items()
            match = next((hit for kata, way in ways if kata in entry.name and (hit := way.fullmatch(entry.name))), None)
            if is_last:
                if match is None or not self._take(path, known | match.groupdict(), problem):
                    misnamed.append(path)
            elif entry.name in _NEVER_LOOKED_AT:
                continue
            elif match and _leads_to_folder(path):
                self._descend(path, depth, known | match.groupdict(), problem)
            elif not entry.name.startswith("."):
                self._pass_over(path, "it is no folder such as the pattern names")
        for path in misnamed:
            self._take_misnamed(path, known, problem)

    def _descend(self, path: Path, depth: int, known: dict[str, str], problem: str) -> None:
        if path.is_symlink() and not problem:
            problem = f"The folder `{readable(path.name)}` is a symbolic link, and is not followed."
        learner = known.get("learner")
        if learner and not problem and not name_problem(learner):
            self.learners.add(learner)
        self.visit(path, depth + 1, known, problem)

    def _take(self, path: Path, known: dict[str, str], problem: str) -> bool:
        """Note a file whose path says all; tell whether its name ends as the kata's files do."""
        kata = known.get("kata") or self._katas[0]
        if path.suffix != self._suffixes[kata]:
            return False
        learner = known["learner"]
        if wrong := name_problem(learner):
            problem = problem or f"The name `{readable(learner)}` {wrong}. Rename it, and grade again."
        self._note(Entry(learner=readable(learner), kata=kata, path=path, problem=problem))
        return True

    def _note(self, entry: Entry) -> None:
        self.entries.append(entry)
        self._answered.add(entry.key)

    def _take_misnamed(self, path: Path, known: dict[str, str], problem: str) -> None:
        """Refuse a file that was surely meant for a kata of which there is none; pass over every other."""
        name = readable(path.name)
        is_ours = path.suffix in self._suffixes.values() and path.name.lower() != "readme.md"
        if path.name in self._statements or path.name.startswith(".") or not is_ours:
            return
        kata = self._names.get(re.sub(r"[\W_]", "", path.stem, flags=re.ASCII).lower(), "")
        learner = readable(known.get("learner", ""))
        if kata and learner and path.suffix == self._suffixes[kata] and (learner, kata) not in self._answered:
            wanted = f"{kata}{self._suffixes[kata]}"
            said = problem or f"The file is called `{name}`, and an answer `{wanted}`. Rename it, and grade again."
            self._note(Entry(learner=learner, kata=kata, path=path, problem=said))
            return
        guess = did_you_mean(path.stem, self._katas)
        self._pass_over(path, f"its name is no kata's{guess}")

    def _pass_over(self, path: Path, why: str) -> None:
        self.passed_over.append(f"{readable(path.relative_to(self._root))}: {why}")


def _told_apart(entries: Sequence[Entry], learners: Iterable[str]) -> Iterable[Entry]:
    """Keep every entry: of several for one learner and kata, the later ones are put under names that are nobody's."""
    names = {*learners, *(entry.learner for entry in entries)}
    kept: dict[Key, Entry] = {}
    for entry in entries:
        key, number = entry.key, 2
        while key in kept or (number > 2 and key[0] in names):
            key = (f"{entry.learner} ({number})", entry.kata)
            number += 1
        kept[key] = msgspec.structs.replace(entry, learner=key[0])
    return kept.values()


def _leads_to_folder(path: Path) -> bool:
    with contextlib.suppress(OSError):
        return stat.S_ISDIR(path.stat().st_mode)
    return False


def listed_in(table: Path, folder: Path, katas: Iterable[str]) -> Gathered:
    """Find what a CSV file lists: the columns ``learner``, ``file`` (a path below ``folder``) and ``kata``.

    Without the column ``kata``, files are named after katas. A line whose file is missing, or lies outside of the
    folder, is an entry with a problem.

    Raises:
        UsageError: the list cannot be read, a column is missing, or a line makes no sense.
    """
    entries: dict[Key, Entry] = {}
    katas = list(katas)
    for line, row in _rows_of(table):
        place = f"{readable(table)}:{line}"
        learner, file = (row[column] or "" for column in ("learner", "file"))
        if not learner.strip() or not file.strip():
            missing = "file" if learner.strip() else "learner"
            raise UsageError(f"{place}: `{missing}` is empty. Fill it in, or take the line out.")
        kata = row["kata"] or "" if "kata" in row else Path(file).stem
        if kata not in katas:
            guess = did_you_mean(kata, katas)
            fix = "Name one that is graded" if "kata" in row else "Add a column `kata`, or name the file after its kata"
            raise UsageError(f"{place}: there is no kata `{visible(kata, keep='')}` here{guess}. {fix}.")
        key = (visible(learner, keep=""), kata)
        if key in entries:
            raise UsageError(f"{place}: {key[0]} has a file for {kata} already. Take one of the lines out.")
        path, problem = _below(folder, file)
        entries[key] = Entry(learner=key[0], kata=kata, path=path, problem=problem)
    return _gathered(folder, entries.values())


def _rows_of(table: Path) -> list[tuple[int, dict[str, str | None]]]:
    """Return the rows of the list, each with the line that it ends on."""
    shown = readable(table)
    try:
        text = _text_of(table)
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        columns = list(reader.fieldnames or ())
        for column in ("learner", "file", "kata"):
            if column not in columns and column != "kata":
                raise UsageError(f"{shown}:1: there is no column `{column}`. The first line is `learner,file,kata`.")
            if columns.count(column) > 1:
                raise UsageError(f"{shown}:1: there are several columns `{column}`. Leave one of them.")
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise UsageError(f"{shown}: this is no CSV file ({error}). Save it as CSV, in UTF-8.") from error
    for line, row in rows:
        if None in row or None in row.values():
            raise UsageError(
                f"{shown}:{line}: the line has more or fewer fields than the first. Quote what has commas."
            )
    return rows


def _text_of(table: Path) -> str:
    """Return the text of a list that the user named.

    Raises:
        UsageError: it cannot be read, or is no UTF-8.
    """
    shown = readable(table)
    try:
        if not table.is_file():
            raise UsageError(f"{shown} is not a file. Name the CSV file that lists the files.")
        return table.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{shown} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{shown} is not UTF-8 text. Save it as CSV, in UTF-8.") from error


def _below(folder: Path, file: str) -> tuple[Path, str]:
    """Return the path that a list names, and why it is none that may be read; "" where it may."""
    path = folder / file
    if "\0" in file or Path(file).is_absolute() or ".." in Path(file).parts:
        return path, f"`{visible(file, keep='')}` leads out of the folder, and is not read."
    try:
        os.lstat(path)
        for parent in path.parents:
            if parent == folder:
                break
            if parent.is_symlink():
                return path, f"The folder `{readable(parent.name)}` is a symbolic link, and is not followed."
    except OSError as error:
        return path, f"There is no such file: {error.strerror}."
    return path, ""
