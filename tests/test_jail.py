"""The wall from the grader's side: what a worker finds around it, and how its endings are told."""

from __future__ import annotations

import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.catalogue import Catalogue
from grader.entries import Limits
from grader.errors import JailError
from grader.grading import Grader
from grader.jail import policy, wire
from grader.jail.channel import Channel
from grader.jail.client import Jail, Returned, Worker
from grader.jail.endings import WorkerEnded
from grader.jail.launch import ZygoteProcess
from grader.jail.raised import LearnerError, rebuilt
from grader.jail.worker import HELLO
from grader.submission import read_submission
from tests.conftest import ROOT

LIMITS = Limits(call_s=2, memory_mib=256, output_kib=64)
PACKAGES = ("numpy",)

Call = Callable[..., Returned]


@pytest.fixture(scope="module")
def jail() -> Iterator[Jail]:
    jail = Jail(ZygoteProcess())
    yield jail
    jail.close()


@pytest.fixture
def call(jail: Jail) -> Iterator[Call]:
    """Load a body as the function f(*a), and call it."""
    workers = []

    def called(body: str, *args: Any, within_s: float = 5) -> Returned:
        worker = jail.worker(LIMITS, PACKAGES)
        workers.append(worker)
        source = "def f(*a):\n" + "\n".join(f"    {line}" for line in body.splitlines())
        assert worker.load(source, "f.py", ("f",), PACKAGES) == ""
        return worker.call("f", args, {}, within_s)

    yield called
    for worker in workers:
        worker.close()


def test_this_machine_has_the_whole_wall(jail: Jail) -> None:
    """The other tests of this file mean something only then."""
    if sys.platform != "linux":
        pytest.skip("Landlock and seccomp are Linux's")
    assert jail.isolation == "landlock+seccomp"


def test_the_worker_s_surroundings_hold_nothing_of_the_user_s(call: Call) -> None:
    """No environment, no arguments, no descriptors but its own four, no module of hidden tests."""
    assert call("import os\nreturn dict(os.environ)").value == {}
    assert call("import sys\nreturn sys.argv").value == [""]
    assert (
        call(
            "import sys\nreturn [n for n in sys.modules if n.split('.')[0] in ('pytest', 'hypothesis', 'click')]"
        ).value
        == []
    )
    assert call("import sys\nreturn sorted(n for n in sys.modules if n.startswith('grader'))").value == [
        "grader",
        "grader.jail",
        *(
            f"grader.jail.{name}"
            for name in ("earlier", "layout", "policy", "program", "raised", "variants", "wire", "worker", "zygote")
        ),
        "grader.text",
    ]
    assert call("import os\nreturn os.getcwd()").value == "/"
    open_ones = "import os\nfound = []\nfor n in range(4096):\n    try:\n        os.fstat(n)\n        found.append(n)\n    except OSError:\n        pass\nreturn found"
    assert call(open_ones).value == [0, 1, 2, 3]


def test_blas_has_one_thread(call: Call) -> None:
    """A large product starts no second thread."""
    product = "import numpy as np, os\nb = np.ones((600, 600))\nb @ b\n"
    assert call(product + "import threading\nreturn threading.active_count()").value == 1
    worker_threads: list[int] = []
    loop = "import numpy as np, time\nb = np.ones((600, 600))\nend = time.time() + 0.5\nwhile time.time() < end:\n    b @ b\nreturn 1"
    before = threading.Thread(target=lambda: call(loop))
    before.start()
    time.sleep(0.3)
    for pid in _children_of_zygotes():
        worker_threads.append(len(os.listdir(f"/proc/{pid}/task")))
    before.join()
    assert worker_threads
    assert max(worker_threads) == 1


