"""This program as a wheel, with the katas that it is to have, for a machine that is set up out of a single file."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import Distribution, PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

from grader.authoring.pack import collection_of, zipped
from grader.catalogue import OWN_COLLECTION
from grader.errors import UsageError
from grader.kata import Kata
from grader.prose import ProseKata

_PACKAGE = Path(__file__).parents[1]
_NAME = "deep-learning-katas"
_WHEEL = "Wheel-Version: 1.0\nGenerator: grade\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def wheel(katas: Sequence[Kata | ProseKata]) -> tuple[str, bytes]:
    """Return a wheel's name and its content: the program as it runs here, with ``katas`` instead of its own.

    The same files give the same bytes.

    Raises:
        UsageError: the program is not installed, so that it cannot be told what it needs.
        KataError: a kata's file cannot be read.
    """
    installed = _installed()
    label = f"{re.sub('[-_.]+', '_', _NAME)}-{installed.version}"
    inside = f"{_PACKAGE.name}/{OWN_COLLECTION}"
    files = {
        **dict(_program()),
        **{f"{inside}/{name}": text.encode() for name, text in collection_of(katas).items()},
        f"{label}.dist-info/METADATA": _metadata(installed, katas).encode(),
        f"{label}.dist-info/WHEEL": _WHEEL.encode(),
        f"{label}.dist-info/entry_points.txt": (installed.read_text("entry_points.txt") or "").encode(),
        f"{label}.dist-info/licenses/LICENSE": (installed.read_text("licenses/LICENSE") or "").encode(),
    }
    record = f"{label}.dist-info/RECORD"
    files[record] = _record(files, record).encode()
    return f"{label}-py3-none-any.whl", zipped(files)


def _installed() -> Distribution:
    try:
        return distribution(_NAME)
    except PackageNotFoundError as error:
        problem = "this program is not installed, so that it cannot be told what it needs elsewhere"
        raise UsageError(f"{problem}. Install it first: pip install -e .") from error


def _program() -> Iterator[tuple[str, bytes]]:
    """Yield the files of the package, but for its collection and what Python and editors leave there."""
    for path in _PACKAGE.rglob("*"):
        parts = path.relative_to(_PACKAGE).parts
        is_left = any(part.startswith(".") or part in ("__pycache__", OWN_COLLECTION) for part in parts)
        if path.is_file() and not is_left:
            yield "/".join((_PACKAGE.name, *parts)), path.read_bytes()


def _metadata(installed: Distribution, katas: Iterable[Kata | ProseKata]) -> str:
    """Say what the program needs, and what its katas allow beyond that."""
    needed = [requirement for requirement in installed.requires or () if "extra ==" not in requirement]
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {_NAME}",
        f"Version: {installed.version}",
        f"Requires-Python: {installed.metadata['Requires-Python']}",
        *(f"Requires-Dist: {requirement}" for requirement in [*needed, *_allowed(katas)]),
    ]
    return "\n".join(lines) + "\n"


def _allowed(katas: Iterable[Kata | ProseKata]) -> list[str]:
    """Return which distributions hold the packages, beside numpy, that submissions may import."""
    packages = {package for kata in katas if isinstance(kata, Kata) for package in kata.spec.packages} - {"numpy"}
    known = packages_distributions() if packages else {}
    return sorted({name for package in packages for name in known.get(package, [package])})


def _record(files: Mapping[str, bytes], record: str) -> str:
    """Return RECORD, which has a line a file, in the form of the wheel's specification."""
    lines = []
    for name in sorted(files):
        digest = base64.urlsafe_b64encode(hashlib.sha256(files[name]).digest()).rstrip(b"=").decode()
        lines.append(f"{name},sha256={digest},{len(files[name])}\n")
    return "".join(lines) + f"{record},,\n"
