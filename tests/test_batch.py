"""A whole course is graded: every file has a row, none is lost or graded twice, and none spoils another's result."""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.batch import run as run_module
from grader.batch.books import cell
from grader.batch.books import gradebook as written
from grader.batch.gathered import Entry, Gathered, found_in, listed_in, name_problem
from grader.batch.ledger import Ledger, Settings
from grader.batch.plan import Plan, katas_of
from grader.batch.run import Batch, StoppedError
from grader.batch.work import Done, NoWallError, Task, done, perform
from grader.catalogue import Catalogue
from grader.crew import Lost
from grader.errors import UsageError
from grader.grading import Grader
from grader.submission import read_submission
from grader.tally import Tally
from grader.text import readable
from grader.writing import half_written
from tests.conftest import ROOT, SUBMISSIONS
from tests.test_cli import grade
from tests.test_crew import alive

RIGHT = ROOT / "solutions/receptive_field.py"
SLOW = "import time\ndef receptive_field(*args):\n    time.sleep(1)\n"
FIELDS = SUBMISSIONS / "receptive_field"


def hand_in(folder: Path, learner: str | bytes, source: bytes | str, name: str | bytes = "receptive_field.py") -> Path:
    """Put a learner's file where it belongs."""
    place = Path(os.fsdecode(os.path.join(os.fsencode(folder), os.fsencode(learner))))
    place.mkdir(parents=True, exist_ok=True)
    path = place / os.fsdecode(name)
    path.write_bytes(source if isinstance(source, bytes) else source.encode())
    return path


def course(folder: Path, count: int) -> dict[str, Path]:
    """A course of so many, each with another of the right and wrong samples; return whose is which."""
    samples = sorted(FIELDS.glob("passed/*.py"))[: count // 2] + sorted(FIELDS.glob("failed/*.py"))
    chosen = {f"learner{number:02}": path for number, path in enumerate(samples[:count])}
    for learner, path in chosen.items():
        hand_in(folder, learner, path.read_bytes())
    return chosen


def lines(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "results.jsonl").read_text().splitlines()]


def by_learner(out: Path) -> dict[str, dict[str, Any]]:
    """The results; each learner has one."""
    found = lines(out)
    assert max(Counter((line["learner"], line["kata"]) for line in found).values()) == 1
    return {line["learner"]: line for line in found}


