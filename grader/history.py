"""Attempts and hints, kept in SQLite in the learner's own folder. Trouble with it never costs a verdict."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import msgspec

from grader.result import Result, to_json, utc_now

_BUSY_S = 10.0
_IS_SCORE = "typeof(score) IN ('real', 'integer') AND abs(score) < 1e9"
"""Another program may have written anything there."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS attempts (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,            -- UTC, ISO 8601
    kata TEXT NOT NULL,
    submission TEXT NOT NULL,    -- the file's name
    sha256 TEXT NOT NULL,        -- of its bytes
    verdict TEXT NOT NULL,
    score REAL NOT NULL,
    max_score REAL NOT NULL,
    result TEXT NOT NULL         -- the whole Result, as JSON
);
CREATE INDEX IF NOT EXISTS attempts_by_kata ON attempts (kata);
CREATE TABLE IF NOT EXISTS hints (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kata TEXT NOT NULL,
    number INTEGER NOT NULL      -- of the hint, from 1
);
CREATE TABLE IF NOT EXISTS judgements (
    question TEXT PRIMARY KEY,   -- a hash of all that was asked, and of whom
    at TEXT NOT NULL,
    reply TEXT NOT NULL
);
"""


class HistoryError(Exception):
    """The history cannot be read or written; the text says why and what to do."""


class Attempt(msgspec.Struct, frozen=True):
    """One grading, in short."""

    at: str
    """UTC, in the form of ISO 8601."""
    kata: str
    verdict: str
    score: float
    max_score: float
    mistakes: tuple[tuple[str, str], ...] = ()
    """Ids of the mistakes named, each with what it says."""
    path: str = ""
    """Where the file was, as the user said it."""


class History:
    """The attempts made in one folder."""

    def __init__(self, folder: Path) -> None:
        """``folder``: the working folder; the history is in its ``.grade``."""
        self.path = folder / ".grade" / "history.sqlite3"

    def record(self, result: Result) -> None:
        """Add an attempt. It is on disk when this returns.

        Raises:
            HistoryError: it cannot be.
        """
        row = (
            *(utc_now(), result.kata, result.submission.name, result.submission.sha256),
            *(result.verdict, result.score, result.max_score, to_json(result)),
        )
        with self._open() as connection:
            connection.execute(
                "INSERT INTO attempts (at, kata, submission, sha256, verdict, score, max_score, result)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )

    def best_scores(self) -> dict[str, float]:
        """Return the best score of each kata that was tried.

        Raises:
            HistoryError: the history is there, but cannot be read.
        """
        return dict(self._read(f"SELECT kata, MAX(score) FROM attempts WHERE {_IS_SCORE} GROUP BY kata"))

    def last(self, kata: str) -> Result | None:
        """Return the result of the last attempt at ``kata``; None where there was none.

        Raises:
            HistoryError: the history is there, but cannot be read.
        """
        attempts = self._read("SELECT result FROM attempts WHERE kata = ? ORDER BY id DESC LIMIT 1", kata)
        return next((self._result(text) for (text,) in attempts), None)

    def attempts(self) -> list[Attempt]:
        """Return every attempt, the first one first.

        Raises:
            HistoryError: the history is there, but cannot be read.
        """
        rows = self._read(
            f"SELECT at, kata, verdict, score, max_score, result FROM attempts WHERE {_IS_SCORE} ORDER BY id"
        )
        return [_attempt(*row) for row in rows]

    def hints_given(self) -> dict[str, int]:
        """Return how many different hints were given for each kata.

        Raises:
            HistoryError: the history is there, but cannot be read.
        """
        return dict(self._read("SELECT kata, COUNT(DISTINCT number) FROM hints GROUP BY kata"))

    def _read(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        try:
            self.path.stat()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise HistoryError(f"{self.path}: {error.strerror}.") from error
        with self._open() as connection:
            return connection.execute(query, values).fetchall()

    def _result(self, text: str) -> Result:
        try:
            return msgspec.json.decode(text, type=Result)
        except (msgspec.MsgspecError, RecursionError, TypeError) as error:
            raise HistoryError(
                f"{self.path}: an attempt in it cannot be read ({error}). Grade the file again to make a new one."
            ) from error

    def next_hint(self, kata: str, count: int) -> int:
        """Return the number, from 1, of the next of ``count`` hints (at the end, the last), and note that it was given.

        Raises:
            HistoryError: that cannot be noted.
        """
        with self._open() as connection:
            (given,) = connection.execute(
                "SELECT COALESCE(MAX(number), 0) FROM hints WHERE kata = ? AND typeof(number) = 'integer'", (kata,)
            ).fetchone()
            number = min(int(given) + 1, count)
            connection.execute("INSERT INTO hints (at, kata, number) VALUES (?, ?, ?)", (utc_now(), kata, number))
            return number

    def judgement(self, question: str) -> str | None:
        """Return what a judge replied to a question with this hash, where it was asked before.

        Raises:
            HistoryError: the history is there, but cannot be read.
        """
        rows = self._read("SELECT reply FROM judgements WHERE question = ?", question)
        return str(rows[0][0]) if rows else None

    def keep_judgement(self, question: str, reply: str) -> None:
        """Remember what a judge replied.

        Raises:
            HistoryError: it cannot be written.
        """
        with self._open() as connection:
            connection.execute("INSERT OR REPLACE INTO judgements VALUES (?, ?, ?)", (question, utc_now(), reply))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Open the database for one transaction; other processes may do so at the same time."""
        try:
            self.path.parent.mkdir(exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=_BUSY_S, isolation_level=None)) as connection:
                connection.execute("BEGIN IMMEDIATE")
                try:
                    for statement in _SCHEMA.split(";\n"):
                        connection.execute(statement)
                    yield connection
                except BaseException:
                    connection.rollback()
                    raise
                connection.commit()
        except sqlite3.DatabaseError as error:
            fix = "Move the file away to start a new history." if "not a database" in str(error) else ""
            raise HistoryError(f"{self.path}: {error}. {fix}".strip()) from error
        except OSError as error:
            raise HistoryError(f"{self.path}: {error.strerror}.") from error


class _Mistake(msgspec.Struct):
    id: str
    says: str = ""


class _Where(msgspec.Struct):
    path: str = ""


class _Part(msgspec.Struct):
    """The part of a result that ``Attempt`` takes, which is read from old results too."""

    mistakes: tuple[_Mistake, ...] = ()
    submission: _Where = msgspec.field(default_factory=_Where)


def _attempt(at: Any, kata: Any, verdict: Any, score: float, max_score: Any, text: Any) -> Attempt:
    """Make an attempt of a row, in which another program may have written anything."""
    try:
        part = msgspec.json.decode(text, type=_Part)
    except (msgspec.MsgspecError, RecursionError, TypeError):
        part = _Part()
    most = max_score if isinstance(max_score, int | float) else 0
    mistakes = tuple((mistake.id, mistake.says) for mistake in part.mistakes)
    return Attempt(str(at), str(kata), str(verdict), score, float(most), mistakes, part.submission.path)
