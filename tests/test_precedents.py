"""What code answered that passed a test spares the next one a look, and changes no result."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import msgspec
import numpy as np
import pytest

from grader.catalogue import Catalogue
from grader.entries import Limits
from grader.grading import Effort, Grader
from grader.jail.ahead import Ahead, Exchange, Frame, Link, Script
from grader.jail.channel import MAX_REQUESTS_BYTES
from grader.jail.client import Jail, Worker
from grader.jail.launch import ZygoteProcess
from grader.kata import Kata
from grader.precedents import Precedents
from grader.result import Result
from grader.solution import Call, JailedSolution
from grader.submission import Submission
from tests.conftest import ROOT

BRISK = Effort(shrinking=0, pairs=False)

COUNTS = """
import numpy as np

made = 0


def iou(a, b):
    global made
    made += 1
    return np.full((len(a), len(b)), float(made))
"""
HANGS_LATER = """
import numpy as np


def iou(a, b):
    while len(a) == 3:
        pass
    return np.zeros((len(a), len(b)))
"""
ENDS_LATER = """
import os

import numpy as np

made = 0


def iou(a, b):
    global made
    made += 1
    if made == 40:
        os._exit(3)
    return np.zeros((len(a), len(b)))
"""
WARNS = """
import numpy as np


def iou(a, b):
    np.float64(1.0) / np.float64(0.0)
    return np.zeros((len(a), len(b)))
"""
HOLDS_BACK = """
import sys

import numpy as np

worker = sys.modules["grader.jail.worker"]
worker._write = lambda *_: None


def iou(a, b):
    return np.zeros((len(a), len(b)))
"""
MOVES_TOKENS = """
import os
import sys

import numpy as np

worker = sys.modules["grader.jail.worker"]
write = worker._write


def moved(descriptor, parts):
    frames, out = b"".join(parts), b""
    while frames:
        head, body = worker.wire.read_prefix(frames[:12])
        frame, frames = frames[: 12 + head + body], frames[12 + head + body :]
        at = 12 + (1 if frame[12] < 0xA0 else 3) + 2
        out += frame[:at] + frame[at + 16 :] + frame[at : at + 16]
    write(descriptor, [out] if made else parts)


made = 0
worker._write = moved


def iou(a, b):
    global made
    made = CASE
    x = np.maximum(a[:, None, :2], b[None, :, :2])
    y = np.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = np.prod(np.maximum(y - x, 0), axis=2)
    return shared / (np.prod(a[:, 2:] - a[:, :2], axis=1)[:, None] + np.prod(b[:, 2:] - b[:, :2], axis=1) - shared)
"""
ADDS_A_REPLY = """
import os

import numpy as np


def iou(a, b):
    os.write(3, b"x" * 40)
    return np.zeros((len(a), len(b)))
