"""A pack named as it came, a zip file, is unpacked once, into the history's folder."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import zipfile
from pathlib import Path

from grader.errors import UsageError
from grader.sources import MAX_TEXT_BYTES
from grader.text import visible

MAX_PACK_BYTES = 64 << 20
MAX_FILES = 5000

_OURS = re.compile(r"(katas/\w+|solutions)/[\w.]+", re.ASCII)
"""What of a pack is unpacked; what else is in it is for people."""


def unpacked(path: Path, into: Path) -> Path:
    """Return the collection that the pack at ``path`` holds, unpacked below ``into``.

    Raises:
        UsageError: it is no pack, or cannot be unpacked.
    """
    shown = visible(str(path), keep="")
    try:
        if path.stat().st_size > MAX_PACK_BYTES:
            raise UsageError(f"{shown} is too large for a pack. Unzip it yourself, and name the folder that you get.")
        raw = path.read_bytes()
        target = into / hashlib.sha256(raw).hexdigest()[:16]
        if target.is_dir():
            return target
        into.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=into))
        try:
            with zipfile.ZipFile(path) as pack:
                entries = [entry for entry in pack.infolist() if _OURS.fullmatch(entry.filename)]
                if not any(entry.filename.startswith("katas/") for entry in entries):
                    raise UsageError(f"{shown} has no katas in it. `grade kata pack` makes a pack.")
                if len(entries) > MAX_FILES or any(entry.file_size > MAX_TEXT_BYTES for entry in entries):
                    raise UsageError(f"{shown} is no pack: its files are too many, or too large.")
                for entry in entries:
                    file = made / entry.filename
                    file.parent.mkdir(parents=True, exist_ok=True)
                    with pack.open(entry) as content:
                        file.write_bytes(content.read(MAX_TEXT_BYTES))
            os.replace(made, target)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise UsageError(f"{shown} is no zip file that can be read ({error}). Ask for it again.") from error
    except OSError as error:
        raise UsageError(f"{shown} cannot be unpacked: {error.strerror}. Unzip it, and name the folder.") from error
    return target
