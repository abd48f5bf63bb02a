"""The commands as a person meets them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, SUBMISSIONS


def grade(folder: Path, *words: str | bytes, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `grade` in a folder."""
    command: list[str | bytes] = [sys.executable, "-m", "grader", *words]
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR", "FORCE_COLOR")}
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL, env={**kept, **environment}
    )


def results(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """The results that a run printed as JSON: one a line, and nothing else."""
    return [json.loads(line) for line in done.stdout.splitlines()]


def reference(kata_id: str) -> Path:
    return ROOT / "solutions" / f"{kata_id}.py"


def test_list_shows_katas_and_best_scores(tmp_path: Path) -> None:
    """A dash where nothing was tried."""
    assert "conv2d" in grade(tmp_path, "list").stdout
    shutil.copy(reference("conv2d"), tmp_path)
    grade(tmp_path, "run", "conv2d")
    lines = {
        line.split()[0]: line for line in grade(tmp_path, "list", COLUMNS="120").stdout.splitlines() if line.strip()
    }
    assert lines["conv2d"].rstrip().endswith("10 / 10")
    assert lines["adam_step"].rstrip().endswith("-")


def test_start_copies_and_never_overwrites(tmp_path: Path) -> None:
    """Neither the stub nor the statement, nor through a link."""
    done = grade(tmp_path, "start", "conv2d")
    assert done.returncode == 0
    assert "grade run conv2d" in done.stdout
    assert (tmp_path / "conv2d.py").read_text() == (ROOT / "katas/conv2d/stub.py").read_text()
    (tmp_path / "conv2d.py").write_text("mine")
    again = grade(tmp_path, "start", "conv2d")
    assert again.returncode == 2
    assert "conv2d.py is there already" in again.stderr
    assert (tmp_path / "conv2d.py").read_text() == "mine"
    elsewhere = tmp_path / "a/b"
    assert grade(tmp_path, "start", "conv2d", "--dir", str(elsewhere)).returncode == 0
    assert (elsewhere / "conv2d.md").exists()
    (tmp_path / "links").mkdir()
    (tmp_path / "links/adam_step.md").symlink_to(tmp_path / "target")
    assert grade(tmp_path, "start", "adam_step", "--dir", "links").returncode == 2
    assert not (tmp_path / "target").exists()
    assert not (tmp_path / "links/adam_step.py").exists()


def test_a_candidate_s_first_minutes(tmp_path: Path) -> None:
    """Start, run the stub, get a hint, write, pass."""
    grade(tmp_path, "start", "receptive_field")
    stub = grade(tmp_path, "run", "receptive_field")
    assert stub.returncode == 1
    assert "Nothing is written yet. Write the body of `receptive_field`" in " ".join(stub.stdout.split())
    assert "✗" not in stub.stdout
    assert [grade(tmp_path, "hint", "receptive_field").stdout[:11] for _ in range(4)] == [
        *("Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3", "Hint 3 of 3")
    ]
    shutil.copy(reference("receptive_field"), tmp_path / "receptive_field.py")
    done = grade(tmp_path, "run", "receptive_field")
    assert done.returncode == 0
    assert "PASSED" in done.stdout
    assert "10 / 10 points" in done.stdout


def test_a_failing_report_says_what_to_try(tmp_path: Path) -> None:
    """The check, the call to paste, expected, got, where, and a hint; no escape codes where there is no terminal."""
    source = (
        reference("conv2d")
        .read_text()
        .replace("(padding, padding), (padding, padding)", "(0, 2 * padding), (0, 2 * padding)")
    )
    (tmp_path / "conv2d.py").write_text(source)
    done = grade(tmp_path, "run", "conv2d")
    assert done.returncode == 1
    for words in (
        "✗ Padding puts zeros on all four sides",
        "conv2d(x, kernel, stride=1, padding=1)",
        "expected 0, got 1",
        "hint",
    ):
        assert words in done.stdout
    assert "\nkernel = np.array([[[[1.]]]])\nconv2d(x, kernel, stride=1, padding=1)\n" in done.stdout, "can be pasted"
    assert "\x1b" not in done.stdout


def test_colours_are_for_terminals_that_want_them(tmp_path: Path) -> None:
    """NO_COLOR is kept."""
    shutil.copy(reference("adam_step"), tmp_path)
    coloured = grade(tmp_path, "run", "adam_step", FORCE_COLOR="1", TERM="xterm-256color")
    assert "\x1b[" in coloured.stdout
    plain = grade(tmp_path, "run", "adam_step", FORCE_COLOR="1", NO_COLOR="1", TERM="xterm-256color")
    assert "\x1b[3" not in plain.stdout


def test_an_ascii_terminal_gets_a_report_too(tmp_path: Path) -> None:
    """Escapes where it has no character, and no traceback."""
    shutil.copy(reference("adam_step"), tmp_path)
    done = grade(tmp_path, "run", "adam_step", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert done.returncode == 0, done.stderr


def test_the_references_in_a_folder(tmp_path: Path) -> None:
    """A folder of files named after katas; a summary for people, a line each for programs."""
    done = grade(tmp_path, "run", str(ROOT / "solutions"))
    assert done.returncode == 0
    names = sorted(path.stem for path in (ROOT / "solutions").iterdir())
    assert f"{len(names)} of {len(names)} passed" in done.stdout
    lines = results(grade(tmp_path, "run", str(ROOT / "solutions"), "--format", "json"))
    assert [(line["kata"], line["verdict"]) for line in lines] == [(name, "passed") for name in names]


def test_any_file_as_a_solution_of_a_kata(tmp_path: Path) -> None:
    """By --kata, one file or all of a folder's."""
    shutil.copy(reference("conv2d"), tmp_path / "my solution.py")
    (tmp_path / "other.py").write_text("def conv2d(:")
    (tmp_path / "notes.txt").write_text("no submission")
    done = grade(tmp_path, "run", "--kata", "conv2d", "--format", "json", "my solution.py")
    assert (done.returncode, results(done)[0]["submission"]["name"]) == (0, "my solution.py")
    both = grade(tmp_path, "run", "--kata", "conv2d", "--format", "json", ".")
    assert both.returncode == 1
    assert [line["verdict"] for line in results(both)] == ["passed", "invalid"]


@pytest.mark.parametrize(
    "name",
    [
        b"line\nbreak.py",
        b"\x1b[2Jclear.py",
        b"\xff\xfe.py",
        b"-rf.py",
        b"--help",
        b"quote\"'.py",
        b" .py",
        b"$(reboot).py",
        "\u202e.py".encode(),
    ],
)
def test_any_file_name_works_after_two_dashes(tmp_path: Path, name: bytes) -> None:
    """And is shown harmlessly, in both forms."""
    path = os.path.join(os.fsencode(tmp_path), name)
    shutil.copy(reference("adam_step"), path)
    done = grade(tmp_path, "run", "--kata", "adam_step", "--format", "json", "--", name)
    assert done.returncode == 0, done.stderr
    assert results(done)[0]["verdict"] == "passed"
    shown = grade(tmp_path, "run", "--kata", "adam_step", "--", name)
    assert shown.returncode == 0
    assert "\x1b" not in shown.stdout
    assert "\u202e" not in shown.stdout


def make_files_of_all_kinds(folder: Path) -> None:
    """A link, a broken one, a FIFO, a folder, a large file, other bytes: each named like a submission."""
    (folder / "link.py").symlink_to(reference("conv2d"))
    (folder / "broken.py").symlink_to("nowhere")
    os.mkfifo(folder / "fifo.py")
    (folder / "folder.py").mkdir()
    (folder / "large.py").write_bytes(b"#" * (5 << 20))
    (folder / "latin.py").write_bytes(b"# \xe9\n")


def test_everything_given_gets_a_result(tmp_path: Path) -> None:
    """One by one and in a folder: all invalid, with every check skipped and the reason."""
    make_files_of_all_kinds(tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    for words in (names, ["."]):
        done = grade(tmp_path, "run", "--kata", "conv2d", "--format", "json", *words)
        assert done.returncode == 1, done.stderr
        found = results(done)
        assert [line["submission"]["name"] for line in found] == names
        for line in found:
            assert line["verdict"] == "invalid"
            assert line["problem"]
            assert {check["outcome"] for check in line["checks"]} == {"skipped"}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["run"], "Missing argument"),
        (["run", "conv2d"], "there is no conv2d.py in this folder. `grade start conv2d` puts one here."),
        (["run", "conv2"], "no kata of this name (did you mean `conv2d`?)"),
        (["run", "nowhere.py"], "there is no file or folder `nowhere.py`"),
        (["run", "there.py"], "cannot tell which kata `there.py` is for"),
        (["run", "--kata", "conv3d", "there.py"], "there is no kata `conv3d` (did you mean `conv2d`?)"),
        (["run", "--kata", "conv2d", "nowhere.py"], "there is no file or folder `nowhere.py`"),
        (["run", "empty"], "the folder `empty` has nothing to grade in it"),
        (["run", "--format", "xml", "there.py"], "Invalid value for '--format'"),
        (["run", "\x1b[31m"], "there is no file or folder `\\x1b[31m`"),
        (["start", "conv"], "there is no kata `conv`"),
        (["start"], "Missing argument"),
        (["start", "conv2d", "--dir", "there.py"], "'there.py' is a file"),
        (["hint", "conv"], "there is no kata `conv`"),
        (["solve"], "No such command 'solve'"),
    ],
    ids=lambda value: " ".join(value).replace("\x1b", "") if isinstance(value, list) else "",
)
def test_wrong_usage_is_one_clear_error(tmp_path: Path, words: list[str], message: str) -> None:
    """Exit status 2, nothing on stdout, no traceback."""
    (tmp_path / "there.py").write_text("x = 1\n")
    (tmp_path / "empty").mkdir()
    done = grade(tmp_path, *words)
    assert done.returncode == 2
    assert message in done.stderr.replace("\n", " ")
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """By where they were found."""
    for learner in ("alice", "bob"):
        (tmp_path / learner).mkdir()
        shutil.copy(reference("adam_step"), tmp_path / learner)
    done = grade(tmp_path, "run", "alice/adam_step.py", "bob/adam_step.py", "--format", "json")
    assert [line["submission"]["path"] for line in results(done)] == ["alice/adam_step.py", "bob/adam_step.py"]
    assert "bob/adam_step.py" in grade(tmp_path, "run", "alice/adam_step.py", "bob/adam_step.py").stdout