@pytest.mark.parametrize("after", [1, 20, 150])
def test_the_end_of_the_zygote_is_no_fault_of_the_code(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """At whichever call it comes: no check says that the code crashed, or was wrong, and no result is made of it."""
    kata = catalogue.load("receptive_field")
    started, calls, call = ZygoteProcess(), 0, Worker.call

    def call_and_kill(*args: Any, **kwargs: Any) -> Returned:
        nonlocal calls
        calls += 1
        if calls == after:
            started.process.kill()
            started.process.wait()
        return call(*args, **kwargs)

    monkeypatch.setattr(Worker, "call", call_and_kill)
    with (
        Grader(started) as grader,
        pytest.raises(JailError, match="the process that forks workers ended: exit code -9"),
    ):
        grader.grade(kata, read_submission(kata.reference_path), with_budgets=False)


def test_capabilities_are_gone(jail: Jail) -> None:
    """Root or not, the worker has none, and cannot get any."""
    worker = jail.worker(LIMITS, PACKAGES)
    try:
        worker.load("def f():\n    pass", "f.py", ("f",), PACKAGES)
        with open(f"/proc/{worker.pid}/status", encoding="ascii") as file:
            status = dict(line.split(":\t", 1) for line in file.read().splitlines() if ":\t" in line)
        assert int(status["CapEff"], 16) == int(status["CapPrm"], 16) == 0
        assert status["NoNewPrivs"] == "1"
        assert status["Seccomp"] == "2"
    finally:
        worker.close()


def test_only_the_standard_library_and_the_allowed_packages_can_be_read() -> None:
    """The list has no folder of packages as a whole, nothing of the checkout, and the package's own folder."""
    paths = policy.readable_paths(PACKAGES)
    assert not [path for path in paths if path.rstrip("/").endswith("-packages")]
    private = [ROOT / part for part in ("grader", "katas", "solutions", "tests")]
    assert not [
        path for path in paths for part in private if part.is_relative_to(path) or Path(path).is_relative_to(part)
    ]
    assert str(os.path.dirname(np.__file__)) in paths
    assert any(path.endswith("/json") for path in paths)


def test_without_the_kernel_s_part_there_are_still_limits() -> None:
    """Where a container forbids Landlock and seccomp, the result says "process", and memory is bounded all the same."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from grader.jail import policy\n"
        "class Forbidden:\n"
        "    def __getattr__(self, name):\n"
        "        raise PermissionError(name)\n"
        "class Landlock:\n"
        "    Ruleset = Forbidden\n"
        "policy._landlock, policy._seccomp_filter = Landlock, Forbidden\n"
        "wall = policy.Wall()\n"
        "wall.prepare(('numpy',))\n"
        "wall.close_in(policy.Allowance(memory_mib=64, cpu_s=10, packages=('numpy',)))\n"
        "try:\n"
        "    bytearray(1 << 30)\n"
        "except MemoryError:\n"
        "    print(wall.isolation)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(ROOT)], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("process\n", "")


def test_arguments_arrive_as_they_lie_in_memory(call: Call) -> None:
    """Strides of the same sign, order and spacing, and arrays that may be written to."""
    base = np.arange(24.0).reshape(2, 3, 4)
    for array in (base, base.T, base[::-1], base[:, ::2], np.asfortranarray(base), base[..., ::-2]):
        got = call(
            "a, = a\nreturn a, a.flags.c_contiguous, a.flags.f_contiguous, a.flags.writeable, a.strides", array
        ).value
        assert np.array_equal(got[0], array)
        assert got[1:4] == (array.flags.c_contiguous, array.flags.f_contiguous, True)
        assert [stride < 0 for stride in got[4]] == [stride < 0 for stride in array.strides]


def test_changed_arguments_are_told(call: Call) -> None:
    """In place, through a view, by another shape, and inside a list; what is put back is not a change."""
    x = np.arange(4.0)
    assert call("a[0][1] = 7", x).changed == (0,)
    assert call("a[1][::2].sort()\na[1][:] = 0", x, x + 1).changed == (1,)
    assert call("a[0].shape = (2, 2)", x).changed == (0,)
    assert call("a[0].pop()", [1, 2]).changed == (0,)
    assert call("a[0][1][:] = 3", [1, x]).changed == (0,)
    assert call("a[0][1] = 7\na[0][1] = 1", x).changed == ()
    assert call("return a[0] + 1", x).changed == ()


def test_a_reused_earlier_result_is_told(jail: Jail) -> None:
    """A function that hands out one buffer again and again is found out by its second call."""
    worker = jail.worker(LIMITS, PACKAGES)
    try:
        worker.load(
            "import numpy as np\nb = np.zeros(3)\ndef f(x):\n    b[:] = x\n    return b", "f.py", ("f",), PACKAGES
        )
        assert not worker.call("f", (1.0,), {}, 5).reused
        assert worker.call("f", (1.0,), {}, 5).reused
        assert worker.call("f", (2.0,), {}, 5).reused
    finally:
        worker.close()


def test_an_object_stays_as_a_handle_and_comes_back_as_itself(jail: Jail) -> None:
    """A cache of the learner's own class crosses as a number, and is the same object in a later call."""
    source = "class Cache:\n    pass\ndef make():\n    c = Cache()\n    c.x = 5\n    return 1, c\ndef use(c):\n    return type(c).__name__, c.x"
    worker = jail.worker(LIMITS, PACKAGES)
    try:
        assert worker.load(source, "f.py", ("make", "use"), PACKAGES) == ""
        one, handle = worker.call("make", (), {}, 5).value
        assert (one, type(handle), handle.type_name) == (1, wire.Handle, "Cache")
        worker.call("make", (), {}, 5)
        assert worker.call("use", (handle,), {}, 5).value == ("Cache", 5)
    finally:
        worker.close()


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        ("ValueError('x')", ValueError),
        ("KeyError('x')", KeyError),
        ("ZeroDivisionError()", ZeroDivisionError),
        ("UnicodeDecodeError('utf-8', b'a', 0, 1, 'bad')", UnicodeDecodeError),
        ("type('Mine', (ValueError, KeyError), {})('x')", ValueError),
        ("OSError(2, 'no')", FileNotFoundError),
        ("ExceptionGroup('several', [ValueError()])", Exception),
        ("StopIteration(3)", StopIteration),
        ("AssertionError()", AssertionError),
    ],
)
def test_an_exception_crosses_as_the_builtin_types_it_is_of(call: Call, raised: str, kind: type[Exception]) -> None:
    """So that a hidden test can ask for ValueError."""
    with pytest.raises(LearnerError) as caught:
        call(f"raise {raised}")
    assert isinstance(caught.value, kind)
    assert caught.value.lines == [2]


