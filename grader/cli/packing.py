"""What is packed, and into which file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.files import refuse_unwritable, shown
from grader.cli.katas import mentors_katas
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.kata import Kata
    from grader.prose import ProseKata


def katas_to_pack(names: tuple[str, ...], file: Path, folders: tuple[Path, ...]) -> list[Kata | ProseKata]:
    """Return the katas that ``names`` means, or all, where they can be packed into ``file``.

    Raises:
        UsageError: there is none, one is packed already, or ``file`` is no zip file that can be written.
        KataError: a kata cannot be used as it is written.
    """
    from grader.packed import PackedKata, PackedProse

    catalogue = mentors_katas(folders)
    katas = []
    for name in dict.fromkeys(names or catalogue.ids()):
        kata = catalogue.load(name)
        if isinstance(kata, PackedKata | PackedProse):
            raise UsageError(f"{kata.id} is packed already: what is not in it cannot be packed again.")
        katas.append(kata)
    if not katas:
        raise UsageError("there is no kata to pack. `grade kata new NAME` makes one.")
    if file.suffix.lower() != ".zip":
        raise UsageError(f"{shown(file)} is to be a zip file. End its name in .zip.")
    refuse_unwritable(file, {path.resolve() for kata in katas for path in kata.folder.rglob("*")})
    return katas
