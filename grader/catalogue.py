"""Where the katas are: the program's own, those of installed packages, and those of folders that the user names.

A collection is a folder with ``katas/`` and ``solutions/`` in it.
"""

from __future__ import annotations

import contextlib
import importlib.util
import sys
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from grader.entries import Kind
from grader.errors import UsageError, did_you_mean
from grader.kata import SPEC, Exercise, Kata, load_kata, statement_name
from grader.packed import MARK, Packed, PackedKata, PackedProse
from grader.prose import STUB, ProseKata, load_prose
from grader.text import visible

_PACKAGE = Path(__file__).resolve().parent
OWN_COLLECTION = "_collection"
"""Inside the package, an installed program's own katas."""
ENTRY_POINTS = "grader.katas"
"""Under this name, a package says that it has a collection inside it."""

_Type = type[Kata] | type[ProseKata] | type[PackedKata] | type[PackedProse]


class Catalogue:
    """The katas of one collection or several."""

    def __init__(self, *roots: Path) -> None:
        """Each of ``roots`` is a collection. A kata out of a pack stands for the one of its name."""
        self.roots = tuple(dict.fromkeys(roots))

    @cached_property
    def _found(self) -> dict[str, tuple[Path, _Type]]:
        """The collection that each kata is in, and what it is.

        Raises:
            UsageError: two collections have a kata of one name.
        """
        full: dict[str, tuple[Path, _Type]] = {}
        packed: dict[str, tuple[Path, _Type]] = {}
        for root in self.roots:
            for spec in sorted(root.glob(f"katas/*/{SPEC}")):
                kata_id, kind = spec.parent.name, _type_of(spec.parent)
                among = packed if kind in (PackedKata, PackedProse) else full
                first, _ = among.setdefault(kata_id, (root, kind))
                if first != root and first.resolve() != root.resolve():
                    places = f"{_shown(first / 'katas' / kata_id)} and {_shown(spec.parent)}"
                    fix = "Rename one of the folders and its reference, or leave its collection out"
                    raise UsageError(f"two katas have the name `{_shown(Path(kata_id))}`: {places}. {fix}.")
        return full | packed

    def ids(self, kind: Kind | None = None) -> list[str]:
        """Every kata's id, or those of one kind, in the order of the alphabet."""
        return [kata_id for kata_id in sorted(self._found) if kind in (None, self._type(kata_id).kind)]

    def unfinished(self) -> list[Path]:
        """Return the folders below katas/ that have no kata.yaml, and so are no katas."""
        return [
            folder
            for root in self.roots
            for folder in sorted((root / "katas").iterdir())
            if folder.is_dir() and not folder.name.startswith((".", "__")) and not (folder / SPEC).is_file()
        ]

    def suffix(self, kata_id: str) -> str:
        """How the name of a file that answers this kata ends."""
        return self._type(kata_id).suffix

    def file_names(self, kata_id: str) -> tuple[str, str]:
        """What a learner's file is called, and the statement beside it."""
        suffix = self.suffix(kata_id)
        return f"{kata_id}{suffix}", statement_name(kata_id, suffix)

    def outline(self, kata_id: str) -> Exercise:
        """Read a kata's kata.yaml alone, which is all that a list of katas needs."""
        paths = self.paths(kata_id)
        return self._type(kata_id)(*paths)

    def load(self, kata_id: str) -> Kata | ProseKata | Packed:
        """Read a kata in full.

        Raises:
            UsageError: there is no such kata.
            KataError: it cannot be used as it is written.
        """
        return load(*self.paths(kata_id))

    def require(self, kata_id: str) -> None:
        """Raise UsageError where there is no such kata."""
        ids = self.ids()
        if kata_id not in ids:
            guess = did_you_mean(kata_id, ids)
            raise UsageError(f"there is no kata `{visible(kata_id, keep='')}`{guess}. `grade list` shows them all.")

    def paths(self, kata_id: str) -> tuple[Path, Path]:
        """Return where a kata's folder and its reference are.

        Raises:
            UsageError: there is no such kata.
        """
        self.require(kata_id)
        root, _ = self._found[kata_id]
        return root / "katas" / kata_id, root / "solutions" / f"{kata_id}{self.suffix(kata_id)}"

    def _type(self, kata_id: str) -> _Type:
        return self._found[kata_id][1]


