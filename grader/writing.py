"""Files are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Put ``content`` where ``path`` leads to; what stood there before stays until then, and its mode after that.

    Raises:
        OSError: it cannot be written.
    """
    write_all(path, [content])


def write_all(path: Path, parts: Iterable[bytes], is_synced: bool = False) -> None:
    """Do as ``write_whole`` with a content that comes in parts.

    ``is_synced``: it is on the disk before it takes the place of what stood there, whatever happens to the machine.
    """
    import tempfile  # few commands write anything

    target = path.resolve()  # a link stays one
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=half_written(target.name))
    try:
        with open(descriptor, "wb") as file:
            for part in parts:
                file.write(part)
            if is_synced:
                file.flush()
                os.fsync(descriptor)
        os.chmod(name, stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask())
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def half_written(name: str) -> str:
    """Return how the name of a file begins that is to take the place of ``name``."""
    return f".{name[:40]}."


def write_new(texts: Mapping[Path, str]) -> None:
    """Write files that are not there yet, and the folders that they take; where one cannot be, none is left.

    Raises:
        OSError: one cannot be written, or is there already.
    """
    made: list[Path] = []
    try:
        for path, text in texts.items():
            for folder in reversed([folder for folder in path.parents if not folder.exists()]):
                folder.mkdir()
                made.append(folder)
            with path.open("x", encoding="utf-8") as file:
                made.append(path)
                file.write(text)
    except OSError:
        for path in reversed(made):
            with contextlib.suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