def test_a_body_that_is_not_written_is_told_kindly(tmp_path: Path) -> None:
    """Also where a comment was added to the stub."""
    stub = (ROOT / "katas/conv2d/stub.py").read_text()
    (tmp_path / "conv2d.py").write_text(stub + "# thinking\n")
    done = grade(tmp_path, "run", "conv2d")
    assert "Nothing is written yet. Write the body of `conv2d`" in " ".join(done.stdout.split())


def test_a_broken_kata_is_named(collection: Path, tmp_path: Path) -> None:
    """As wrong usage of the mentor's, with file and line."""
    package = tmp_path / "checkout"
    shutil.copytree(ROOT / "grader", package / "grader", ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("katas", "solutions"):
        (collection / part).rename(package / part)
    path = package / "katas/conv2d/kata.yaml"
    path.write_text(path.read_text().replace("points: 0.5", "points: half", 1))
    (tmp_path / "conv2d.py").write_text("x = 1\n")
    code = f"import sys; sys.path.insert(0, {str(package)!r}); from grader.cli import main; sys.argv = ['grade', 'run', 'conv2d']; main()"
    done = subprocess.run([sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 2
    assert "katas/conv2d/kata.yaml:" in done.stderr
    assert "points: expected `float`, got `str`" in done.stderr


def test_trouble_with_the_history_costs_a_warning(tmp_path: Path) -> None:
    """And never the verdict; the damaged file is left as it is."""
    shutil.copy(reference("adam_step"), tmp_path)
    (tmp_path / ".grade").mkdir()
    (tmp_path / ".grade/history.sqlite3").write_bytes(b"damaged" * 1000)
    done = grade(tmp_path, "run", "adam_step", "--format", "json")
    assert (done.returncode, results(done)[0]["verdict"]) == (0, "passed")
    assert "warning: this attempt is not in your history" in done.stderr
    assert "Move the file away" in done.stderr
    assert (tmp_path / ".grade/history.sqlite3").read_bytes() == b"damaged" * 1000
    assert grade(tmp_path, "list").returncode == 0
    assert "Hint 1 of 3" in grade(tmp_path, "hint", "adam_step").stdout


def test_hostile_output_is_escaped(tmp_path: Path) -> None:
    """Neither printed text nor an exception's message steers the terminal."""
    hostile = SUBMISSIONS / "hostile/error/escape_sequences.py"
    done = grade(tmp_path, "run", "--kata", "conv2d", str(hostile))
    assert done.returncode == 1
    assert "\\x1b[2J" in done.stdout
    for character in ("\x1b", "\u202e", "\u2066", "\x07"):
        assert character not in done.stdout


def test_ctrl_c_stops_a_hanging_submission_at_once(tmp_path: Path) -> None:
    """With one word, and no worker left behind."""
    (tmp_path / "conv2d.py").write_text("def conv2d(x, kernel, stride=1, padding=0):\n    while True: pass\n")
    command = [sys.executable, "-m", "grader", "run", "conv2d"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    started = time.monotonic()
    out, err = process.communicate()
    assert time.monotonic() - started < 1.5
    assert (process.returncode, out, err.strip()) == (130, "", "stopped")


@pytest.mark.parametrize("words", [["run", "adam_step"], ["run", "adam_step", "--format", "json"], ["list"]])
def test_a_full_disk_is_said_plainly(tmp_path: Path, words: list[str]) -> None:
    """Not as the grader's fault."""
    shutil.copy(reference("adam_step"), tmp_path)
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "grader", *words], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 2
    assert done.stderr == "error: the output cannot be written: No space left on device\n"


def test_json_is_utf_8_whatever_the_terminal_is(tmp_path: Path) -> None:
    """For programs read it."""
    (tmp_path / "adam_step.py").write_text(
        "def adam_step(*a, **k):\n    raise RuntimeError('é 🙂')\n", encoding="utf-8"
    )
    command = [sys.executable, "-m", "grader", "run", "adam_step", "--format", "json"]
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, env=environment)
    assert "é 🙂" in json.loads(done.stdout.decode("utf-8"))["checks"][0]["message"]


def test_two_runs_at_once(tmp_path: Path) -> None:
    """Both finish, and both attempts are in the history."""
    shutil.copy(reference("adam_step"), tmp_path)
    command = [sys.executable, "-m", "grader", "run", "adam_step", "--format", "json"]
    both = [
        subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [json.loads(process.communicate()[0])["verdict"] for process in both] == ["passed", "passed"]
    connection = sqlite3.connect(tmp_path / ".grade/history.sqlite3")
    assert connection.execute("SELECT COUNT(*) FROM attempts").fetchone() == (2,)
    connection.close()
