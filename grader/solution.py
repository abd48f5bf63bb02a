"""The solution as hidden tests see it: an object with the kata's functions, behind the wall or in this process."""

from __future__ import annotations

import inspect
import time
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

from grader.jail import wire
from grader.jail.client import Jail, Returned, Worker, WorkerEnded
from grader.jail.earlier import EarlierResults
from grader.jail.raised import described, rebuilt
from grader.kata import Kata
from grader.submission import Submission


class Call:
    """One call that a hidden test made."""

    def __init__(self, function: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self.function, self.args, self.kwargs = function, args, kwargs
        self.returned: Returned | None = None


class Solution:
    """The kata's functions as attributes. A hidden test calls them as if they were ordinary ones."""

    def __init__(self, functions: tuple[str, ...], parameters: dict[str, list[str]]) -> None:
        """``parameters`` has the names of each function's parameters, in order."""
        self._functions, self.parameters = functions, parameters
        self.last_call: Call | None = None

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_") or name not in self._functions:
            raise AttributeError(f"the kata has no function `{name}`")

        def call(*args: Any, **kwargs: Any) -> Any:
            self.last_call = Call(name, args, kwargs)
            self.last_call.returned = self._call(name, args, kwargs)
            return self.last_call.returned.value

        return call

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


class TrustedSolution(Solution):
    """Code that the grader trusts (a reference, a mentor's own file), run in this process."""

    def __init__(self, kata: Kata, path: Path) -> None:
        self._module, self._path = types.ModuleType(path.stem), path
        self._module.__dict__["__file__"] = str(path)
        exec(compile(path.read_text(encoding="utf-8"), str(path), "exec", dont_inherit=True), self._module.__dict__)
        super().__init__(kata.spec.functions, parameters_of(self._module, kata.spec.functions))
        self._earlier = EarlierResults()

    def _call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Returned:
        function = getattr(self._module, name)
        before = wire.encode((args, kwargs), wire.unheld).copied()
        try:
            value = function(*args, **kwargs)
        except Exception as error:
            raise rebuilt(*described(error, str(self._path))) from error
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
        if key not in self._answers:
            self._answers[key] = super()._call(name, args, kwargs)
            for array in wire.encode(self._answers[key].value, wire.unheld).arrays:
                array.flags.writeable = False
        return self._answers[key]


class JailedSolution(Solution):
    """A submission behind the wall. A worker that ends is replaced when the next call comes."""

    def __init__(self, jail: Jail, kata: Kata, submission: Submission, parameters: dict[str, list[str]]) -> None:
        super().__init__(kata.spec.functions, parameters)
        self._jail, self._kata, self._submission = jail, kata, submission
        self._worker: Worker | None = None
        self._left_s = kata.spec.limits.total_s
        self._printed = ""

    def start(self) -> str:
        """Load the submission into a new worker. Return "", or the sentence that says what it lacks.

        Raises:
            LearnerError, WorkerEnded: as ``Worker.load``.
        """
        spec = self._kata.spec
        self._worker = self._jail.worker(spec.limits, spec.packages)
        try:
            return self._worker.load(self._submission.source, self._submission.name, spec.functions, spec.packages)
        except WorkerEnded:
            self._forget_worker()
            raise

    def take_printed(self) -> str:
        """Return what the code printed since the last time."""
        printed, self._printed = self._printed, ""
        return printed + (self._worker.take_printed() if self._worker else "")

    def close(self) -> None:
        """End the worker."""
        self._forget_worker()

    def _call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Returned:
        if self._left_s <= 0:
            total_s = self._kata.spec.limits.total_s
            raise WorkerEnded("timeout", f"the calls took longer than {total_s:g} s together, and no more are made")
        started = time.monotonic()
        try:
            if self._worker is None and (problem := self.start()):
                raise WorkerEnded("error", problem)
            assert self._worker is not None
            return self._worker.call(name, args, kwargs, self._left_s)
        except WorkerEnded:
            self._forget_worker()
            raise
        finally:
            self._left_s -= time.monotonic() - started

    def _forget_worker(self) -> None:
        if self._worker:
            self._printed += self._worker.take_printed()
            self._worker.close()
        self._worker = None


def parameters_of(module: types.ModuleType, functions: tuple[str, ...]) -> dict[str, list[str]]:
    """Return the parameters' names of each of the module's ``functions``."""
    return {name: list(inspect.signature(getattr(module, name)).parameters) for name in functions}
