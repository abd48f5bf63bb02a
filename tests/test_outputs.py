"""Reports as a person asks for them: --format, -o, --open, report and progress."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from grader.cli.outputs import outputs_of
from grader.errors import UsageError
from tests.conftest import SUBMISSIONS
from tests.test_cli import grade, reference

WRONG = SUBMISSIONS / "iou" / "failed" / "absolute_value_for_clamp.py"
PAIRS = [
    ("", "", "terminal:-"),
    ("html", "", "html:-"),
    ("html", "a.html", "html:a.html"),
    ("", "a.html b.md c.xml", "terminal:- html:a.html markdown:b.md junit:c.xml"),
    ("", "results.json d.json", "terminal:- gradescope:results.json json:d.json"),
    ("terminal html", "page", "terminal:- html:page"),
    ("terminal html", "a.html", "terminal:- html:a.html"),
    ("json html", "a.html b.json", "html:a.html json:b.json"),
    ("junit html", "a b", "junit:a html:b"),
    ("gradescope", "out.json", "gradescope:out.json"),
    ("json", "results.json", "json:results.json"),
    ("html", "a.html b.md", "html:a.html markdown:b.md"),
    ("html", "-", "html:-"),
]


@pytest.mark.parametrize(("forms", "files", "wanted"), PAIRS)
def test_forms_and_files_go_together(
    forms: str, files: str, wanted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By name where it fits, otherwise in their order."""
    monkeypatch.chdir(tmp_path)
    found = outputs_of(forms.split(), files.split(), [], otherwise=["terminal"])
    assert " ".join(f"{output.form}:{output.path or '-'}" for output in found) == wanted