"""


@pytest.fixture(scope="module")
def kata() -> Kata:
    found = Catalogue(ROOT).load("iou")
    assert isinstance(found, Kata)
    return found


@pytest.fixture(scope="module")
def seasoned(kata: Kata) -> Iterator[Grader]:
    """A grader that has seen right answers."""
    with Grader(ZygoteProcess()) as grader:
        for path in [kata.reference_path, *sorted((ROOT / "tests/submissions/iou/passed").glob("*.py"))[:6]]:
            grader.grade(kata, submitted(path.read_text()), False, BRISK)
        yield grader


def submitted(source: str) -> Submission:
    return Submission(name="iou.py", source=source)


def without_times(result: Result) -> Result:
    return msgspec.structs.replace(result, at="", duration_s=0.0)


def graded_alone(kata: Kata, source: str) -> Result:
    with Grader(ZygoteProcess()) as grader:
        return without_times(grader.grade(kata, submitted(source), False, BRISK))


SAMPLES = {
    "counts its calls": COUNTS,
    "hangs later": HANGS_LATER,
    "ends its process": ENDS_LATER,
    "warns": WARNS,
    "warned when it was loaded": (
        ROOT / "tests/submissions/iou/failed/division_warning_shown_at_import.py"
    ).read_text(),
    "holds replies back": HOLDS_BACK,
    "adds a reply": ADDS_A_REPLY,
    "moves tokens": MOVES_TOKENS.replace("CASE", "1"),
    "moves tokens where it fails not": MOVES_TOKENS.replace("CASE", "len(a) > 1"),
}


@pytest.mark.parametrize("source", SAMPLES.values(), ids=list(SAMPLES))
def test_no_result_differs_from_that_of_one_graded_alone(kata: Kata, seasoned: Grader, source: str) -> None:
    """Whatever code keeps between calls, prints, or does to its process, when many calls come in one go."""
    result = without_times(seasoned.grade(kata, submitted(source), False, BRISK))
    assert result == graded_alone(kata, source)
    assert result.verdict == "failed"
    after = seasoned.grade(kata, submitted(kata.reference), False, BRISK)
    assert after.verdict == "passed"


@pytest.mark.parametrize("name", ["passed/dataclass_and_type_hints", "failed/plus_one_pixel", "failed/nan_for_empty"])
def test_samples_get_the_same_result(kata: Kata, seasoned: Grader, name: str) -> None:
    """Right ones and wrong ones, known and new."""
    paths = sorted((ROOT / "tests/submissions/iou" / name.split("/")[0]).glob("*.py"))
    path: Path = next((path for path in paths if path.stem == name.split("/")[1]), paths[-1])
    result = without_times(seasoned.grade(kata, submitted(path.read_text()), False, BRISK))
    assert result == graded_alone(kata, path.read_text())


def test_answers_seen_before_are_looked_at_no_more(
    kata: Kata, seasoned: Grader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same code makes few calls one by one: those of tests whose calls are too many, or depend on its answers."""
    made = []
    call = Worker.call

    def counted(worker: Worker, *args: object) -> object:
        made.append(args)
        return call(worker, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Worker, "call", counted)
    seasoned.grade(kata, submitted(kata.reference), False, BRISK)
    brisk = len(made)
    made.clear()
    seasoned.grade(kata, submitted(kata.reference), False, Effort(shrinking=1))
    assert len(made) > 200
    assert brisk < 20


