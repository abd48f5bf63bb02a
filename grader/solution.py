"""The solution as hidden tests see it: an object with the kata's functions, behind the wall or in this process."""

from __future__ import annotations

import inspect
import time
import types
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from grader.entries import CodeOutline
from grader.errors import KataError
from grader.forgetful import memory_of
from grader.jail import ahead, wire
from grader.jail.ahead import Exchange, Frame, Script
from grader.jail.client import Jail, Returned, Worker
from grader.jail.earlier import EarlierResults
from grader.jail.endings import WorkerEnded
from grader.jail.program import part_of
from grader.jail.raised import LearnerError, described, rebuilt
from grader.kata import Kata
from grader.submission import Submission

MAX_KEPT = 300
MAX_KEPT_SIZE = 1 << 16
MAX_PARTS = 16
_MAX_LOOKED_THROUGH = 1 << 14
_AHEAD_S = 1.0
"""Calls made ahead that take longer are made one by one, each within its own limit."""
MAX_REMEMBERED = 4000
"""Answers of a reference that are kept. The tests' own inputs come first; what they make of answers may differ in its
last digits from one submission to the next, without end."""

_WARNING = ": RuntimeWarning: "
_LINKED = (wire.Handle, np.ndarray, tuple, list, dict, bytes)
"""What may be known by where it comes from; all else that a test passes on is known by itself."""
_TEXTS, _CONTAINERS, _NUMBERS = (str, bytes), (tuple, list, dict), (bool, float)


class AstrayError(Exception):
    """Calls made ahead came to nothing: begin again without."""


