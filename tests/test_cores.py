"""Where gradings keep all cores busy, each has one of its own, as long as it lasts."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from grader import cores
from grader.crew import Crew

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what binds a thread to a core is Linux's")


def bound() -> tuple[set[int], cores.Core | None]:
    """Take a core, and stay on it, in a thread of its own; return where that may run then, and the core."""
    with ThreadPoolExecutor(1) as pool:
        core = pool.submit(cores.take_core).result()
        if core:
            pool.submit(core.stay).result()
        return pool.submit(os.sched_getaffinity, 0).result(), core


def test_no_two_have_the_same_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until its holder ends; whoever finds none may run on all."""
    monkeypatch.setattr(cores, "_NAME", f"\0test-{os.getpid()}-")
    every = os.sched_getaffinity(0)
    found = [bound() for _ in every]
    assert sorted(number for may, _ in found for number in may) == sorted(every)
    assert bound() == (every, None)
    may, core = found.pop()
    assert core is not None
    with core.meanwhile():
        assert os.sched_getaffinity(0) == may
    assert os.sched_getaffinity(0) == every
    core._held.close()
    found.append(bound())
    assert found[-1][0] == may
    for _, core in found:
        assert core is not None
        core._held.close()


def may_run_on(task: str) -> set[int]:
    """What the processes of the crew do."""
    return os.sched_getaffinity(0)


def test_processes_that_leave_cores_idle_stay_on_none() -> None:
    """The others do, as far as nobody else has done so before."""
    every = os.sched_getaffinity(0)
    with Crew(may_run_on, 1, 30) as crew:
        assert [may for _, may in crew.results(["a"])] == [every]
    with Crew(may_run_on, 2, 30, has_all_cores=True) as crew:
        for _, may in crew.results(["a", "b"]):
            assert may == every or len(may) == 1  # type: ignore[union-attr, arg-type]