def gradebook(out: Path) -> list[dict[str, str]]:
    with (out / "gradebook.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def without_times(out: Path) -> dict[str, bytes]:
    """All files of a batch, without what says when and how long; reports are those of the results."""
    files = {str(path.relative_to(out)): b"" for path in out.rglob("*") if path.is_file()}
    for line in lines(out):
        for field in ("at", "duration_s"):
            del line[field]
        files[f"{line['learner']} {line['kata']}"] = json.dumps(line).encode()
    files["gradebook.csv"] = (out / "gradebook.csv").read_bytes()
    return files


def test_a_course_has_a_row_each_and_the_verdicts_of_grade_run(
    tmp_path: Path, grader: Grader, catalogue: Catalogue
) -> None:
    """In code and in prose; whoever handed in nothing has a row; what is left out of the total is empty."""
    handed_in = course(tmp_path / "all", 6)
    hand_in(
        tmp_path / "all",
        "learner00",
        (ROOT / "solutions/explain_overfitting.md").read_bytes(),
        "explain_overfitting.md",
    )
    hand_in(tmp_path / "all", "learner00", "def receptive_field", "receptive_field.md")  # a statement's name
    (tmp_path / "all/nobody").mkdir()
    ran = grade(tmp_path, "batch", "all", "-o", "out", "--no-budgets", "--jobs", "2")
    assert ran.returncode == 0, ran.stderr
    rows = {row["learner"]: row for row in gradebook(tmp_path / "out")}
    assert list(rows) == [*sorted(handed_in), "nobody"]
    assert rows["nobody"]["receptive_field"] == ""
    assert rows["nobody"]["total"] == "0"
    found = {line["learner"]: line for line in lines(tmp_path / "out") if line["kata"] == "receptive_field"}
    kata = catalogue.load("receptive_field")
    for learner, path in handed_in.items():
        alone = grader.grade(kata, read_submission(path), with_budgets=False)
        assert (found[learner]["verdict"], found[learner]["score"]) == (alone.verdict, alone.score), path
        assert [check["outcome"] for check in found[learner]["checks"]] == [check.outcome for check in alone.checks]
        assert [mistake["id"] for mistake in found[learner]["mistakes"]] == [mistake.id for mistake in alone.mistakes]
        assert rows[learner]["receptive_field"] == f"{alone.score:g}"
        assert (tmp_path / "out" / found[learner]["page"]).read_text().startswith("<!doctype html>")
    assert rows["learner00"]["explain_overfitting"] == "10"
    assert float(rows["learner00"]["total"]) == found["learner00"]["score"] + 10
    index = (tmp_path / "out/index.html").read_text()
    for text in ("7 submissions of 7 learners", "The most common mistakes", "The slowest to grade", "of 6, "):
        assert text in index
    assert "7 graded in" in ran.stdout


def test_budgets_are_measured_and_count(tmp_path: Path) -> None:
    """Unless it is said that they are not to be."""
    hand_in(tmp_path / "all", "quick", (SUBMISSIONS / "iou/passed").joinpath("loops.py").read_bytes(), "iou.py") if (
        SUBMISSIONS / "iou/passed/loops.py"
    ).exists() else hand_in(tmp_path / "all", "quick", (ROOT / "solutions/iou.py").read_bytes(), "iou.py")
    ran = grade(tmp_path, "batch", "all", "-o", "out", "--katas", "iou", "--jobs", "1")
    assert ran.returncode == 0, ran.stderr
    (line,) = lines(tmp_path / "out")
    assert {budget["outcome"] for budget in line["budgets"]} <= {"passed", "failed"}
    assert line["max_score"] == 10
    assert gradebook(tmp_path / "out")[0]["max_total"] == "10"


def test_hostile_entries_are_invalid_and_cost_nobody_anything(tmp_path: Path) -> None:
    """Each with its reason, among others that are graded as ever; and no cell is a formula."""
    folder, right = tmp_path / "all", RIGHT.read_bytes()
    secret = hand_in(tmp_path / "elsewhere", "someone", right)
    fair = ["alice", "Alice", "O'Brien", "=cmd|' /C calc'!A0".replace("/", ""), "+1", "@SUM(1)", "Zoë", "a, b", "<b>x<"]
    unfair: list[str | bytes] = ["-rf", "new\nline", 'quo"te', b"caf\xe9", "..", "..evil", "\u202egnp", "`id`", "tab\t"]
    for name in fair:
        hand_in(folder, name, right)
    for bad in unfair:
        if bad != "..":
            hand_in(folder, bad, right)
    os.mkfifo(hand_in(folder, "fifo", "").with_suffix(".x"))
    (folder / "fifo/receptive_field.x").rename(folder / "fifo/receptive_field.py")
    link = hand_in(folder, "link", "")
    link.unlink()
    link.symlink_to(secret)
    (folder / "linked").symlink_to(secret.parent)
    with hand_in(folder, "big", "").open("wb") as file:
        file.truncate(1 << 30)
    hand_in(folder, "folder", "").unlink()
    (folder / "folder/receptive_field.py").mkdir()
    hand_in(folder, "latin", b'x = "\xe9"\n')
    hand_in(folder, "misnamed", right, 'Receptive"Field.py')
    hand_in(folder, "broken", right, "receptive\n_field.py")
    hand_in(folder, "conftest", "import os; os._exit(0)", "conftest.py")
    hand_in(folder, "conftest", right)
    hand_in(folder, "loop", "def receptive_field(*args):\n    while True: pass\n")
    ran = grade(tmp_path, "batch", "all", "-o", "out", "--no-budgets", "--katas", "receptive_field")
    assert ran.returncode == 0, ran.stderr
    found = by_learner(tmp_path / "out")
    assert {name for name, line in found.items() if line["verdict"] == "passed"} == {*fair, "conftest"}
    assert found["loop"]["verdict"] == "failed"
    invalid = {name: line["problem"] for name, line in found.items() if line["verdict"] == "invalid"}
    bad_names = {readable(os.fsdecode(os.fsencode(name))) for name in unfair if name != ".."}
    assert set(invalid) == {*bad_names, "fifo", "link", "linked", "big", "folder", "latin", "misnamed", "broken"}
    assert all(invalid.values())
    assert "named pipe" in invalid["fifo"]
    assert "1024.0 MiB" in invalid["big"]
    assert "symbolic link" in invalid["linked"]
    rows = gradebook(tmp_path / "out")
    assert len(rows) == len(found)
    assert not [row for row in rows if row["learner"].lstrip()[:1] in tuple("=+-@\t\r\n")]
    pages = {line["page"] for line in found.values()}
    assert len({page.casefold() for page in pages}) == len(found)
    assert all((tmp_path / "out" / page).resolve().is_relative_to(tmp_path / "out/reports") for page in pages)
    assert "<b>x" not in (tmp_path / "out/index.html").read_text()
    assert "conftest/conftest.py: its name is no kata's" in ran.stdout


def test_no_two_learners_share_a_folder_of_reports() -> None:
    """Not even where one is called as another's folder is; nor is any called as Windows calls its devices."""
    first = Plan(Gathered(folder=Path(), entries=(), learners=("Zoë",), passed_over=()), {}, (), False, False)
    taken = first.page_of(("Zoë", "iou")).split("/")[1]
    names = ("Zoë", taken, taken.upper(), "alice", "Alice", "CON", "nul", "aux.txt", "console", "smith.j")
    plan = Plan(Gathered(folder=Path(), entries=(), learners=names, passed_over=()), {}, (), False, False)
    folders = {name: plan.page_of((name, "iou")).split("/")[1] for name in names}
    assert len({folder.casefold() for folder in folders.values()}) == len(names)
    assert {name for name in names if folders[name] == name} == {"console", "smith.j"}


def test_a_folder_that_is_none_any_more_costs_its_own_files_alone(tmp_path: Path) -> None:
    """They are invalid, with the reason; so they are where a folder may not be looked into."""
    (tmp_path / "alice").touch()
    submission = Entry(learner="alice", kata="iou", path=tmp_path / "alice/iou.py").read()
    assert submission.problem == "The file cannot be read: Not a directory."


@pytest.mark.parametrize(
    "words", [["loop", "-o", "out"], ["all", "-o", "loop"], ["all", "-o", "out", "--list", "loop"]]
)
def test_a_link_to_itself_is_named(tmp_path: Path, words: list[str]) -> None:
    """In a line, as every folder that is none."""
    hand_in(tmp_path / "all", "alice", "x")
    (tmp_path / "loop").symlink_to("loop")
    ran = grade(tmp_path, "batch", *words)
    assert (ran.returncode, ran.stderr.count("\n")) == (2, 1), ran.stderr
    assert "loop" in ran.stderr


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r", "  =1", "＝1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"
    assert cell(f"a{text}") == f"a{text}"
    assert cell(f"'{text}") not in (cell(text), cell(f"a{text}"))


@pytest.mark.parametrize("name", ["x;=1+1", "=1;=2", "x|=1", 'a";=1'])
def test_no_cell_is_a_formula_where_another_mark_stands_between_cells(name: str) -> None:
    """Where numbers have a decimal comma, that is a semicolon."""
    rows = csv.reader(io.StringIO(written(Tally({}, [name]))), delimiter=";" if ";" in name else "|")
    assert not [cell for row in rows for cell in row if cell.startswith("=")]
    (row,) = csv.DictReader(io.StringIO(written(Tally({}, [name]))))
    assert row["learner"] == cell(name)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("{learner}_{kata}.py", "alice_smith_receptive_field.py"),
        ("{learner}_*_{kata}", "alice_smith_12345_receptive_field.py"),
        ("{kata}/{learner}", "receptive_field/alice_smith.py"),
        ("week3/*/{learner}/code/{kata}", "week3/x/alice_smith/code/receptive_field.py"),
        ("{learner}", "alice_smith.py"),
        ("{learner}/answer.py", "alice_smith/answer.py"),
    ],
)
def test_patterns(tmp_path: Path, catalogue: Catalogue, pattern: str, path: str) -> None:
    """Whose a file is is read off its path; without {kata}, it is for the one kata there is."""
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text("x")
    found = found_in(tmp_path, pattern, ["receptive_field"], catalogue)
    assert [(entry.learner, entry.kata) for entry in found.entries] == [("alice_smith", "receptive_field")]