class Call:
    """One call that a hidden test made."""

    def __init__(self, function: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self.function, self.args, self.kwargs = function, args, kwargs
        self.returned: Returned | None = None
        self.raised: LearnerError | None = None
        self.is_blamed = False
        """Whether a test failed right after it."""
        self.has_warned = False
        """Of a blamed call: whether a RuntimeWarning was shown in its test."""
        self.refusal_names: tuple[str, ...] = ()
        """Of a call with bad input: the arguments that its error may name."""
        self.links: dict[int | str, Link] = {}
        """Arguments, by position or keyword, that are part of what an earlier call gave back."""
        self.origin: Call | None = None
        """The same call of other code, with the very same arguments, where it was made for that first."""
        self.key = b""
        """What those who look at many calls know an origin by, once they do."""

    def answered(self, outcome: Returned | LearnerError, links: dict[int | str, Link]) -> Call:
        """Return the same call of other code, which answered it so, and gave what is linked."""
        values = dict(self.given)
        for place, link in links.items():
            if link.call.returned is not None:
                values[place] = part_of(link.call.returned.value, link.path)
        call = Call(self.function, *self.arranged(values))
        call.links, call.origin = links, None if links else self
        call.returned, call.raised = (outcome, None) if isinstance(outcome, Returned) else (None, outcome)
        call.refusal_names = self.refusal_names
        return call

    @property
    def given(self) -> list[tuple[int | str, Any]]:
        """The arguments, each with its position or keyword."""
        return [*enumerate(self.args), *self.kwargs.items()]

    def arranged(self, values: Mapping[int | str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Return other values for the same arguments, by position and by keyword."""
        args = tuple(values[place] for place in range(len(self.args)))
        return args, {name: values[name] for name in self.kwargs}


class Link(msgspec.Struct, frozen=True):
    """Where an argument comes from."""

    call: Call
    path: tuple[int, ...]
    """() for all that the call gave back, (1,) for the second part of it, and so on."""


class Solution:
    """The kata's functions as attributes. A hidden test calls them as if they were ordinary ones."""

    def __init__(self, functions: tuple[str, ...], parameters: dict[str, list[str]]) -> None:
        """``parameters`` has the names of each function's parameters, in order."""
        self.functions, self.parameters = functions, parameters
        self.last_call: Call | None = None

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_") or name not in self.functions:
            raise AttributeError(f"the kata has no function `{name}`")

        def call(*args: Any, **kwargs: Any) -> Any:
            self.last_call = call = Call(name, args, kwargs)
            try:
                call.returned = self._call(name, args, kwargs)
            except LearnerError as error:
                call.raised = error
                raise
            finally:
                self._keep(call)
            return call.returned.value

        return call

    def blame(self) -> None:
        """Note that the test failed right after the last call."""
        if self.last_call is not None:
            self.last_call.is_blamed, self.last_call.has_warned = True, self.warned

    def expect_refusal(self, names: tuple[str, ...]) -> None:
        """Note that the last call had a bad input, and which arguments its error may name."""
        if self.last_call is not None:
            self.last_call.refusal_names = names

    @property
    def warned(self) -> bool:
        """Whether a RuntimeWarning was shown in this test so far."""
        return False

    @property
    def changed_arguments(self) -> list[str]:
        """Names of the arguments that the last call changed."""
        if self.last_call is None or self.last_call.returned is None:
            return []
        names = self.parameters[self.last_call.function]
        return [
            names[place] if isinstance(place, int) and place < len(names) else str(place)
            for place in self.last_call.returned.changed
        ]

    @property
    def reused_earlier_result(self) -> bool:
        """Whether the last call changed what the call before it had returned, or returned memory of it."""
        return bool(self.last_call and self.last_call.returned and self.last_call.returned.reused)

    def _call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Returned:
        raise NotImplementedError

    def _keep(self, call: Call) -> None:
        """Add a call to ``calls``, where calls are kept."""


class TrustedSolution(Solution):
    """Code that the grader trusts (a reference, a mentor's own file), run in this process."""

    def __init__(self, kata: Kata, path: Path) -> None:
        self._module, self._path = types.ModuleType(path.stem), path
        self._module.__dict__["__file__"] = str(path)
        self.defaults: dict[str, dict[str, Any]] = {}
        """Of each function, the parameters that have a default."""
        try:
            exec(compile(path.read_text(encoding="utf-8"), str(path), "exec", dont_inherit=True), self._module.__dict__)
            super().__init__(kata.spec.functions, parameters_of(self._module, kata.spec.functions))
            self.defaults = {
                name: {
                    parameter.name: parameter.default
                    for parameter in inspect.signature(getattr(self._module, name)).parameters.values()
                    if parameter.default is not parameter.empty
                }
                for name in kata.spec.functions
            }
        except (Exception, SystemExit) as error:  # whatever it does, its author has to hear of it
            _, name, message, lines = described(error, str(path))
            problem = f"cannot be loaded ({name}: {message})"
            raise KataError(path, lines[-1] if lines else None, "", problem, "Mend it.") from error
        self._earlier = EarlierResults()
        self._has_warned = False

    @property
    def warned(self) -> bool:
        """Whether the last call caused a RuntimeWarning."""
        return self._has_warned

    def _call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Returned:
        function = getattr(self._module, name)
        before = wire.encode((args, kwargs), wire.unheld).copied()
        try:
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                value = function(*args, **kwargs)
        except (Exception, SystemExit) as error:
            raise rebuilt(*described(error, str(self._path))) from error
        self._has_warned = any(issubclass(warning.category, RuntimeWarning) for warning in caught)
        places: list[int | str] = [*range(len(args)), *kwargs]
        changed = () if wire.encode((args, kwargs), wire.unheld).same_as(before) else tuple(places)
        reused = self._earlier.are_reused_by(value, wire.encode(value, wire.unheld))
        return Returned(value, changed, reused)


class RememberedSolution(TrustedSolution):
    """A reference whose answers are kept: many submissions are held to the same ones."""

    def __init__(self, kata: Kata, path: Path) -> None:
        super().__init__(kata, path)
        self._answers: dict[bytes, Returned] = {}

    def _call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Returned:
        try:
            key = wire.frame(name.encode(), wire.encode((args, kwargs)))
        except wire.WireError:  # an argument is an object of the reference's own
            return super()._call(name, args, kwargs)
        answer = self._answers.get(key)
        if answer is None:
            answer = super()._call(name, args, kwargs)
            for array in wire.encode(answer.value, wire.unheld).arrays:
                array.flags.writeable = False
            if len(self._answers) < MAX_REMEMBERED:
                self._answers[key] = answer
        return answer


class JailedSolution(Solution):
    """A submission behind the wall. A worker that ends is replaced when the next call comes."""

    def __init__(self, jail: Jail, spec: CodeOutline, submission: Submission, parameters: dict[str, list[str]]) -> None:
        super().__init__(spec.functions, parameters)
        self._jail, self._spec, self._submission = jail, spec, submission
        self._worker: Worker | None = None
        self._left_s = spec.limits.total_s
        self._printed = ""
        self._has_shown = False
        """Whether a RuntimeWarning was shown when the code was loaded or in an earlier test, and would not be again."""
        self._calls: list[Call] = []
        self._parts: dict[int, Link] = {}
        self._heard: dict[int, int] = {}
        """By id() of a call, its number among those heard."""
        self.keeps = _may_keep(submission.source)
        """Whether the code may keep something from one call to the next."""

    def start(self) -> str:
        """Load the submission into a new worker. Return "", or the sentence that says what it lacks.

        Raises:
            LearnerError, WorkerEnded: as ``Worker.load``.
        """
        spec = self._spec
        self._worker = self._jail.worker(spec.limits, spec.packages)
        try:
            return self._worker.load(self._submission.source, self._submission.name, spec.functions, spec.packages)
        except WorkerEnded:
            self._forget_worker()
            raise
        finally:
            self._gather_printed()
            self._has_shown = _WARNING in self._printed

    def take_calls(self) -> list[Call]:
        """Return the calls since the last time: those that are small, and not too many."""
        calls, self._calls, self._parts, self._heard = self._calls, [], {}, {}
        return calls

    def begin_again(self) -> None:
        """Forget all calls, with the worker that answered them."""
        self._forget_worker()
        self.take_calls()
        self._printed, self._left_s = "", self._spec.limits.total_s

    def listen(self) -> None:
        """Note what crosses from now on, until ``take_heard``.

        Raises:
            WorkerEnded: as ``Worker.begin``.
        """
        if self._worker:
            self._worker.begin(_AHEAD_S)

    def take_heard(self) -> list[Exchange]:
        """Return what crossed; nothing where not all of it is known."""
        heard, worker = None, self._worker
        if worker:
            heard, worker.heard = worker.heard, None
        return heard.exchanges if heard else []

    @property
    def has_stock(self) -> bool:
        """Whether calls of later tests were made since those of the test that ``call_ahead`` was asked for last."""
        return self._worker is not None and self._worker.has_stock

    def call_ahead(self, script: Script, following: Sequence[Script] = ()) -> list[Frame]:
        """Make a test's calls, and keep the answers until it asks for them; return all replies, as ``Worker`` does.

        ``following``: the calls of later tests, made in the same go where they are not made yet.

        Raises:
            AstrayError: something went wrong that has to be seen call by call.
        """
        started = time.monotonic()
        try:
            if self._worker is None and self.start():
                raise AstrayError
            self._have_warnings_shown()
            assert self._worker is not None
            replies = self._worker.call_ahead(script, min(_AHEAD_S, self._left_s), not self.keeps, following)
        except (WorkerEnded, LearnerError):
            raise AstrayError from None
        self._left_s -= time.monotonic() - started
        if replies is None:
            raise AstrayError
        return replies

    def take_ahead(self, calls: list[Call]) -> Callable[[], list[Call]]:
        """Take the calls made ahead for asked. Return what gives them, made of those of another's code."""
        assert self._worker is not None
        self.last_call = None
        outcomes = self._worker.take_ahead([(call.args, call.kwargs) for call in calls])

        def answered() -> list[Call]:
            made: dict[int, Call] = {}
            for call, outcome in zip(calls, outcomes(), strict=True):
                links = {place: Link(made[id(link.call)], link.path) for place, link in call.links.items()}
                made[id(call)] = call.answered(outcome, links)
            return [*made.values()]

        return answered

    def forget_ahead(self) -> bool:
        """Go on without the calls that were made ahead; tell whether any was in vain, and may have left something."""
        left = self._worker.drop_ahead() if self._worker else None
        return left is not None and (left.is_doubtful or (len(left) > 0 and self.keeps))

    def take_printed(self) -> str:
        """Return what the code printed since the last time."""
        self._gather_printed()
        printed, self._printed = self._printed, ""
        self._has_shown = self._has_shown or _WARNING in printed
        return printed

    @property
    def warned(self) -> bool:
        """Whether Python showed a RuntimeWarning in this test so far."""
        self._gather_printed()
        return _WARNING in self._printed

    def close(self) -> None:
        """End the worker."""
        self._forget_worker()

    def _call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Returned:
        if self._left_s <= 0:
            total_s = self._spec.limits.total_s
            raise WorkerEnded("timeout", f"the calls took longer than {total_s:g} s together, and no more are made")
        started = time.monotonic()
        try:
            if self._worker is None and (problem := self.start()):
                raise WorkerEnded("error", problem)
            assert self._worker is not None
            self._have_warnings_shown()
            return self._worker.call(name, args, kwargs, self._left_s, self._links())
        except WorkerEnded:
            self._forget_worker()
            raise
        finally:
            self._left_s -= time.monotonic() - started

    def _have_warnings_shown(self) -> None:
        """Have Python show again what it showed before this test."""
        if self._worker and self._has_shown:
            self._has_shown = False
            self._worker.warn_anew()

    def _links(self) -> list[ahead.Link]:
        """Return where arguments of the call that is made now come from, for whoever hears it."""
        call = self.last_call
        if call is None or self._worker is None or self._worker.heard is None:
            return []
        self._heard[id(call)] = len(self._worker.heard.exchanges)
        found = ((place, self._parts.get(id(value))) for place, value in call.given if isinstance(value, _LINKED))
        return [(place, self._heard[id(link.call)], link.path) for place, link in found if link]

    def _keep(self, call: Call) -> None:
        if len(self._calls) >= MAX_KEPT or _size_of(call) > MAX_KEPT_SIZE:
            return
        call.links = {place: self._parts[id(value)] for place, value in call.given if id(value) in self._parts}
        self._calls.append(call)
        if call.returned is not None:
            for path, part in _parts_of(call.returned.value):
                self._parts[id(part)] = Link(call, path)  # the call keeps the part, and so its id, alive

    def _gather_printed(self) -> None:
        if self._worker:
            self._printed += self._worker.take_printed()

    def _forget_worker(self) -> None:
        self._gather_printed()
        if self._worker:
            self._worker.close()
        self._worker = None


def _may_keep(source: str) -> bool:
    """Tell whether code may keep something from one call to the next; a long one's text is not looked through.

    One that answers with what it finds in ``np.empty`` answers otherwise each time anyway.
    """
    try:
        return len(source) > _MAX_LOOKED_THROUGH or memory_of(source, fills_arrays=True) != "none"
    except (ValueError, RecursionError, MemoryError):  # all that parsing raises beside a SyntaxError
        return True


def _parts_of(value: Any) -> list[tuple[tuple[int, ...], Any]]:
    """Return what a later call's argument could be: a whole result, or an item of a tuple; even None may be a cache."""
    items = value[:MAX_PARTS] if isinstance(value, tuple) else ()
    parts: list[tuple[tuple[int, ...], Any]] = [((), value), *(((place,), item) for place, item in enumerate(items))]
    return [(path, part) for path, part in parts if not isinstance(part, _NUMBERS)]


def _size_of(call: Call) -> int:
    """Return roughly how much memory a call's arguments and result hold."""
    size, pending = 0, [value for _, value in call.given]
    if call.returned is not None:
        pending.append(call.returned.value)
    while pending and size <= MAX_KEPT_SIZE:
        value = pending.pop()
        size += getattr(value, "nbytes", 0) + 32
        if isinstance(value, _TEXTS):
            size += len(value)
        elif isinstance(value, _CONTAINERS):
            size += 32 * len(value)
            if size <= MAX_KEPT_SIZE:
                pending += [*value.values(), *value] if isinstance(value, dict) else [*value]
    return size


def parameters_of(module: types.ModuleType, functions: tuple[str, ...]) -> dict[str, list[str]]:
    """Return the parameters' names of each of the module's ``functions``."""
    return {name: list(inspect.signature(getattr(module, name)).parameters) for name in functions}
