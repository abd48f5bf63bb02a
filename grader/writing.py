"""A file is written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Put ``content`` where ``path`` leads to; what stood there before stays until then, and its mode after that.

    Raises:
        OSError: it cannot be written.
    """
    import tempfile  # few commands write anything

    target = path.resolve()  # a link stays one
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
        os.chmod(name, stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask())
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