@pytest.mark.parametrize(
    ("pattern", "name", "learner"),
    [
        ("{learner}_{kata}.py", "alice_receptive_field.py", "alice"),
        ("{kata}_{learner}.py", "receptive_field_alice.py", "alice"),
        ("{learner}_*_{kata}", "alice_1_2_receptive_field.py", "alice_1"),
        ("*_{learner}_*_{kata}", "1_2_alice_3_receptive_field.py", "2_alice"),
        ("*{learner}-*-*-{kata}", "alice-1-2-3-receptive_field.py", "alice-1"),
    ],
)
def test_the_longest_name_of_a_kata_is_meant(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, pattern: str, name: str, learner: str
) -> None:
    """Where there are katas `field` and `receptive`, too."""
    monkeypatch.setattr(catalogue, "suffix", lambda kata: ".py")
    (tmp_path / name).write_text("x")
    for katas in (["field", "receptive", "receptive_field"], ["receptive_field", "receptive", "field"]):
        found = found_in(tmp_path, pattern, katas, catalogue)
        assert [(entry.learner, entry.kata) for entry in found.entries] == [(learner, "receptive_field")]


def test_no_name_takes_for_ever_to_read(tmp_path: Path, catalogue: Catalogue) -> None:
    """However many ways there seem to be to read it."""
    for number in range(20):
        (tmp_path / f"{'_' * 200}{number}_receptive_field_.py").write_text("x")
    started = time.monotonic()
    found = found_in(tmp_path, "*_*_*_{learner}_*_*_{kata}.py", ["receptive_field"], catalogue)
    assert time.monotonic() - started < 5
    assert not found.entries


def test_a_second_file_takes_nobody_s_name(tmp_path: Path, catalogue: Catalogue) -> None:
    """Neither that of somebody who is called so, nor of one whose folder is found only later."""
    for name in ("1_alice", "2_alice", "3_alice (2)", "4_alice (3)"):
        (tmp_path / f"{name}_receptive_field.py").write_text("x")
    found = found_in(tmp_path, "*_{learner}_{kata}.py", ["receptive_field"], catalogue)
    assert {entry.path.name.removesuffix("_receptive_field.py"): entry.learner for entry in found.entries} == {
        "1_alice": "alice",
        "2_alice": "alice (4)",
        "3_alice (2)": "alice (2)",
        "4_alice (3)": "alice (3)",
    }