def load(folder: Path, reference: Path) -> Kata | ProseKata | Packed:
    """Read the kata in ``folder`` in full.

    Raises:
        KataError: it cannot be used as it is written.
    """
    kind = _type_of(folder)
    if kind is Kata:
        return load_kata(folder, reference)
    return load_prose(folder, reference) if kind is ProseKata else kind(folder, reference)


def _type_of(folder: Path) -> _Type:
    """Tell a kata's kind without reading the whole of its kata.yaml."""
    start = b""
    with contextlib.suppress(OSError):
        if (folder / SPEC).is_file():  # which a pipe is not, that would never end
            with (folder / SPEC).open("rb") as file:
                start = b"\n" + file.read(1000)
    is_prose = (folder / STUB).is_file() or b"\nkind: explain" in start
    if f"\n{MARK}".encode() in start:
        return PackedProse if is_prose else PackedKata
    return ProseKata if is_prose else Kata


def _shown(path: Path) -> str:
    return visible(str(path), keep="")


def own_root() -> Path:
    """Return the collection that belongs to the program: beside it in a checkout, inside it in an installed wheel."""
    checkout = _PACKAGE.parent
    return checkout if (checkout / "katas").is_dir() else _PACKAGE / OWN_COLLECTION


def installed_roots() -> list[Path]:
    """Return the collections of installed packages, in the order of their names.

    Raises:
        UsageError: a package that says it has a collection has none.
    """
    if not _is_any_installed():
        return []
    from importlib.metadata import entry_points

    roots = []
    try:
        entries = sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: (entry.name, entry.value))
    except Exception as error:  # what reads them raises whatever it meets
        problem = f"the entry points of the installed packages cannot be read ({type(error).__name__}: {error})"
        raise UsageError(f"{visible(problem, keep='')}. Mend or uninstall the package.") from error
    for entry in entries:
        spec = None
        with contextlib.suppress(Exception, SystemExit):  # to find a package within another, that one is imported
            spec = importlib.util.find_spec(entry.value)
        folders = [Path(place) for place in (spec and spec.submodule_search_locations) or ()]
        found = [folder for folder in folders if (folder / "katas").is_dir()]
        if not found:
            owner = entry.dist.name if entry.dist else "an installed package"
            problem = (
                f"{owner} says that its katas are in `{entry.value}`, and there is no folder katas/ in that package"
            )
            raise UsageError(f"{visible(problem, keep='')}. Mend its entry point `{ENTRY_POINTS}`, or uninstall it.")
        roots += found
    return roots


def _is_any_installed() -> bool:
    """Tell whether a package says that it has katas. What reads entry points takes longer to load than all else."""
    wanted = f"[{ENTRY_POINTS}]".encode()
    for place in sys.path:
        with contextlib.suppress(OSError):
            if any(wanted in file.read_bytes() for file in Path(place).glob("*-info/entry_points.txt")):
                return True
    return False


def named_root(folder: Path, said_by: str = "--katas") -> Path:
    """Return the collection that a user means by ``folder``: the one that has ``katas/``, or this itself.

    ``said_by`` is what named it, for an error.

    Raises:
        UsageError: there is none.
    """
    try:
        if (folder / "katas").is_dir():
            return folder
        if folder.name == "katas" and any(folder.glob(f"*/{SPEC}")):
            return folder.parent
        problem = "has no folder katas/ in it" if folder.is_dir() else "is no folder"
    except OSError as error:
        problem = f"cannot be read ({error.strerror})"
    raise UsageError(f"{said_by} {_shown(folder)}: this {problem}. A collection has katas/ and solutions/.")


def find_catalogue(roots: Iterable[Path] = ()) -> Catalogue:
    """Return all katas that there are: the program's own, those of installed packages, and those in ``roots``."""
    return Catalogue(own_root(), *installed_roots(), *roots)