@pytest.mark.parametrize(
    "raised", ["SystemExit(0)", "KeyboardInterrupt", "GeneratorExit", "type('B', (BaseException,), {})"]
)
def test_what_is_no_exception_does_not_become_one_of_ours(call: Call, raised: str) -> None:
    """SystemExit and its like arrive as an ordinary error of the learner's."""
    with pytest.raises(LearnerError) as caught:
        call(f"raise {raised}")
    assert not isinstance(caught.value, SystemExit | KeyboardInterrupt | GeneratorExit)


def test_positions_of_no_exception_are_left_out() -> None:
    """A forged description gives a plain error."""
    error = rebuilt([-1, 10**9], "X" * 1000, "m" * 100_000, [10**30, -1, 3])
    assert type(error) is not Exception
    assert (len(error.type_name), len(error.message), error.lines) == (100, 2000, [3])


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ("while True: pass", "timeout"),
        ("import time; time.sleep(60)", "timeout"),
        ("return 'x' * 10**10", "memory"),
        ("import numpy; return numpy.ones(10**9)", "memory"),
        ("import ctypes; ctypes.string_at(0)", "crashed"),
        ("import os; os._exit(0)", "crashed"),
        ("import os; os.abort()", "crashed"),
        ("print('x' * 100_000)", "error"),
        ("import os; os.close(3)", "crashed"),
        ("import os, time; os.close(3); time.sleep(60)", "error"),
    ],
)
def test_an_ending_has_its_own_name(call: Call, body: str, outcome: str) -> None:
    """What ended a worker is told by what the grader itself saw."""
    started = time.monotonic()
    with pytest.raises(WorkerEnded) as caught:
        call(body, within_s=1)
    assert caught.value.outcome == outcome
    assert time.monotonic() - started < 2.5