@pytest.mark.parametrize(
    "pattern",
    [
        "{kata}.py",
        "{learner}/{learner}/{kata}",
        "../{learner}/{kata}",
        "/{learner}/{kata}",
        "{learner}//{kata}",
        "{learner}.py",
        "",
    ],
)
def test_patterns_that_cannot_be_used(tmp_path: Path, pattern: str) -> None:
    hand_in(tmp_path / "all", "alice", "x")
    ran = grade(tmp_path, "batch", "all", "-o", "out", "--pattern", pattern)
    assert (ran.returncode, ran.stderr.count("\n")) == (2, 1)
    assert ran.stderr.startswith(f"error: --pattern {pattern}: this has to")
    assert not (tmp_path / "out").exists()


def test_a_list_says_whose_each_file_is(tmp_path: Path) -> None:
    """What leads out of the folder, or is missing, is invalid; the list's own mistakes are said with their lines."""
    hand_in(tmp_path / "all", "sub", "x", "one.py")
    (tmp_path / "all/linked").symlink_to(tmp_path / "all/sub")
    table = tmp_path / "list.csv"
    rows = [
        "alice,sub/one.py",
        "bob,../list.csv",
        "carol,/etc/passwd",
        "dave,sub/none.py",
        "eve,linked/one.py",
        '"=x, y",sub/one.py',
    ]
    table.write_text("learner,file,kata\n" + "".join(f"{row},iou\n" for row in rows))
    found = {entry.learner: entry for entry in listed_in(table, tmp_path / "all", ["iou"]).entries}
    assert [name for name, entry in found.items() if not entry.problem] == ["=x, y", "alice"]
    assert "leads out of the folder" in found["bob"].problem
    assert "leads out of the folder" in found["carol"].problem
    assert "There is no such file" in found["dave"].problem
    assert "symbolic link" in found["eve"].problem
    for text, said in {
        "learner,file\nalice,iou.py\nalice,x/iou.py\n": "list.csv:3: alice has a file for iou already",
        "learner,file\nalice,x.py\n": "list.csv:2: there is no kata `x` here",
        "learner,file,kata\n,x.py,iou\n": "list.csv:2: `learner` is empty",
        "learner,file,kata\nalice,x.py\n": "list.csv:2: the line has more or fewer fields",
        "learner,path\nalice,x.py\n": "list.csv:1: there is no column `file`",
        "": "list.csv:1: there is no column `learner`",
        "learner,file,learner\nalice,iou.py,bob\n": "list.csv:1: there are several columns `learner`",
        'learner,file\nalice,"iou.py\n': "this is no CSV file",
    }.items():
        table.write_text(text)
        with pytest.raises(UsageError) as error:
            listed_in(table, tmp_path / "all", ["iou"])
        assert said in str(error.value)
    table.write_bytes(b"learner,file\nalic\xe9,iou.py\n")
    with pytest.raises(UsageError, match="not UTF-8"):
        listed_in(table, tmp_path / "all", ["iou"])


def batch(folder: Path, *words: str, **options: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "grader", "batch", "all", "-o", "out", "--no-budgets", *words]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def await_lines(out: Path, count: int) -> None:
    """Wait until so many results are on the disk."""
    for _ in range(1200):
        if (out / "results.jsonl").exists() and len((out / "results.jsonl").read_bytes().splitlines()) >= count:
            return
        time.sleep(0.05)
    raise AssertionError("no result came")


def test_killed_at_any_moment_it_goes_on_where_it_was(tmp_path: Path) -> None:
    """And in the end everything is as of one run, with nothing graded twice."""
    course(tmp_path / "all", 16)
    seen: list[dict[str, Any]] = []
    for count in (1, 4, 5, 9):
        running = batch(tmp_path, "--jobs", "2")
        await_lines(tmp_path / "out", count)
        running.kill()
        running.communicate()
        now = [json.loads(line) for line in (tmp_path / "out/results.jsonl").read_bytes().split(b"\n")[:-1]]
        assert now[: len(seen)] == seen
        seen = now
    with (tmp_path / "out/results.jsonl").open("ab") as file:
        file.write(b'{"learner":"half a line')
    (tmp_path / "out/reports/learner00/.receptive_field.html.x").touch()
    ran = grade(tmp_path, "batch", "all", "-o", "out", "--no-budgets")
    assert ran.returncode == 0, ran.stderr
    at = {(line["learner"], line["at"], line["duration_s"]) for line in seen}
    assert at <= {(line["learner"], line["at"], line["duration_s"]) for line in lines(tmp_path / "out")}
    assert f", {len(seen)} before." in ran.stdout
    once = grade(tmp_path, "batch", "all", "-o", "once", "--no-budgets")
    assert once.returncode == 0
    assert without_times(tmp_path / "out") == without_times(tmp_path / "once")
    again = grade(tmp_path, "batch", "all", "-o", "out", "--no-budgets")
    assert "0 graded, 16 before." in again.stdout


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    """Not even of a kata with a long name."""
    kata, collection = f"field_{'x' * 60}", tmp_path / "collection"
    shutil.copytree(ROOT / "katas/receptive_field", collection / "katas" / kata)
    (collection / "solutions").mkdir()
    shutil.copy(RIGHT, collection / f"solutions/{kata}.py")
    hand_in(tmp_path / "all", "alice", RIGHT.read_bytes(), f"{kata}.py")
    words = ("batch", "all", "-o", "out", "--no-budgets", "--katas", str(collection), "--katas", kata)
    assert grade(tmp_path, *words).returncode == 0
    page = tmp_path / f"out/reports/alice/{kata}.html"
    tempfile.NamedTemporaryFile(prefix=half_written(page.name), dir=page.parent, delete=False).close()
    assert grade(tmp_path, *words).returncode == 0
    assert os.listdir(page.parent) == [page.name]