@pytest.mark.parametrize(
    ("forms", "files", "word"),
    [
        ("", "report", "has no form"),
        ("json html", "", "both go to standard output"),
        ("", "a.html a.html", "two reports"),
        ("", "a.html ./a.html", "two reports"),
        ("html", "folder", "is a folder"),
        ("html", "nowhere/a.html", "no folder nowhere"),
        ("html", "iou.py", "is not a report"),
        ("html", "link.html", "is not a report"),
        ("html", ".grade/history.sqlite3", "is not a report"),
        ("html", "loop.html", "cannot be written: a link leads to itself"),
        ("html", "a" * 300 + ".html", "cannot be written: File name too long"),
        ("", "new.html/", "is a folder"),
    ],
)
def test_what_cannot_be_written_is_refused_first(
    forms: str, files: str, word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one sentence, with the name of the file."""
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("iou.py").write_text("mine")
    Path("link.html").symlink_to("iou.py")
    Path("loop.html").symlink_to("loop.html")
    with pytest.raises(UsageError, match=word):
        outputs_of(forms.split(), files.split(), [Path("iou.py")])
    assert Path("iou.py").read_text() == "mine"


def test_several_reports_of_one_run(tmp_path: Path) -> None:
    """All from the same results; standard output has what was asked for, and nothing else."""
    shutil.copy(WRONG, tmp_path / "iou.py")
    words = ["--format", "json", "-o", "a.html", "-o", "b.md", "-o", "c.xml", "-o", "results.json"]
    done = grade(tmp_path, "run", "iou", "--no-budgets", *words)
    assert done.returncode == 1
    result = json.loads(done.stdout)
    assert (tmp_path / "a.html").read_text().startswith("<!doctype html>")
    assert f"{result['score']:g} / {result['max_score']:g}" in (tmp_path / "b.md").read_text()
    suite = ElementTree.parse(tmp_path / "c.xml").getroot()[0]
    assert suite.get("tests") == str(len(result["checks"]) + len(result["budgets"]))
    assert json.loads((tmp_path / "results.json").read_text())["score"] == result["score"]
    assert stat.S_IMODE((tmp_path / "a.html").stat().st_mode) == 0o666 & ~_umask()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *(".grade", "a.html", "b.md", "c.xml", "iou.py", "results.json")
    ]


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_report_is_not_written_over_an_answer_or_a_statement(tmp_path: Path) -> None:
    """Whatever the form asked for."""
    grade(tmp_path, "start", "iou")
    statement = (tmp_path / "iou.md").read_text()
    done = grade(tmp_path, "run", "iou", "-o", "iou.md")
    assert (done.returncode, done.stdout) == (2, "")
    assert "iou.md is not a report" in done.stderr
    assert (tmp_path / "iou.md").read_text() == statement
    assert grade(tmp_path, "progress", "-o", "iou.md", "--format", "html").returncode == 2
    assert (tmp_path / "iou.md").read_text() == statement


def test_a_report_goes_into_a_pipe_or_a_full_disk_as_it_should(tmp_path: Path) -> None:
    """What is no regular file is written to; where there is no room, a clear word says so, and the verdict was shown."""
    shutil.copy(WRONG, tmp_path / "iou.py")
    done = grade(tmp_path, "run", "iou", "--no-budgets", "--format", "html", "-o", "/dev/stdout")
    assert "<!doctype html>" in done.stdout
    full = grade(tmp_path, "run", "iou", "--no-budgets", "-o", "/dev/full", "--format", "html", "--format", "terminal")
    assert full.returncode == 2
    assert "/dev/full cannot be written: No space left on device" in full.stderr
    assert "FAILED" in full.stdout


def test_one_file_that_fails_loses_no_other(tmp_path: Path) -> None:
    """The rest are written, and then it is said."""
    shutil.copy(WRONG, tmp_path / "iou.py")
    words = ["--format", "html", "-o", "/dev/full", "--format", "json", "-o", "good.json"]
    done = grade(tmp_path, "run", "iou", "--no-budgets", *words)
    assert done.returncode == 2
    assert (tmp_path / "good.json").exists()


def test_nothing_is_written_over_what_the_command_prints_into(tmp_path: Path) -> None:
    """Nor is an answer graded before under another name, or a pipe that nobody reads waited for."""
    answer = tmp_path / "mine.py"
    shutil.copy(WRONG, answer)
    kept = answer.read_text()
    both = tmp_path / "both.html"
    command = [sys.executable, "-m", "grader", "run", "mine.py", "--kata", "iou", "--no-budgets"]
    with both.open("w") as file:
        words = ["--format", "json", "--format", "html", "-o", "both.html"]
        done = subprocess.run([*command, *words], cwd=tmp_path, stdout=file, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, "is where the output of this command goes" in done.stderr) == (2, True)
    assert grade(tmp_path, "run", "mine.py", "--kata", "iou", "--no-budgets").returncode == 1
    for words in (["report", "iou"], ["progress"]):
        assert grade(tmp_path, *words, "--format", "html", "-o", "mine.py").returncode == 2
        assert grade(tmp_path, *words, "--format", "html", "-o", ".grade/history.sqlite3").returncode == 2
    assert answer.read_text() == kept
    os.mkfifo(tmp_path / "pipe")
    done = grade(tmp_path, "report", "iou", "--format", "html", "-o", "pipe")
    assert (done.returncode, "pipe cannot be written" in done.stderr) == (2, True)
    assert "1" in grade(tmp_path, "progress").stdout


def test_report_shows_the_last_page_again(tmp_path: Path) -> None:
    """Without a browser its path is printed; in another form when asked."""
    none = grade(tmp_path, "report", "iou")
    assert (none.returncode, none.stderr) == (
        *(2, "error: there is no attempt at iou in this folder yet. `grade run iou` makes one.\n"),
    )
    shutil.copy(WRONG, tmp_path / "iou.py")
    opened = grade(tmp_path, "run", "iou", "--no-budgets", "--open", DISPLAY="", WAYLAND_DISPLAY="", BROWSER="")
    assert ".grade/reports/iou.html is the page; no browser was found" in opened.stdout
    assert opened.returncode == 1
    shutil.rmtree(tmp_path / ".grade/reports")
    done = grade(tmp_path, "report", "iou", DISPLAY="", WAYLAND_DISPLAY="", BROWSER="")
    assert done.returncode == 0
    assert ".grade/reports/iou.html" in done.stdout
    assert "FAILED" in (tmp_path / ".grade/reports/iou.html").read_text()
    assert json.loads(grade(tmp_path, "report", "iou", "--format", "json").stdout)["verdict"] == "failed"
    quiet = grade(tmp_path, "report", "iou", "-o", "again.html")
    assert (quiet.stdout, (tmp_path / "again.html").exists()) == ("", True)


def test_the_page_is_opened_in_the_browser_that_there_is(tmp_path: Path) -> None:
    """In that of the variable BROWSER, say."""
    shutil.copy(WRONG, tmp_path / "iou.py")
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {tmp_path}/opened\n')
    browser.chmod(0o755)
    done = grade(tmp_path, "run", "iou", "--no-budgets", "--open", "--format", "json", BROWSER=f"{browser} %s")
    assert (tmp_path / "opened").read_text() == (tmp_path / ".grade/reports/iou.html").as_uri()
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ".grade/reports/iou.html\n"


def test_progress_says_where_one_stands(tmp_path: Path) -> None:
    """From nothing on; what comes back, and what is next."""
    assert "What to practise next" in grade(tmp_path, "progress").stdout
    assert not (tmp_path / ".grade").exists()
    shutil.copy(WRONG, tmp_path / "iou.py")
    for _ in range(2):
        grade(tmp_path, "run", "iou", "--no-budgets")
    grade(tmp_path, "hint", "iou")
    shutil.copy(reference("nms"), tmp_path)
    grade(tmp_path, "run", "nms")
    said = " ".join(grade(tmp_path, "progress").stdout.split())
    assert "iou, 2 times: A negative width or height of the overlap is made positive" in said
    assert "✓ nms detection 10 / 10 1" in said
    assert "iou detection 3 / 10 2 ▃▃ 1 of 3" in said
    assert "iou: begun; 2 attempts make the same mistake" in said
    assert "progress has no form json" in grade(tmp_path, "progress", "-o", "p.json").stderr
    assert grade(tmp_path, "progress", "-o", "p.html").returncode == 0
    assert "Mistakes that come back" in (tmp_path / "p.html").read_text()


def test_a_history_of_before_still_reads(tmp_path: Path) -> None:
    """Results without the newer fields give a report; what cannot be read is said in a line."""
    shutil.copy(WRONG, tmp_path / "iou.py")
    grade(tmp_path, "run", "iou", "--no-budgets")
    with sqlite3.connect(tmp_path / ".grade/history.sqlite3") as connection:
        (text,) = connection.execute("SELECT result FROM attempts").fetchone()
        old = json.loads(text)
        del old["at"], old["submission"]["text"], old["findings"]
        connection.execute("UPDATE attempts SET result = ?", (json.dumps(old),))
    connection.close()
    assert grade(tmp_path, "report", "iou", "-o", "old.html").returncode == 0
    with sqlite3.connect(tmp_path / ".grade/history.sqlite3") as connection:
        connection.execute("UPDATE attempts SET result = ?", ('{"x":' * 100_000,))
    connection.close()
    done = grade(tmp_path, "report", "iou")
    assert done.returncode == 2
    assert "an attempt in it cannot be read" in done.stderr
    assert grade(tmp_path, "progress").returncode == 0
    (tmp_path / ".grade/history.sqlite3").write_text("no database at all, but words, and more words than a few")
    assert grade(tmp_path, "progress").returncode == 2
