"""Hidden tests: one open pytest session per kata, which holds one submission after another to the same examples."""

from __future__ import annotations

import gc
import os
import queue
import threading
from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Literal

import msgspec
import numpy as np
import pytest
from hypothesis.errors import Flaky

from grader.drawing import (
    MAX_SHRINKING,
    MIN_SHRINKING,
    Example,
    draw_examples,
    generator_for,
    replay,
    replay_all,
    reseed,
    settle_hypothesis,
    smallest_failure,
)
from grader.errors import KataError
from grader.findings import Ending, check_of, one_per_check
from grader.jail.endings import WorkerEnded
from grader.jail.raised import LearnerError
from grader.kata import WORKLOAD, Kata
from grader.precedents import Foresight, Precedents
from grader.result import CheckResult, Outcome
from grader.solution import AstrayError, Call, JailedSolution, RememberedSolution, Solution

MAX_COSTLY = 2
"""After so many checks that ran out of time or memory, which takes seconds each time, the others are skipped."""

# Nothing of the surroundings is configuration, and what is only for people at a terminal is not loaded.
_UNLOADED = """
    cacheprovider terminal faulthandler unraisableexception threadexception logging doctest junitxml pastebin debugging
    stepwise warnings setuponly setupplan recwarn
"""
_OPTIONS = [
    "--noconftest",
    "--disable-plugin-autoload",
    "--capture=no",
    "--import-mode=importlib",
    "--strict-markers",
    f"-c{os.devnull}",
    *(f"-pno:{name}" for name in _UNLOADED.split()),
]


class Trial(msgspec.Struct, frozen=True):
    """A call that a check made."""

    check: str
    call: Call


_ABOUT_THE_SOLUTION = (AssertionError, LearnerError, WorkerEnded, Flaky)
"""Endings that say something of the solution; any other may be the test's own fault."""


class HiddenTests:
    """One kata's hidden tests, collected once."""

    def __init__(self, kata: Kata, seed: int = 0) -> None:
        """With another ``seed`` than 0, other inputs are drawn than those that learners are held to."""
        self.kata = kata
        self._seed = seed
        self.reference = RememberedSolution(kata, kata.reference_path)
        self._inbox: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._outbox: queue.SimpleQueue[_Answer | BaseException] = queue.SimpleQueue()
        self._asked = 0
        self._over: BaseException | None = None
        """What ended the session, where something did."""
        self.workloads: dict[str, Callable[..., Any]] = {}
        """The functions ``workload_<name>`` of hidden_tests.py, by name."""
        # pytest.main returns only when its session ends, so the session has a thread of its own, and waits in it.
        self._thread = threading.Thread(target=self._session, name=f"hidden tests of {kata.id}", daemon=True)
        self._thread.start()
        self._take()

    def run(
        self, solution: JailedSolution, source: str, shrinking: int = MAX_SHRINKING
    ) -> tuple[tuple[CheckResult, ...], list[Trial]]:
        """Hold ``solution`` to every test.

        Args:
            solution: the functions under test.
            source: its text, for quoting the line that raised.
            shrinking: so many tries may make the first counterexample smaller, and fewer those that follow.
        Returns:
            A result a check, and the calls that the tests made.
        """
        results, trials = self._ask(_Job(solution, source, shrinking=shrinking))
        return one_per_check(self.kata, results), trials

    def failing(self, solution: JailedSolution, source: str, most: int, only: Collection[str]) -> dict[str, Outcome]:
        """Return how ``solution`` fails, by check, at most ``most`` of them, looking for no smallest example.

        ``only`` names the tests to run, where not all are.
        """
        results, _ = self._ask(_Job(solution, source, most_failures=most, only=only, shrinking=0, is_quick=True))
        return {result.id: result.outcome for result in results if result.outcome != "passed"}

    def _ask(self, job: _Job) -> _Answer:
        if self._over:
            raise self._over
        self._asked += 1
        if self._asked == 2:
            _set_apart_what_is_loaded()
        self._inbox.put(job)
        return self._take()

    def close(self) -> None:
        """End the session."""
        self._inbox.put(None)
        self._thread.join()
        gc.unfreeze()

    def _take(self) -> _Answer:
        taken = self._outbox.get()
        if isinstance(taken, BaseException):
            raise taken
        return taken

    def _session(self) -> None:
        settle_hypothesis()
        plugin = _Plugin(self.kata, self.reference, self._inbox, self._outbox, self.workloads, self._seed)
        for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
            os.environ.pop(name, None)
        try:
            path = self.kata.hidden_tests.resolve()
            # pytest names a test module after its path below the root; below "/", no two katas share a name.
            pytest.main([*_OPTIONS, f"--rootdir={path.anchor}", str(path)], plugins=[plugin])
            problem = plugin.problem or "ends pytest before its time, or has no test in it"
            fix = "Run pytest on it alone to see more."
            self._over = KataError(self.kata.hidden_tests, plugin.problem_line, plugin.running, problem, fix)
        except BaseException as error:  # whatever it is, the grader's own thread has to hear of it
            self._over = error
        self._outbox.put(self._over)