def test_ended_at_its_very_beginning_it_begins_again(tmp_path: Path) -> None:
    """When nothing says yet whose folder it is; and of what it had half written nothing is left."""
    (tmp_path / "out").mkdir()
    for name in (".lock", ".batch.json.x1"):
        (tmp_path / "out" / name).touch()
    course(tmp_path / "all", 1)
    ran = grade(tmp_path, "batch", "all", "-o", "out", "--no-budgets")
    assert ran.returncode == 0, ran.stderr
    assert not (tmp_path / "out/.batch.json.x1").exists()


def test_what_was_handed_in_anew_is_graded_anew_and_nothing_else(tmp_path: Path) -> None:
    """What is gone is gone from the books too; a report that was deleted is written again; a bad line counts for none."""
    course(tmp_path / "all", 4)
    assert grade(tmp_path, "batch", "all", "-o", "out", "--no-budgets").returncode == 0
    before = by_learner(tmp_path / "out")
    hand_in(tmp_path / "all", "learner00", "def receptive_field(x): return 1\n")
    shutil.rmtree(tmp_path / "all/learner01")
    (tmp_path / "out/reports/learner02/receptive_field.html").unlink()
    raw = (tmp_path / "out/results.jsonl").read_bytes().splitlines(keepends=True)
    unknown = raw[3].replace(b'"verdict":"failed"', b'"verdict":"unheard of"')
    assert unknown != raw[3]
    (tmp_path / "out/results.jsonl").write_bytes(b"".join([*raw[:3], b"no JSON\n", unknown]))
    ran = grade(tmp_path, "batch", "all", "-o", "out", "--no-budgets")
    assert "2 lines of out/results.jsonl cannot be read" in ran.stderr
    assert "2 graded" in ran.stdout
    assert ", 1 before." in ran.stdout
    after = by_learner(tmp_path / "out")
    assert list(after) == ["learner00", "learner02", "learner03"]
    assert after["learner00"]["verdict"] == "failed"
    assert after["learner02"] == before["learner02"]
    assert (tmp_path / "out/reports/learner02/receptive_field.html").exists()
    assert not (tmp_path / "out/reports/learner01").exists()


def children(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout
    return [int(line) for line in found.split()]


def await_end(group: int) -> None:
    """Wait a moment until no process of a group is left."""
    for _ in range(40):
        if not (left := alive(group)):
            return
        time.sleep(0.05)
    raise AssertionError(left)


def interrupted(running: subprocess.Popen[str]) -> str:
    """Interrupt a batch, which stops at once; return what it says."""
    started = time.monotonic()
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=30)
    assert time.monotonic() - started < 2
    assert running.returncode == 130
    return said


def endless(folder: Path) -> subprocess.Popen[str]:
    """A batch that has one result, and is amid code that never ends."""
    for number in range(4):
        hand_in(folder / "all", f"learner{number}", "while True: pass\n")
    hand_in(folder / "all", "a first", RIGHT.read_bytes())
    running = batch(folder, "--jobs", "2", start_new_session=True)
    await_lines(folder / "out", 1)
    return running


def test_an_interruption_stops_it_at_once(tmp_path: Path) -> None:
    """Even amid code that never ends; no process is left, and the same command goes on."""
    running = endless(tmp_path)
    assert "of 5 are graded. The same command goes on there." in interrupted(running)
    await_end(running.pid)
    assert not (tmp_path / "out/gradebook.csv").exists()


def test_a_second_interruption_changes_nothing(tmp_path: Path) -> None:
    """Whoever is impatient sees no more than the one line, and the same exit status.

    A result is on the disk before it is counted, so that one that is there may be amid its counting.
    """
    running = endless(tmp_path)
    running.send_signal(signal.SIGINT)
    assert running.stderr is not None
    first = running.stderr.readline()
    while running.poll() is None:
        running.send_signal(signal.SIGINT)
        time.sleep(0.001)
    assert first.startswith(("stopped: 0 of 5 are graded.", "stopped: 1 of 5 are graded."))
    assert (running.communicate(timeout=30)[1], running.returncode) == ("", 130)
    await_end(running.pid)


