"""A new kata, whole but for the parts marked to be filled in."""

from __future__ import annotations

import keyword
import os
from importlib.resources import files
from pathlib import Path

from grader.authoring.schema import FILE, schema_text
from grader.authoring.texts import KATA_NAME, TO_FILL
from grader.entries import Kind
from grader.errors import UsageError
from grader.kata import RESERVED, Kata
from grader.prose import ProseKata
from grader.text import visible
from grader.writing import write_new, write_whole

_NAME = "kata_name"
"""Stands for the kata's name in the scaffold's files."""
_MAX_NAME = 60
_SAYS_ELSE = ("true", "false", "yes", "no", "on", "off", "null", "y", "n", "np", "numpy", "pytest")
"""Means something else in YAML, or in hidden tests."""


def check_name(name: str) -> None:
    """Refuse what is no name for a kata, its file and its function.

    Raises:
        UsageError: it is none.
    """
    is_taken = keyword.iskeyword(name) or name in RESERVED or name in _SAYS_ELSE
    if not KATA_NAME.fullmatch(name) or is_taken or len(name) > _MAX_NAME:
        problem = f"`{visible(name[:_MAX_NAME], keep='')}` is no name for a kata"
        raise UsageError(f"{problem}. Use small letters, digits and underscores, such as `layer_norm`.")


def new_kata(root: Path, name: str, kind: Kind) -> tuple[list[Path], int]:
    """Write a kata into the collection ``root``. Nothing is overwritten.

    Returns:
        The files written, and how many places are left to be filled in.

    Raises:
        UsageError: something stands there already, or it cannot be written.
    """
    check_name(name)
    kinds: dict[Kind, type[Kata] | type[ProseKata]] = {"code": Kata, "explain": ProseKata}
    made = kinds[kind]
    folder, reference = root / "katas" / name, root / "solutions" / f"{name}{made.suffix}"
    for path in (folder, reference):
        if os.path.lexists(path):
            raise UsageError(f"{path} is there already, and is left as it is. Choose another name, or move it away.")
    scaffold = files("grader.authoring") / "scaffold" / kind
    texts = {folder / file: (scaffold / file).read_text(encoding="utf-8") for file in made.files}
    texts[reference] = (scaffold / f"reference{made.suffix}").read_text(encoding="utf-8")
    texts = {path: text.replace(_NAME, name) for path, text in texts.items()}
    try:
        write_new(texts)
        write_whole(root / "katas" / FILE, schema_text().encode())
    except OSError as error:
        raise UsageError(f"cannot write in {root}: {error.strerror}. Choose another folder with `--katas`.") from error
    return list(texts), sum(text.count(TO_FILL) for text in texts.values())
