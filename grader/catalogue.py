"""Where the katas are: in a checkout they stand beside the program, in an installed wheel inside it."""

from __future__ import annotations

from pathlib import Path

from grader.errors import UsageError, did_you_mean
from grader.kata import Kata, load_kata

_PACKAGE = Path(__file__).resolve().parent


class Catalogue:
    """A collection of katas: a folder with ``katas/`` and ``solutions/``."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def ids(self) -> list[str]:
        """Every kata's id, in the order of the alphabet."""
        return sorted(path.parent.name for path in self.root.glob("katas/*/kata.yaml"))

    def outline(self, kata_id: str) -> Kata:
        """Read a kata's kata.yaml alone, which is all that a list of katas needs."""
        return Kata(*self._paths(kata_id))

    def load(self, kata_id: str) -> Kata:
        """Read a kata in full.

        Raises:
            UsageError: there is no such kata.
            KataError: it cannot be used as it is written.
        """
        return load_kata(*self._paths(kata_id))

    def require(self, kata_id: str) -> None:
        """Raise UsageError where there is no such kata."""
        ids = self.ids()
        if kata_id not in ids:
            guess = did_you_mean(kata_id, ids)
            raise UsageError(f"there is no kata `{kata_id}`{guess}. `grade list` shows them all.")

    def _paths(self, kata_id: str) -> tuple[Path, Path]:
        self.require(kata_id)
        return self.root / "katas" / kata_id, self.root / "solutions" / f"{kata_id}.py"


def find_catalogue() -> Catalogue:
    """Return the collection that belongs to this installation of the program."""
    checkout = _PACKAGE.parent
    return Catalogue(checkout if (checkout / "katas").is_dir() else _PACKAGE / "_collection")
