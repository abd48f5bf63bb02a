"""Where the katas are: in a checkout they stand beside the program, in an installed wheel inside it."""

from __future__ import annotations

from pathlib import Path

from grader.errors import UsageError, did_you_mean
from grader.kata import SPEC, Exercise, Kata, Kind, load_kata, statement_name
from grader.prose import STUB, ProseKata, load_prose

_PACKAGE = Path(__file__).resolve().parent


class Catalogue:
    """A collection of katas: a folder with ``katas/`` and ``solutions/``."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def ids(self, kind: Kind | None = None) -> list[str]:
        """Every kata's id, or those of one kind, in the order of the alphabet."""
        ids = sorted(path.parent.name for path in self.root.glob("katas/*/kata.yaml"))
        return [kata_id for kata_id in ids if kind in (None, self._type(kata_id).kind)]

    def suffix(self, kata_id: str) -> str:
        """How the name of a file that answers this kata ends."""
        return self._type(kata_id).suffix

    def file_names(self, kata_id: str) -> tuple[str, str]:
        """What a learner's file is called, and the statement beside it."""
        suffix = self.suffix(kata_id)
        return f"{kata_id}{suffix}", statement_name(kata_id, suffix)

    def outline(self, kata_id: str) -> Exercise:
        """Read a kata's kata.yaml alone, which is all that a list of katas needs."""
        paths = self._paths(kata_id)
        return self._type(kata_id)(*paths)

    def load(self, kata_id: str) -> Kata | ProseKata:
        """Read a kata in full.

        Raises:
            UsageError: there is no such kata.
            KataError: it cannot be used as it is written.
        """
        paths = self._paths(kata_id)
        return load_prose(*paths) if self._type(kata_id) is ProseKata else load_kata(*paths)

    def require(self, kata_id: str) -> None:
        """Raise UsageError where there is no such kata."""
        ids = self.ids()
        if kata_id not in ids:
            guess = did_you_mean(kata_id, ids)
            raise UsageError(f"there is no kata `{kata_id}`{guess}. `grade list` shows them all.")

    def _type(self, kata_id: str) -> type[Kata] | type[ProseKata]:
        """Tell a kata's kind without reading the whole of its kata.yaml."""
        folder = self.root / "katas" / kata_id
        if (folder / STUB).is_file():
            return ProseKata
        try:
            says_so = b"\nkind: explain" in b"\n" + (folder / SPEC).read_bytes()[:1000]
        except OSError:
            return Kata
        return ProseKata if says_so else Kata

    def _paths(self, kata_id: str) -> tuple[Path, Path]:
        self.require(kata_id)
        return self.root / "katas" / kata_id, self.root / "solutions" / f"{kata_id}{self.suffix(kata_id)}"


def find_catalogue() -> Catalogue:
    """Return the collection that belongs to this installation of the program."""
    checkout = _PACKAGE.parent
    return Catalogue(checkout if (checkout / "katas").is_dir() else _PACKAGE / "_collection")