def test_a_process_that_dies_costs_a_retry(tmp_path: Path) -> None:
    """Nobody's result is lost with it."""
    course(tmp_path / "all", 8)
    running = batch(tmp_path, "--jobs", "2")
    await_lines(tmp_path / "out", 2)
    grading = [pid for pid in children(running.pid) if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text()]
    assert len(grading) == 2
    os.kill(grading[0], signal.SIGKILL)
    _, said = running.communicate(timeout=120)
    assert running.returncode == 0, said
    assert len(by_learner(tmp_path / "out")) == 8
    assert not [line for line in lines(tmp_path / "out") if line["given_up"]]


def test_killed_itself_it_leaves_no_process(tmp_path: Path) -> None:
    """Those that it started end with it, in the middle of a grading."""
    hand_in(tmp_path / "all", "loop", "while True: pass\n")
    running = batch(tmp_path, "--jobs", "1", start_new_session=True)
    for _ in range(200):
        if len(children(running.pid)) == 2:  # a grader, and what keeps track of its resources
            break
        time.sleep(0.05)
    time.sleep(1)
    running.kill()
    running.communicate()
    await_end(running.pid)


def test_a_grading_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    """It says nothing of the code, counts nothing, and the exit status says that somebody has to look.

    With more time, the same command grades it after all.
    """
    hand_in(tmp_path / "all", "slow", SLOW)
    hand_in(tmp_path / "all", "quick", RIGHT.read_bytes())
    ran = grade(tmp_path, "batch", "all", "-o", "out", "--no-budgets", "--jobs", "2", "--deadline", "6")
    found = by_learner(tmp_path / "out")
    assert ran.returncode == 1
    assert "took longer than 6 s" in found["slow"]["given_up"]
    assert (found["slow"]["verdict"], found["slow"]["score"], found["slow"]["max_score"]) == ("failed", 0, 8)
    assert found["quick"]["verdict"] == "passed"
    assert "1 were given up, and need to be looked at" in ran.stdout
    again = grade(tmp_path, "batch", "all", "-o", "out", "--no-budgets", "--jobs", "2")
    assert again.returncode == 0, again.stdout
    assert "1 graded" in again.stdout
    assert ", 1 before." in again.stdout
    assert by_learner(tmp_path / "out")["slow"]["given_up"] == ""
    assert by_learner(tmp_path / "out")["quick"] == found["quick"]


SETTINGS = Settings(folder="all", pattern="", listed="", katas=(), budgets=False)


def stand_in(tmp_path: Path, catalogue: Catalogue, count: int = 3) -> Batch:
    """A batch whose gradings are done by a test."""
    course(tmp_path / "all", count)
    found = found_in(tmp_path / "all", "{learner}/{kata}", ["receptive_field"], catalogue)
    plan = Plan(found, katas_of(catalogue, ["receptive_field"]), (), False, False)
    return Batch(plan, Ledger(tmp_path / "out", SETTINGS))


def test_the_same_file_is_graded_once(tmp_path: Path, catalogue: Catalogue, grader: Grader) -> None:
    """And has the same result at everybody who handed it in, unless its grading was given up, which each tries again."""
    texts = {
        "a": "x = 1\n",
        "b": RIGHT.read_text(),
        "c": "x = 1\n",
        "d": RIGHT.read_text(),
        "e": "y = 1\n",
        "f": "y = 1\n",
    }
    for learner, text in texts.items():
        hand_in(tmp_path / "all", learner, text)
    tried: list[str] = []

    def runner(tasks: Any) -> Iterator[tuple[Task, Done | Lost]]:
        for task in tasks:
            tried.append(task.learner)
            if task.learner == "e":
                yield task, Lost("ended its process (exit code 7)")
            else:
                yield task, done(task, grader.grade(catalogue.load(task.kata), task.submission, False))

    whole = stand_in(tmp_path, catalogue, count=0)
    whole.run(runner, lambda: None)
    assert (tried, whole.counted) == (["a", "b", "e", "e", "f"], 6)
    found = by_learner(tmp_path / "out")
    for one, other in (("a", "c"), ("b", "d")):
        for field in ("verdict", "score", "checks", "at"):
            assert found[one][field] == found[other][field]
        assert found[other]["submission"]["path"].endswith(f"{other}/receptive_field.py")
        assert (tmp_path / "out" / found[other]["page"]).exists()
    assert found["e"]["given_up"]
    assert not found["f"]["given_up"]


