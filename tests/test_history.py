"""The history keeps what it was given, and trouble with it costs a warning."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from grader.history import History, HistoryError
from tests.conftest import ROOT
from tests.test_result import result


def rows(folder: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / ".grade/history.sqlite3") as connection:
        found = connection.execute("SELECT kata, submission, verdict, score, result FROM attempts").fetchall()
    connection.close()
    return found


def test_an_attempt_is_a_row(tmp_path: Path) -> None:
    """With its score, its source's hash and the whole result."""
    history = History(tmp_path)
    history.record(result("passed"))
    history.record(result("failed"))
    (first, second) = rows(tmp_path)
    assert first[:4] == ("conv2d", "a.py", "passed", 0)
    assert second[2] == "failed"
    assert '"schema":"grade-result/1"' in str(first[4])
    assert history.best_scores() == {"conv2d": 0}


def test_no_history_is_no_trouble(tmp_path: Path) -> None:
    """And asking does not make one."""
    assert History(tmp_path).best_scores() == {}
    assert list(tmp_path.iterdir()) == []


def test_hints_go_on_where_they_stopped(tmp_path: Path) -> None:
    """To the last, which stays."""
    history = History(tmp_path)
    assert [history.next_hint("conv2d", 3) for _ in range(4)] == [1, 2, 3, 3]
    assert history.next_hint("adam_step", 3) == 1


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_history_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    """The error says what to do; nothing is written over."""
    path = tmp_path / ".grade/history.sqlite3"
    path.parent.mkdir()
    path.write_bytes(content)
    for action in (lambda: History(tmp_path).record(result("passed")), History(tmp_path).best_scores):
        with pytest.raises(HistoryError, match=r"history\.sqlite3"):
            action()
    assert path.read_bytes() == content


def test_a_file_in_the_folder_s_place_is_an_error(tmp_path: Path) -> None:
    """Not a crash."""
    (tmp_path / ".grade").write_text("mine")
    with pytest.raises(HistoryError):
        History(tmp_path).record(result("passed"))


WRITER = """
import sys
sys.path.insert(0, {root!r})
from contextlib import closing
from pathlib import Path
from grader.history import History
from tests.test_result import result
history = History(Path({folder!r}))
for number in range(200):
    history.record(result("passed"))
    print(number, flush=True)
"""


def test_two_at_once_and_a_kill_lose_nothing(tmp_path: Path) -> None:
    """Two processes write; one is killed in the middle. Every row that either had finished is there."""
    code = WRITER.format(root=str(ROOT), folder=str(tmp_path))
    writers = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    first, second = writers
    assert first.stdout is not None
    assert second.stdout is not None
    for _ in range(20):
        first.stdout.readline()
    first.kill()
    written_by_first = 20 + len(first.stdout.read().split())
    written_by_second = len(second.stdout.read().split())
    assert first.wait() == -9
    assert second.wait() == 0
    first.stdout.close()
    second.stdout.close()
    assert written_by_second == 200
    assert written_by_first + 200 <= len(rows(tmp_path)) <= written_by_first + 201


def test_odd_values_are_passed_over(tmp_path: Path) -> None:
    """Another program may have written anything into the file."""
    history = History(tmp_path)
    assert history.attempts() == []
    history.next_hint("iou", 3)
    with closing(sqlite3.connect(history.path)) as connection, connection:
        row = "INSERT INTO attempts (at, kata, submission, sha256, verdict, score, max_score, result)"
        for score, text in (("abc", "{}"), (9e999, "{}"), (3.0, "no json"), (2.0, '{"mistakes": 7}')):
            connection.execute(f"{row} VALUES ('', 'iou', '', '', 'failed', ?, 10, ?)", (score, text))
        connection.execute("INSERT INTO hints (at, kata, number) VALUES ('', 'iou', 'x')")
    assert [attempt.score for attempt in history.attempts()] == [3.0, 2.0]
    assert history.best_scores() == {"iou": 3.0}
    assert history.next_hint("iou", 3) == 2
