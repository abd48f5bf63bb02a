"""A crew does its tasks side by side; one that ends its process, or takes too long, costs that task alone."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.crew import Crew, Lost
from grader.errors import JailError
from tests.conftest import ROOT


def work(task: str) -> str:
    """What the processes of these tests do."""
    match task:
        case "exit":
            os._exit(7)
        case "sleep":
            time.sleep(60)
        case "print":
            print("nobody sees this")
        case "wall":
            raise JailError("no wall")
        case "fault":
            raise ZeroDivisionError("by zero")
    return task.upper()


def pid_of(task: str) -> int:
    """Do nothing for a while; tell which process did."""
    time.sleep(0.05)
    return os.getpid()


def test_tasks_that_are_lost_cost_nothing_else(capfd: pytest.CaptureFixture[str]) -> None:
    """They are told apart, and where one that took too long was is known."""
    tasks = ["a", "exit", "b", "sleep", "print", "c"]
    with Crew(work, 2, 3.0) as crew:
        done = dict(crew.results(tasks))
        assert dict(crew.results(["again"])) == {"again": "AGAIN"}
    assert {task: done[task] for task in ("a", "b", "c", "print")} == {"a": "A", "b": "B", "c": "C", "print": "PRINT"}
    assert done["exit"] == Lost("ended its process (exit code 7)")
    late = done["sleep"]
    assert isinstance(late, Lost)
    assert late.why == "took longer than 3 s, and was stopped"
    assert (__file__, "work") in [(frame.path, frame.name) for frame in late.frames]
    assert capfd.readouterr() == ("", "")


def test_an_interruption_waits_until_a_process_is_started_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where another thread takes the signal; half started, the process would say that it has nothing to read."""
    kind, over, started = multiprocessing.get_context("spawn").Process, threading.Event(), []
    start, other = kind.start, threading.Thread(target=over.wait)
    other.start()

    def interrupted(self: Any) -> None:
        signal.pthread_kill(other.ident or 0, signal.SIGINT)
        time.sleep(0.1)
        start(self)
        started.append(self)

    monkeypatch.setattr(kind, "start", interrupted)
    try:
        with pytest.raises(KeyboardInterrupt), Crew(work, 1, 30) as crew:
            list(crew.results(["a"]))
    finally:
        over.set()
    assert [process.is_alive() for process in started] == [False]


def test_tasks_are_taken_when_a_process_is_free() -> None:
    """So that what becomes of one can decide whether another is done at all."""
    seen: list[str] = []

    def coming() -> Iterator[str]:
        yield "a"
        yield "b"
        if "A" in seen:
            return
        yield "never"

    with Crew(work, 1, 30) as crew:
        for _, result in crew.results(coming()):
            assert isinstance(result, str)
            seen.append(result)
    assert seen == ["A", "B"]


def test_a_process_stays_with_the_kinds_that_it_did_before() -> None:
    """Of what is seen ahead; with several processes, none is idle for that, and nothing is left or done twice."""
    with Crew(work, 1, 30, kind_of=lambda task: task[0]) as crew:
        assert [task for task, _ in crew.results(["a1", "b1", "a2", "b2", "a3"])] == ["a1", "a2", "a3", "b1", "b2"]
        many = [f"{kind}{number}" for number in range(40) for kind in "ab"]
        done = [task for task, _ in crew.results(many)]
        assert sorted(done) == sorted(many)
        assert done != [*sorted(many)], "no more is seen ahead than may be"
    alike = [f"a{number}" for number in range(20)]
    for tasks in (many, alike):
        with Crew(pid_of, 2, 30, is_eager=True, kind_of=lambda task: task[0]) as crew:
            by = dict(crew.results(tasks))
        assert sorted(by) == sorted(tasks)
        assert len({*by.values()}) == 2


def test_faults_of_the_program_are_raised() -> None:
    """With what they say; that the wall cannot be put up stays what it is."""
    with Crew(work, 1, 30) as crew, pytest.raises(JailError, match="no wall"):
        list(crew.results(["wall"]))
    with Crew(work, 1, 30) as crew, pytest.raises(RuntimeError, match="ZeroDivisionError: by zero"):
        list(crew.results(["fault"]))


def alive(group: int) -> list[str]:
    """The states of the processes of a group that have not ended."""
    listed = subprocess.run(["ps", "-o", "stat=", "-g", str(group)], capture_output=True, text=True).stdout
    return [state for state in listed.split() if not state.startswith("Z")]


def test_an_interrupted_check_leaves_nothing_behind(tmp_path: Path) -> None:
    """No process, and no more than a word."""
    example = ROOT / "docs" / "softmax-katas" / "softmax_katas"
    shutil.copytree(example, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    for wait_s in (0.7, 2.5):
        running = subprocess.Popen(
            [sys.executable, "-m", "grader", "kata", "check", "softmax", "--fresh"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        time.sleep(wait_s)
        started = time.monotonic()
        os.killpg(running.pid, signal.SIGINT)
        _, said = running.communicate(timeout=30)
        assert time.monotonic() - started < 10
        if running.returncode != -signal.SIGINT:  # it may not have come as far as to its own first line
            assert (running.returncode, said.strip()) == (130, "stopped")
        deadline = time.monotonic() + 10  # what only notices that it is alone takes a moment
        while (left := alive(running.pid)) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert left == []


def test_a_crew_works_where_its_starter_is_the_first_process() -> None:
    """As it is in a container that has no init of its own: its processes have process 1 for a parent from the start."""
    apart = ["unshare", "--pid", "--fork"]
    if shutil.which("unshare") is None or subprocess.run([*apart, "true"], capture_output=True).returncode:
        pytest.skip("no process can be the first one here: unshare is missing, or not allowed")
    code = (
        "import os\n"
        "from grader.crew import Crew\n"
        "from tests.test_crew import work\n"
        "with Crew(work, 1, 30.0) as crew:\n"
        "    print(os.getpid(), list(crew.results(['a'])))\n"
    )
    done = subprocess.run([*apart, sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "1 [('a', 'A')]\n", done.stderr