def test_what_fails_twice_is_given_up_and_what_fails_once_is_not(
    tmp_path: Path, catalogue: Catalogue, grader: Grader
) -> None:
    """Whether the grader itself failed or its process ended."""
    tried: Counter[str] = Counter()

    def runner(tasks: Any) -> Iterator[tuple[Task, Done | Lost]]:
        for task in tasks:
            tried[task.learner] += 1
            if task.learner == "learner01" or (task.learner == "learner02" and tried["learner02"] == 1):
                yield (
                    task,
                    Lost("ended its process (exit code 7)") if tried[task.learner] == 1 else Done(fault="a fault"),
                )
            else:
                yield task, done(task, grader.grade(catalogue.load(task.kata), task.submission, False))

    stand_in(tmp_path, catalogue).run(runner, lambda: None)
    assert tried == {"learner00": 1, "learner01": 2, "learner02": 2}
    found = by_learner(tmp_path / "out")
    assert found["learner01"]["given_up"] == "the grader itself failed (a fault)"
    assert found["learner01"]["checks"][0]["outcome"] == "crashed"
    assert [found[name]["given_up"] for name in ("learner00", "learner02")] == ["", ""]


def test_where_nothing_can_be_graded_it_stops(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the reference cannot be graded either; and at once where every further task would end alike."""
    monkeypatch.setattr(run_module, "MAX_IN_VAIN", 2)

    def broken(tasks: Any) -> Iterator[tuple[Task, Done | Lost]]:
        for task in tasks:
            yield task, Done(fault="no memory")

    with pytest.raises(StoppedError, match="2 gradings in a row came to no result, nor did the reference's: no memory"):
        stand_in(tmp_path, catalogue).run(broken, lambda: None)
    task = Task(learner="a", kata="receptive_field", kata_version="another", submission=read_submission(RIGHT), page="")
    assert "is another here than where the batch was started" in perform(task).stop


def test_without_a_wall_nothing_is_run(tmp_path: Path) -> None:
    """Unless it is said that the submissions are trusted."""
    hand_in(tmp_path / "all", "alice", RIGHT.read_bytes())
    code = (
        "import sys\n"
        "from grader.grading import Grader\n"
        "Grader.isolation = property(lambda self: 'process')\n"
        "from grader.cli import main\n"
        "main()\n"
    )
    command = [sys.executable, "-c", code, "batch", "all", "-o", "out", "--no-budgets"]
    ran = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert ran.returncode == 2
    assert "not both Landlock and seccomp (isolation: process)" in ran.stderr
    assert "--trust-submissions" in ran.stderr
    assert not (tmp_path / "out/results.jsonl").read_text()
    trusted = subprocess.run(
        [*command, "--trust-submissions"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert trusted.returncode == 0, trusted.stderr
    assert NoWallError("process").args


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    """A clear word, and a state to go on from."""
    course(tmp_path / "all", 12)
    (tmp_path / "file").touch()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.txt").touch()
    for out, said in {
        "file": "file cannot be written: File exists",
        "file/out": "cannot be written: Not a directory",
        "mine": "mine has other files in it. Name a new folder",
        "all/out": "all/out lies in all, among what is graded",
    }.items():
        ran = grade(tmp_path, "batch", "all", "-o", out, "--no-budgets")
        assert (ran.returncode, ran.stderr.count("\n")) == (2, 1), ran.stderr
        assert said in ran.stderr
    assert os.listdir(tmp_path / "mine") == ["thesis.txt"]

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    full = batch(tmp_path, "--jobs", "1", preexec_fn=limited)
    _, said = full.communicate(timeout=120)
    assert full.returncode == 2
    assert "cannot be written: File too large. What is graded is kept." in said
    kept = lines(tmp_path / "out")
    assert 0 < len(kept) < 12
    ran = grade(tmp_path, "batch", "all", "-o", "out", "--no-budgets")
    assert ran.returncode == 0
    assert f"{12 - len(kept)} graded" in ran.stdout
    assert len(by_learner(tmp_path / "out")) == 12


def test_the_folder_s_own_name_may_be_any(tmp_path: Path) -> None:
    """One that is not UTF-8, too, for both folders; the same command goes on there."""
    folder, out = (os.fsdecode(name) for name in (b"caf\xe9", b"\xe9\n"))
    hand_in(tmp_path / folder, "alice", RIGHT.read_bytes())
    for said in ("1 graded", "0 graded, 1 before"):
        ran = grade(tmp_path, "batch", folder, "-o", out, "--no-budgets")
        assert ran.returncode == 0, ran.stderr
        assert said in ran.stdout


@pytest.mark.parametrize("name", ["a[/b]", "a[red]"])
def test_a_name_with_brackets_is_shown_as_it_is(tmp_path: Path, name: str) -> None:
    """Rich would take these for its own."""
    hand_in(tmp_path / "all", name.replace("/", ""), "def receptive_field", "receptive_field.py")
    ran = grade(tmp_path, "batch", "all", "-o", name, "--no-budgets")
    assert ran.returncode == 0, ran.stderr
    assert f"{name}/index.html\n" in ran.stdout
    assert f"{name.replace('/', '')} (receptive_field)" in ran.stdout


@pytest.mark.parametrize("deleted", [True, False])
def test_where_its_folder_goes_away_it_stops(tmp_path: Path, catalogue: Catalogue, deleted: bool) -> None:
    """For what is put into a folder that is gone, or into another of its name, is lost."""
    batch, out = stand_in(tmp_path, catalogue), tmp_path / "out"

    def runner(tasks: Any) -> Iterator[tuple[Task, Done | Lost]]:
        for task in tasks:
            shutil.rmtree(out) if deleted else out.rename(tmp_path / "moved")
            yield task, batch._given_up(task, "a stand-in", "crashed")

    with pytest.raises(UsageError, match="out was moved, deleted or replaced meanwhile"):
        batch.run(runner, lambda done: None)
    assert batch.counted == 0
    assert not out.exists()


def test_where_what_is_graded_goes_away_it_stops(tmp_path: Path, catalogue: Catalogue) -> None:
    """As on a disk that is gone: nobody's file is invalid for that. One file alone may be taken away."""
    batch, folder = stand_in(tmp_path, catalogue, count=9), tmp_path / "all"
    first, second, *_ = sorted(folder.iterdir())
    shutil.rmtree(second)
    problems = []

    def runner(tasks: Any) -> Iterator[tuple[Task, Done | Lost]]:
        for task in tasks:
            problems.append(task.submission.problem)
            if task.learner == second.name:
                folder.rename(tmp_path / "elsewhere")
            yield task, batch._given_up(task, "a stand-in", "crashed")

    with pytest.raises(StoppedError, match="all is gone, or nothing is in it any more"):
        batch.run(runner, lambda: None)
    assert problems == ["", "There is no such file any more."]
    assert sorted(by_learner(tmp_path / "out")) == [first.name, second.name]


def test_a_folder_belongs_to_one_batch_and_one_program_at_a_time(tmp_path: Path) -> None:
    """Another's is not touched."""
    course(tmp_path / "all", 1)
    hand_in(tmp_path / "others", "bob", RIGHT.read_bytes())
    assert grade(tmp_path, "batch", "all", "-o", "out", "--no-budgets").returncode == 0
    for words, said in {
        ("others", "--no-budgets"): "its `folder` was",
        ("all",): "its `budgets` was False",
        ("all", "--no-budgets", "--katas", "iou,receptive_field"): "its `katas` was",
    }.items():
        ran = grade(tmp_path, "batch", words[0], "-o", "out", *words[1:])
        assert ran.returncode == 2
        assert f"out is another batch's: {said}" in ran.stderr
    with (tmp_path / "out/.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ran = grade(tmp_path, "batch", "all", "-o", "out", "--no-budgets")
    assert ran.returncode == 2
    assert "another `grade batch` writes into out at this moment" in ran.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["none", "-o", "out"], "there is no folder none"),
        (["empty", "-o", "out"], "there is nothing to grade: nothing in empty is like alice/"),
        (["all", "-o", "out", "--katas", "ioo"], "there is no kata `ioo` (did you mean `iou`?)"),
        (["all", "-o", "out", "--pattern", "x", "--list", "y"], "say the same thing in two ways"),
        (["all", "-o", "out", "--list", "none.csv"], "none.csv is not a file"),
        (["all", "-o", "out", "--jobs", "2", "--scheduler", "x:1"], "`--jobs` is for this machine"),
        (["all", "-o", "out", "--deadline", "nan"], "--deadline nan: this has to be from 1 to 604800 seconds"),
        (["all", "-o", "out", "--deadline", "inf"], "--deadline inf: this has to be from 1 to 604800 seconds"),
        (["all", "-o", "out", "--deadline", "0.5"], "--deadline 0.5: this has to be from 1 to 604800 seconds"),
        (["all"], "Missing option '-o'"),
    ],
)
def test_wrong_usage(tmp_path: Path, words: list[str], said: str) -> None:
    """A line that says what is wrong, and nothing is made."""
    hand_in(tmp_path / "all", "alice", "x")
    (tmp_path / "empty").mkdir()
    ran = grade(tmp_path, "batch", *words)
    assert ran.returncode == 2
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "out").exists()


def test_katas_may_be_named_from_the_variable_s_collections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which have to be there, as for every other command."""
    collection = ROOT / "docs/softmax-katas/softmax_katas"
    hand_in(tmp_path / "all", "alice", (collection / "solutions/softmax.py").read_bytes(), "softmax.py")
    monkeypatch.setenv("GRADE_KATAS", str(collection))
    ran = grade(tmp_path, "batch", "all", "-o", "out", "--no-budgets", "--katas", "softmax")
    assert ran.returncode == 0, ran.stderr
    assert list(gradebook(tmp_path / "out")[0]) == ["learner", "softmax", "total", "max_total"]
    monkeypatch.setenv("GRADE_KATAS", "none")
    ran = grade(tmp_path, "batch", "all", "-o", "other", "--no-budgets")
    assert (ran.returncode, ran.stderr.count("\n")) == (2, 1)
    assert ran.stderr.startswith("error: GRADE_KATAS none: this is no folder")


@pytest.mark.parametrize(
    "name", ["alice", "O'Brien", "d'Arc", "'t Hooft", "Zoë", "x=1", "王小明", "a b", "smith.j", "a@b.org"]
)
def test_ordinary_names_are_fair(name: str) -> None:
    assert name_problem(name) == ""
