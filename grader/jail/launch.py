"""Starts the zygote. A module of its own, without numpy, so that the zygote loads while the grader still does."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]

# Nothing of the user's: only what makes the worker's Python the same everywhere. BLAS runs on one thread, and glibc
# keeps freed memory: to give it back and take it again at each call costs more, and less evenly, than most calls do.
_ENVIRONMENT = {
    "MALLOC_TRIM_THRESHOLD_": str(1 << 30),
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUTF8": "1",
    "PYTHONIOENCODING": "utf-8:backslashreplace",
    **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"),
}


class ZygoteProcess:
    """A zygote on its way up, and the socket to it."""

    def __init__(self) -> None:
        self.control, theirs = socket.socketpair()
        start = (
            f"import sys; sys.path.insert(0, {str(_ROOT)!r}); "
            f"from grader.jail.zygote import main; main({theirs.fileno()})"
        )
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-s", "-P", "-c", start],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=_ENVIRONMENT,
                cwd="/",
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