def test_what_is_printed_is_kept_and_bounded(jail: Jail) -> None:
    """Both streams, up to a bound."""
    worker = jail.worker(LIMITS, PACKAGES)
    try:
        source = "import sys\nprint('loaded')\ndef f(n):\n    print('o' * n)\n    print('e', file=sys.stderr)"
        worker.load(source, "f.py", ("f",), PACKAGES)
        assert worker.take_printed() == "loaded\n"
        worker.call("f", (3,), {}, 5)
        assert sorted(worker.take_printed().split()) == ["e", "ooo"]
        worker.call("f", (20_000,), {}, 5)
        assert len(worker.take_printed()) <= 8192
    finally:
        worker.close()


def test_nothing_is_left_when_a_grader_is_killed() -> None:
    """Kill -9 a grader whose submission hangs: its zygote and its worker go too."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from grader.jail.launch import ZygoteProcess\nfrom grader.jail.client import Jail\nfrom grader.entries import Limits\n"
        "zygote = ZygoteProcess(); worker = Jail(zygote).worker(Limits(call_s=60), ('numpy',))\n"
        "print(zygote.process.pid, worker.pid, flush=True)\n"
        "worker.load('while True: pass', 'f.py', ('f',), ('numpy',))"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(ROOT)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout:
        pids = [int(word) for word in process.stdout.readline().split()]
    time.sleep(0.3)
    process.send_signal(signal.SIGKILL)
    process.wait()
    deadline = time.monotonic() + 5
    while any(_running(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [pid for pid in pids if _running(pid)] == []


def test_a_warning_is_shown_again_and_names_no_file_of_the_grader(jail: Jail) -> None:
    """Both streams come as they were written; a warning that is meant for the caller names nobody's folder."""
    worker = jail.worker(Limits(), ())
    source = """
import sys, warnings

def f():
    print("one", flush=True)
    print("two", file=sys.stderr)
    warnings.warn("mine")
    warnings.warn("the caller's", RuntimeWarning, 2)
    print("three")
"""
    assert worker.load(source, "f.py", ("f",), ()) == ""
    shown = 'f.py:7: UserWarning: mine\n  warnings.warn("mine")\nthe grader: RuntimeWarning: the caller\'s\n'
    printed = []
    for _ in range(3):
        worker.call("f", (), {}, 9.0)
        printed.append(worker.take_printed())
        if len(printed) == 2:
            worker.warn_anew()
    assert printed == [f"one\ntwo\n{told}three\n" for told in (shown, "", shown)]
    worker.close()


def _answered_with(data: bytes) -> WorkerEnded | None:
    """What the grader's side makes of a worker that answers a call with these bytes, and then ends."""
    ours, theirs = socket.socketpair()
    pid = os.posix_spawnp("sleep", ["sleep", "60"], {"PATH": os.environ["PATH"]})
    output, theirs_too = os.pipe()
    os.close(theirs_too)
    limits = Limits(call_s=1)
    fake = Worker(Channel(pid, lambda pid: os.waitpid(pid, 0)[1], ours, output, limits), limits)
    theirs.sendall(HELLO + data)
    theirs.shutdown(socket.SHUT_WR)
    os.kill(pid, signal.SIGTERM)
    try:
        fake.call("f", (), {}, 1)
    except WorkerEnded as ended:
        return ended
    finally:
        fake.close()
        theirs.close()
    return None


@settings(max_examples=40)
@given(st.binary(max_size=200))
def test_random_bytes_for_a_reply_end_the_worker(data: bytes) -> None:
    """Never a crash, never a hang, never a value."""
    assert _answered_with(data) is not None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        struct.pack("<IQ", 2**32 - 1, 2**64 - 1),
        struct.pack("<IQ", 10, 0) + b"short",
        struct.pack("<IQ", 0, 0),
        wire.frame(b"0" * 16, wire.encode(("returned", 1, [], False))),
        wire.frame(b"0" * 16, wire.encode(("returned", 1, [], False))) * 2,
    ],
    ids=["nothing", "huge", "short", "empty", "another token", "two"],
)
def test_a_reply_made_by_hand_ends_the_worker(data: bytes) -> None:
    """A reply without the call's token is none."""
    assert _answered_with(data) is not None


def _running(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            return file.read().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def _children_of_zygotes() -> list[int]:
    """Processes that are grandchildren of this one: workers."""
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", encoding="ascii") as file:
                    parents[int(name)] = int(file.read().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
    return [pid for pid, parent in parents.items() if parents.get(parent) == os.getpid()]