@pytest.fixture(scope="module")
def seasoned_in_pairs() -> Iterator[tuple[Kata, Grader]]:
    """A kata of two functions, of which one takes an object of the other's, and a grader that has seen right answers."""
    found = Catalogue(ROOT).load("batch_norm")
    assert isinstance(found, Kata)
    with Grader(ZygoteProcess()) as grader:
        for name in ("closure_cache", "closed_form"):
            path = ROOT / "tests/submissions/batch_norm/passed" / f"{name}.py"
            grader.grade(found, submitted(path.read_text()), False, BRISK)
        yield found, grader


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x_hat = centred", "x_hat = centred"),
        ("weight = gamma.copy()", "weight = 1.0"),
        ("std = np.sqrt(var + eps)", "std = np.sqrt(var + 1e-5)"),
        ("if dy.shape != (n, d)", "if dy.shape[0] != n"),
        ("dx_hat / std + dvar", "dx_hat / std + (d < 4) * dvar"),
        ("return dx, (dy * x_hat)", "dy *= 1.0 + (n == 6)\n        return dx, (dy * x_hat)"),
    ],
)
def test_objects_of_one_test_are_not_those_of_another(
    seasoned_in_pairs: tuple[Kata, Grader], monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    """The calls of several tests are made in one go; for one that fails they are made again, alone."""
    kata, grader = seasoned_in_pairs
    scripts: list[Script] = []
    call_ahead = JailedSolution.call_ahead

    def noted(solution: JailedSolution, script: Script, following: Sequence[Script] = ()) -> list[Frame]:
        scripts.append(script)
        return call_ahead(solution, script, following)

    monkeypatch.setattr(JailedSolution, "call_ahead", noted)
    source = (ROOT / "tests/submissions/batch_norm/passed/closure_cache.py").read_text()
    assert old in source
    source = source.replace(old, new)
    result = without_times(grader.grade(kata, submitted(source), False, BRISK))
    again = [script for script, other in pairwise(scripts) if script is other]
    assert bool(again) == (old != new)
    assert all(script.is_linked for script in again)
    assert result == graded_alone(kata, source)
    assert result.verdict == ("passed" if old == new else "failed")


REPLY = (b"re", b"ply")


def exchange(number: int) -> Exchange:
    return Exchange((b"before", b"after %d" % number), REPLY)


def call(number: int) -> Call:
    return Call("f", (number,), {})


def test_other_calls_than_before_depend_on_answers() -> None:
    """Such a test has no precedent from the third in a row on."""
    precedents = Precedents()
    precedents.note("a", [exchange(1), exchange(2)], [call(1), call(2)])
    assert precedents.script("a") is not None
    assert precedents.passed("a", [REPLY, REPLY]) is not None
    assert precedents.passed("a", [REPLY, (b"re", b"plied")]) is None
    for number in (3, 2, 3, 4, 5):
        assert precedents.script("a") is not None
        precedents.note("a", [exchange(1), exchange(number)], [call(1), call(number)])
    assert precedents.script("a") is None
    precedents.note("a", [exchange(1), exchange(2)], [call(1), call(2)])
    assert precedents.script("a") is None
    assert precedents.passed("a", [REPLY, REPLY]) is None


def test_a_token_has_its_place() -> None:
    """A reply of the same bytes with its token elsewhere is not the same."""
    precedents = Precedents()
    precedents.note("a", [exchange(1)], [call(1)])
    assert precedents.passed("a", [REPLY]) is not None
    assert precedents.passed("a", [(b"rep", b"ly")]) is None
    assert precedents.passed("a", [(b"reply", b"")]) is None


def test_calls_that_were_not_all_kept_are_no_precedent() -> None:
    precedents = Precedents()
    precedents.note("a", [exchange(1), exchange(2)], [call(1)])
    precedents.note("b", [], [])
    precedents.note("c", [Exchange((b"", bytes(MAX_REQUESTS_BYTES + 1)), REPLY)], [call(1)])
    assert [precedents.script(name) for name in "abc"] == [None] * 3


def test_a_reply_is_its_request_s() -> None:
    """Requests keep their places, and each frame has the token."""
    script = Script([(b"a", b"b"), (b"c", b"d")])
    assert script.frames(b"-") == b"a-bc-d"
    ahead = Ahead(script, b"-", [b"1", b"2"])
    assert (ahead.take((b"a", b"b")), ahead.replies(), len(ahead)) == (0, [b"2"], 1)
    assert ahead.take((b"a", b"b")) is None
    assert ahead.take((b"c", b"d")) is None, "after another call than was expected, none is answered ahead"
    assert len(ahead) == 1


def test_code_that_keeps_nothing_may_be_asked_in_any_order() -> None:
    """A gap is made; the same call is answered again, but not where calls take what others gave."""
    calls = [(b"call", b"%d" % number) for number in range(4)]
    replies = [b"0", b"1", b"2", b"3"]
    ahead = Ahead(Script(calls), b"-", replies, in_any_order=True)
    assert [ahead.take(call) for call in (calls[0], calls[2])] == [0, 2]
    assert ahead.has_gaps
    assert ahead.take((b"another", b"call")) is None
    assert ahead.take(None) is None
    assert [ahead.take(call) for call in (calls[1], calls[3], calls[0])] == [1, 3, 0]
    linked = Ahead(Script(calls, is_linked=True), b"-", replies, in_any_order=True)
    assert [linked.take(call) for call in (calls[0], calls[2], calls[1], calls[3])] == [0, 2, None, 3]


CACHES = {
    "tuple": "(x * 2, x.mean(), 3, None)",
    "list": "[x, [x.T]]",
    "dict": "{'x': x, 'how': ('plain', 2)}",
    "object": "Saved(x)",
    "object in a tuple": "(x, Saved(x), 'text')",
    "namedtuple": "Named(x, Saved(x))",
    "function": "lambda: x",
    "other byte order": "x.astype('>f8')",
    "transposed": "x.T",
    "same twice": "(x, x)",
    "nothing": "None",
    "number": "7",
}
PAIRED = """
from collections import namedtuple

Named = namedtuple("Named", "x saved")


class Saved:
    def __init__(self, x):
        self.x = x


def forward(x):
    return x + 1, CACHE


def backward(dy, cache, *, y=None):
    changed = cache[0] if isinstance(cache, tuple | list) else cache
    if hasattr(changed, "fill"):
        changed.fill(5)
    return type(cache).__name__, dy * 2, y, cache
"""


@pytest.fixture
def paired() -> Iterator[Callable[[str], Worker]]:
    """What gives workers with code of two functions, of which one takes what the other gave back."""
    jail, workers = Jail(ZygoteProcess()), list[Worker]()

    def started(cache: str) -> Worker:
        worker = jail.worker(Limits(), ("numpy",))
        assert worker.load(PAIRED.replace("CACHE", cache), "code.py", ("forward", "backward"), ("numpy",)) == ""
        workers.append(worker)
        return worker

    yield started
    for worker in workers:
        worker.close()
    jail.close()


def forth_and_back(worker: Worker) -> list[Exchange]:
    """Make calls that depend on each other; return what crossed."""
    for size in (2, 3):
        y, cache = worker.call("forward", (np.arange(size * 2.0).reshape(2, size),), {}, 5).value
        here = len(crossed(worker)) - 1
        links: list[Link] = [(1, here, (1,)), ("y", here, (0,))]
        worker.call("backward", (np.ones(3), cache), {"y": y}, 5, links)
        worker.call("backward", (np.ones((2, 3)).T, cache), {"y": y}, 5, links)
    return crossed(worker)


def crossed(worker: Worker) -> list[Exchange]:
    return worker.heard.exchanges if worker.heard else []


@pytest.mark.parametrize("cache", CACHES.values(), ids=list(CACHES))
def test_parts_of_earlier_results_go_ahead_too(paired: Callable[[str], Worker], cache: str) -> None:
    """The replies are to the bit those to calls that were made one by one, whatever passes from one to the next."""
    worker = paired(cache)
    worker.begin(5)
    heard = forth_and_back(worker)
    script = Script([exchange.request for exchange in heard], is_linked=True)
    for other in (worker, paired(cache)):
        replies = other.call_ahead(script, 5)
        assert replies == [exchange.reply for exchange in heard]
        assert forth_and_back(other) == heard
        left = other.drop_ahead()
        assert left is not None
        assert len(left) == 0
    assert [exchange.request for exchange in heard] == [
        exchange.request for exchange in forth_and_back(begun(paired("x.sum()")))
    ]


def test_calls_of_several_tests_go_ahead_at_once(paired: Callable[[str], Worker]) -> None:
    """What nobody asked for yet is there when it is; once objects are numbered anew, it is made again."""
    cache = "type(f'Sum{x.sum():.0f}', (), {})()"
    heard = forth_and_back(begun(paired(cache)))
    requests, replies = [each.request for each in heard], [each.reply for each in heard]
    first, second = Script(requests, is_linked=True), Script(requests[:3], is_linked=True)
    worker = paired(cache)
    assert worker.call_ahead(first, 5, True, [second]) == replies
    assert worker.has_stock
    worker.drop_ahead()
    assert worker.call_ahead(first, 5, True) == replies
    assert not worker.has_stock
    assert forth_and_back(worker) == heard
    worker.drop_ahead()
    assert worker.call_ahead(first, 5, True, [second, first]) == replies
    assert worker.call_ahead(second, 5, True) == replies[:3]
    assert worker.has_stock
    assert worker.call_ahead(first, 5, True) == replies
    assert not worker.has_stock
    _, saved = worker.call("forward", (np.arange(4.0).reshape(2, 2),), {}, 5).value
    assert worker.call("backward", (np.ones(2), saved), {}, 5, [(1, 0, (1,))]).value[0] == "Sum6"
    worker.drop_ahead()
    worker.call_ahead(first, 5, True, [second])
    worker.begin(5)
    assert not worker.has_stock
    assert forth_and_back(worker) == heard


def begun(worker: Worker) -> Worker:
    worker.begin(5)
    return worker


def test_what_a_test_made_of_a_result_is_not_that_result(paired: Callable[[str], Worker]) -> None:
    """An array that was changed in place is known by itself, and so is a view of it."""
    worker = begun(paired("(x,)"))
    y, cache = worker.call("forward", (np.ones((2, 2)),), {}, 5).value
    worker.call("backward", (y, cache), {}, 5, [(0, 0, (0,)), (1, 0, (1,))])
    y[0, 0] = 3
    worker.call("backward", (y, cache), {}, 5, [(0, 0, (0,)), (1, 0, (1,))])
    worker.call("backward", (y.T, cache), {}, 5, [(1, 0, (1,))])
    _, linked, changed, laid_out = [exchange.request for exchange in crossed(worker)]
    assert b"linked call" in linked[1]
    assert b"linked call" not in changed[1] + laid_out[1]


def test_no_link_leads_astray(paired: Callable[[str], Worker]) -> None:
    """A script asks for parts that other code does not give: it gets None, as a call that raised gives nothing."""
    heard = forth_and_back(begun(paired("(x,)")))
    script = Script([exchange.request for exchange in heard], is_linked=True)
    other = paired("1 / 0")
    replies = other.call_ahead(script, 5)
    assert replies is not None
    assert [b"ZeroDivisionError" in after for _, after in replies] == [True, False, False] * 2
    assert other.call("backward", (np.ones(1), None), {}, 5).value[0] == "NoneType"


@pytest.mark.parametrize(("cache", "is_doubtful"), [("Saved(x)", True), ("([Saved(x)], x)", True), ("(x, x)", False)])
def test_links_are_found_after_a_gap(paired: Callable[[str], Worker], cache: str, is_doubtful: bool) -> None:
    """Calls have other numbers then than in the script; what is not in it may meet what was left out."""
    heard = forth_and_back(begun(paired(cache)))
    worker = paired(cache)
    worker.call_ahead(Script([exchange.request for exchange in heard], is_linked=True), 5, in_any_order=True)
    y, saved = worker.call("forward", (np.arange(6.0).reshape(2, 3),), {}, 5).value
    assert crossed(worker)[0].reply == heard[3].reply
    worker.call("backward", (np.ones(3), saved), {"y": y}, 5, [(1, 0, (1,)), ("y", 0, (0,))])
    assert crossed(worker)[1].reply == heard[4].reply
    worker.call("backward", (np.ones((2, 3)).T, saved), {"y": y}, 5, [(1, 0, (1,)), ("y", 0, (0,))])
    assert crossed(worker)[2].reply == heard[5].reply
    worker.call("backward", (np.ones(2), saved), {}, 5, [(1, 0, (1,))])
    left = worker.drop_ahead()
    assert left is not None
    assert (len(left), left.has_gaps, left.is_doubtful) == (0, True, is_doubtful)


def test_an_object_of_calls_in_vain_is_doubtful(paired: Callable[[str], Worker]) -> None:
    """All of a script is done before the first call is asked for: another call meets what is left of it."""
    heard = forth_and_back(begun(paired("Saved(x)")))
    worker = paired("Saved(x)")
    worker.call_ahead(Script([exchange.request for exchange in heard], is_linked=True), 5, in_any_order=True)
    _, saved = worker.call("forward", (np.arange(4.0).reshape(2, 2),), {}, 5).value
    worker.call("backward", (np.ones(2), saved), {}, 5, [(1, 0, (1,))])
    left = worker.drop_ahead()
    assert left is not None
    assert (left.has_gaps, left.is_doubtful) == (False, True)
