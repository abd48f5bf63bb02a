"""Hidden tests: one open pytest session per kata, which holds one submission after another to the same examples."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from grader.drawing import Example, draw_examples, generator_for, replay, settle_hypothesis, smallest_failure
from grader.errors import KataError
from grader.findings import Ending, checks_of
from grader.jail.client import WorkerEnded
from grader.kata import Kata
from grader.result import CheckResult
from grader.solution import JailedSolution, RememberedSolution, Solution

MAX_COSTLY = 2
"""After so many checks that ran out of time or memory, which takes seconds each time, the others are skipped."""

_OPTIONS = [
    *("--noconftest", "--disable-plugin-autoload", "--capture=no", "--import-mode=importlib", "--strict-markers"),
    *("-c", os.devnull),
    *(
        option
        for name in (
            *(
                "cacheprovider",
                "terminal",
                "faulthandler",
                "unraisableexception",
                "threadexception",
                "logging",
                "doctest",
            ),
            *("junitxml", "pastebin", "debugging", "stepwise", "warnings", "setuponly", "setupplan", "recwarn"),
        )
        for option in ("-p", f"no:{name}")
    ),
]


class HiddenTests:
    """One kata's hidden tests, collected once."""

    def __init__(self, kata: Kata) -> None:
        self.kata = kata
        self.reference = RememberedSolution(kata, kata.reference_path)
        self._inbox: queue.SimpleQueue[JailedSolution | None] = queue.SimpleQueue()
        self._outbox: queue.SimpleQueue[list[Ending] | BaseException] = queue.SimpleQueue()
        # pytest.main returns only when its session ends, so the session has a thread of its own, and waits in it.
        self._thread = threading.Thread(target=self._session, name=f"hidden tests of {kata.id}", daemon=True)
        self._thread.start()
        self._take()

    def run(self, solution: JailedSolution, source: str) -> tuple[CheckResult, ...]:
        """Hold ``solution`` to every test. ``source`` is its text, for quoting the line that raised."""
        self._inbox.put(solution)
        return checks_of(self.kata, source, self.reference, self._take())

    def close(self) -> None:
        """End the session."""
        self._inbox.put(None)
        self._thread.join()

    def _take(self) -> list[Ending]:
        taken = self._outbox.get()
        if isinstance(taken, BaseException):
            raise taken
        return taken

    def _session(self) -> None:
        settle_hypothesis()
        plugin = _Plugin(self.reference, self._inbox, self._outbox)
        for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
            os.environ.pop(name, None)
        try:
            path = self.kata.hidden_tests.resolve()
            # pytest names a test module after its path below the root; below "/", no two katas share a name.
            pytest.main([*_OPTIONS, f"--rootdir={path.anchor}", str(path)], plugins=[plugin])
            problem = plugin.problem or "pytest found no test in it"
            self._outbox.put(
                KataError(self.kata.hidden_tests, None, "", problem, "Run pytest on it alone to see more.")
            )
        except BaseException as error:  # whatever it is, the grader's own thread has to hear of it
            self._outbox.put(error)


class _Plugin:
    """Gives the tests their fixtures, replays remembered examples, and keeps each test's ending."""

    def __init__(
        self,
        reference: Solution,
        inbox: queue.SimpleQueue[JailedSolution | None],
        outbox: queue.SimpleQueue[list[Ending] | BaseException],
    ) -> None:
        self.problem = ""
        self._reference, self._inbox, self._outbox = reference, inbox, outbox
        self._examples: dict[str, list[Example] | None] = {}
        self._solution: JailedSolution | None = None
        self._error: BaseException | None = None

    @pytest.fixture
    def solution(self) -> Solution:
        assert self._solution is not None
        return self._solution

    @pytest.fixture
    def reference(self) -> Solution:
        return self._reference

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        return generator_for(request.node.name)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.problem = f"cannot be collected ({str(report.longrepr).strip().splitlines()[-1]})"

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Wait for submissions, and run every test on each."""
        if self.problem or not session.items:
            return True
        self._outbox.put([])
        while (solution := self._inbox.get()) is not None:
            self._solution = solution
            self._outbox.put(list(self._endings(session.items, solution)))
        return True

    def _endings(self, items: list[pytest.Item], solution: JailedSolution) -> Iterator[Ending]:
        costly = 0
        for item in items:
            name = getattr(item, "originalname", item.name)
            doc = " ".join((getattr(getattr(item, "obj", None), "__doc__", None) or "").split())
            if costly >= MAX_COSTLY:
                yield Ending(name, doc, skipped=f"not run, for {MAX_COSTLY} checks before it ran out of time or memory")
                continue
            self._error = solution.last_call = None
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            costly += isinstance(self._error, WorkerEnded) and self._error.outcome in ("timeout", "memory")
            yield Ending(name, doc, self._error, call=solution.last_call, printed=solution.take_printed())

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, call: pytest.CallInfo[None]) -> Iterator[Any]:
        if call.excinfo is not None and self._error is None:
            self._error = call.excinfo.value
        return (yield)

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool | None:
        """Replay what was drawn before; hypothesis itself is asked only to draw, and to find the smallest failure."""
        test = pyfuncitem.obj
        if not hasattr(test, "hypothesis"):
            return None
        names = pyfuncitem._fixtureinfo.argnames
        fixtures = {name: pyfuncitem.funcargs[name] for name in names}
        if pyfuncitem.nodeid not in self._examples:
            self._examples[pyfuncitem.nodeid] = draw_examples(test, fixtures)
        examples = self._examples[pyfuncitem.nodeid]
        if examples is None:
            test(**fixtures)
        elif failure := replay(test.hypothesis.inner_test, fixtures, examples):
            raise smallest_failure(test, fixtures) or failure
        return True
