"""What came of earlier tries, so that what has not changed need not be tried again."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Collection
from pathlib import Path

import msgspec

from grader.authoring.tries import Tried

MAX_KEPT = 200_000
"""So many are kept; of more, those that were not asked for longest are let go."""


class Memory:
    """Tries and what came of them, by key, in a file that may be deleted at any time.

    Where it cannot be used, nothing is remembered, and nothing is wrong.
    """

    def __init__(self, path: Path | None, recalls: bool = True) -> None:
        """Without a path nothing is remembered; where it does not recall, what is remembered is for the next time."""
        self._recalls = recalls
        self._file: sqlite3.Connection | None = None
        if path is None:
            return
        for _ in range(2):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._file = sqlite3.connect(path, timeout=10, isolation_level=None)
                self._file.execute("PRAGMA journal_mode=WAL")
                self._file.execute("PRAGMA synchronous=OFF")
                self._file.execute(
                    "CREATE TABLE IF NOT EXISTS tries"
                    " (key TEXT PRIMARY KEY, tried BLOB NOT NULL, used INTEGER NOT NULL)"
                )
                return
            except sqlite3.DatabaseError as error:
                self.close()
                if isinstance(error, sqlite3.OperationalError):
                    return
                with contextlib.suppress(OSError):  # it is damaged, and holds nothing that cannot be had again
                    path.unlink()
            except OSError:
                return

    def recall(self, keys: Collection[str]) -> dict[str, Tried]:
        """Return what is known of ``keys``."""
        found: dict[str, Tried] = {}
        if self._file is None or not self._recalls:
            return found
        with contextlib.suppress(sqlite3.Error):
            self._file.executemany("UPDATE tries SET used = strftime('%s') WHERE key = ?", ((key,) for key in keys))
            for key in keys:
                row = self._file.execute("SELECT tried FROM tries WHERE key = ?", (key,)).fetchone()
                if row is not None:
                    with contextlib.suppress(msgspec.DecodeError, TypeError):
                        found[key] = msgspec.json.decode(row[0], type=Tried)
        return found

    def keep(self, key: str, tried: Tried) -> None:
        """Remember it."""
        if self._file is None:
            return
        with contextlib.suppress(sqlite3.Error):
            self._file.execute(
                "INSERT OR REPLACE INTO tries VALUES (?, ?, strftime('%s'))", (key, msgspec.json.encode(tried))
            )

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            with contextlib.suppress(sqlite3.Error):
                self._file.execute(
                    "DELETE FROM tries WHERE key IN (SELECT key FROM tries ORDER BY used DESC LIMIT -1 OFFSET ?)",
                    (MAX_KEPT,),
                )
            self._file.close()
            self._file = None