class _Job(msgspec.Struct, frozen=True):
    """A submission's turn."""

    solution: JailedSolution
    source: str
    most_failures: int = 0
    """After so many failing checks the others are not run; 0 to run them all."""
    only: Collection[str] = ()
    """Names of the tests to run; none to run them all."""
    shrinking: int = MAX_SHRINKING
    """So many tries may make the first counterexample smaller; with 0, it is the smallest of those that are drawn."""
    is_quick: bool = False
    """Whether with no tries the first of these that fails will do, and no other is tried."""


_Answer = tuple[list[CheckResult], list["Trial"]]
_Made = tuple[str, Callable[[], list[Call]]]
"""A check, and what gives the calls that it made, which are wanted only where some check fails."""


class _Plugin:
    """Gives the tests their fixtures, replays remembered examples, and keeps each test's ending."""

    def __init__(
        self,
        kata: Kata,
        reference: Solution,
        inbox: queue.SimpleQueue[_Job | None],
        outbox: queue.SimpleQueue[_Answer | BaseException],
        workloads: dict[str, Callable[..., Any]],
        seed: int,
    ) -> None:
        self.problem = ""
        self.problem_line: int | None = None
        self.running = ""
        """The test that is running."""
        self._seed = seed
        self._workloads = workloads
        self._kata, self._reference, self._inbox, self._outbox = kata, reference, inbox, outbox
        self._plain: set[str] = set()
        """Node ids of the tests that nothing surrounds."""
        self._examples: dict[str, list[Example] | None] = {}
        self._precedents = Precedents()
        self._shrunk, self._shrinking, self._replay = 0, MAX_SHRINKING, replay
        self._solution: Solution | None = None
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
        return generator_for(request.node.name, self._seed)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.problem = f"cannot be collected ({str(report.longrepr).strip().splitlines()[-1]})"

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> bool:
        """Keep what stopped pytest (a SystemExit, say), of which it would print pages."""
        self.problem = f"stops pytest ({excinfo.typename}: {excinfo.value})"
        return True

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Wait for submissions, and run every test on each."""
        for item in session.items:
            if not isinstance(item, pytest.Function) or item.cls or item.originalname not in self._kata.checks:
                self.problem = f"has the test {item.name}, which is not a plain function at the top of the module"
                self.problem_line = (item.reportinfo()[1] or 0) + 1
        if self.problem or not session.items:
            return True
        module = session.items[0].getparent(pytest.Module)
        assert module is not None
        for name, value in vars(module.obj).items():
            if name.startswith(WORKLOAD):
                self._workloads[name.removeprefix(WORKLOAD)] = value
        for item in session.items:
            assert isinstance(item, pytest.Function)
            if self._is_plain(item):
                self._plain.add(item.nodeid)
            if self._seed and hasattr(item.obj, "hypothesis"):
                reseed(item.obj, self._seed)
        self._outbox.put(([], []))
        while (job := self._inbox.get()) is not None:
            try:
                self._shrunk, self._shrinking = 0, job.shrinking
                self._replay = replay if job.is_quick or job.shrinking else replay_all
                self._outbox.put(self._answer(session.items, job))
            except Exception as error:  # a fault of the grader's own, which its main thread has to hear of
                self._outbox.put(error)
        return True

    def _answer(self, items: list[pytest.Item], job: _Job) -> _Answer:
        """Run the tests, with foresight where no example is to be made smaller."""
        one_by_one: frozenset[str] = frozenset()
        tests = [item.nodeid for item in items if not job.only or _name_of(item) in job.only]
        while job.shrinking == 0 and not job.is_quick:
            foresight = Foresight(self._precedents, job.solution, tests, one_by_one)
            try:
                answer = self._answer_by(items, job, foresight)
            except (AstrayError, WorkerEnded):  # the latter by a reply that only seemed to be in order
                answer = None
            if answer and not foresight.in_vain:
                return answer
            job.solution.begin_again()
            if not answer or one_by_one:
                break
            one_by_one = frozenset(foresight.in_vain)
        return self._answer_by(items, job, None)

    def _answer_by(self, items: list[pytest.Item], job: _Job, foresight: Foresight | None) -> _Answer:
        trials: list[_Made] = []
        results = list(self._results(items, job, trials, foresight))
        is_failing = any(result.outcome not in ("passed", "skipped") for result in results)
        return results, [Trial(name, call) for name, made in trials for call in made()] if is_failing else []

    def _results(
        self, items: list[pytest.Item], job: _Job, trials: list[_Made], foresight: Foresight | None
    ) -> Iterator[CheckResult]:
        """Run the tests; each one's result is made before the next, for an ending may hold large arrays."""
        solution, source = job.solution, job.source
        costly = 0
        failed: set[str] = set()
        for item in items:
            name = _name_of(item)
            if job.only and name not in job.only:
                continue
            doc = " ".join((getattr(getattr(item, "obj", None), "__doc__", None) or "").split())
            if costly >= MAX_COSTLY:
                why = f"not run, for {MAX_COSTLY} checks before it ran out of time or memory"
                yield check_of(self._kata, source, self._reference, Ending(name, doc, skipped=why))
                continue
            if foresight and (made := foresight.passed(item.nodeid)):
                trials.append((name, made))
                yield check_of(self._kata, source, self._reference, Ending(name, doc))
                continue
            self._run(item, solution)
            if self._error is not None and not isinstance(self._error, _ABOUT_THE_SOLUTION):
                self._raise_if_the_kata_s(item, self._error)
            if self._error is not None and self._examples.get(item.nodeid) is None:
                solution.blame()  # else the call that failed is blamed where the examples are tried
            calls = solution.take_calls()
            trials.append((name, partial(list, calls)))
            if foresight:
                foresight.learn(item.nodeid, calls, is_passed=self._error is None and self._is_settled(item))
            ending = Ending(name, doc, self._error, call=solution.last_call, printed=solution.take_printed())
            result = check_of(self._kata, source, self._reference, ending)
            costly += result.outcome in ("timeout", "memory")
            yield result
            if result.outcome != "passed":
                failed.add(name)
            if job.most_failures and len(failed) >= job.most_failures:
                break
        self._solution = self._error = solution.last_call = None

    def _is_settled(self, item: pytest.Item) -> bool:
        """Tell whether a test is the same each time, but for the answers."""
        is_drawn = not hasattr(getattr(item, "obj", None), "hypothesis") or self._examples.get(item.nodeid) is not None
        return is_drawn and item.nodeid in self._plain

    def _run(self, item: pytest.Item, solution: Solution) -> None:
        self._solution, self._error, solution.last_call = solution, None, None
        self.running = item.name
        try:
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        except pytest.exit.Exception as error:
            problem = f"ends pytest before its time ({error})"
            line = (item.reportinfo()[1] or 0) + 1
            raise KataError(self._kata.hidden_tests, line, item.name, problem, "Let it fail instead.") from error

    def _raise_if_the_kata_s(self, item: pytest.Item, error: BaseException) -> None:
        """Run a test that broke down on the reference. If it breaks down there too, the fault is the kata's."""
        call, solution = getattr(self._solution, "last_call", None), self._solution
        assert solution is not None
        self._run(item, self._reference)
        if self._error is not None:
            lines = [
                entry.lineno + 1
                for entry in pytest.ExceptionInfo.from_exception(self._error).traceback
                if Path(entry.path) == self._kata.hidden_tests.resolve()
            ]
            problem = f"fails with the reference too ({type(self._error).__name__}: {self._error})"
            raise KataError(self._kata.hidden_tests, lines[-1] if lines else None, item.name, problem, "Mend the test.")
        self._solution, self._error, solution.last_call = solution, error, call

    def _is_plain(self, item: pytest.Function) -> bool:
        """Tell whether there is nothing to a test but its arguments, each one of this plugin's fixtures or a parameter.

        Not so one with a mark, with a fixture of its author's or pytest's, or in a module that sets something up.
        """
        info, parameters = item._fixtureinfo, _parameters(item)
        makers = {name: getattr(made[-1], "func", None) for name, made in info.name2fixturedefs.items() if made}
        return (
            all(mark.name == "parametrize" for mark in item.iter_markers())
            and makers.keys() >= set(info.argnames)
            and all(
                getattr(maker, "__self__", None) is self
                or (name in parameters and getattr(maker, "__module__", "") == pytest.Function.__module__)
                for name, maker in makers.items()
            )
        )

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Function) -> bool | None:
        """Run a plain test as it is: to set up its fixtures and report each stage takes longer than most tests do."""
        if item.nodeid not in self._plain:
            return None
        given: dict[str, Any] = {"solution": self._solution, "reference": self._reference}
        if "rng" in item.fixturenames:
            given["rng"] = generator_for(item.name, self._seed)
        item.funcargs = {**given, **_parameters(item)}
        try:
            item.runtest()
        except (pytest.exit.Exception, KeyboardInterrupt):
            raise
        except BaseException as error:  # whatever it is, it is how the test ended
            self._error = error
        finally:
            item.funcargs = {}
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Keep the error itself; pytest's own account of it, which can be long, is not made."""
        if call.excinfo is not None and self._error is None:
            self._error = call.excinfo.value
        outcome: Literal["passed", "failed"] = "failed" if call.excinfo else "passed"
        assert call.when != "collect"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)

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
        elif failure := self._replay(test.hypothesis.inner_test, fixtures, examples):
            # What failed first is what its author looks at first.
            runs = max(min(MIN_SHRINKING, self._shrinking), self._shrinking // (self._shrunk + 1))
            if not runs:
                raise failure
            smallest = smallest_failure(test, fixtures, runs)
            self._shrunk += 1
            raise smallest or replay(test.hypothesis.inner_test, fixtures, examples) or failure
        return True


def _set_apart_what_is_loaded() -> None:
    """Have Python's garbage collector leave alone what a session of many submissions keeps to its end.

    Else it looks through all of it, pytest and hypothesis and the drawn examples, every few submissions.
    """
    gc.collect()
    gc.freeze()


def _name_of(item: pytest.Item) -> str:
    """Return a test's name without that of its parameters, which is its check's."""
    return str(getattr(item, "originalname", item.name))


def _parameters(item: pytest.Function) -> dict[str, Any]:
    """Return what ``parametrize`` gives a test."""
    return item.callspec.params if hasattr(item, "callspec") else {}
