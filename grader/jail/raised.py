"""How an exception of the learner's crosses the wall: as the builtin types it is of, by identity, and bounded text."""

from __future__ import annotations

import builtins
from functools import lru_cache
from typing import Any

from grader.text import encodable

MAX_MESSAGE = 2000
MAX_TRACEBACK = 4000
MAX_LINES = 20
MAX_KINDS = 64
MAX_LINE = 1 << 20  # a source of 1 MiB has no more

BUILTINS: tuple[type[BaseException], ...] = tuple(
    value for _, value in sorted(vars(builtins).items()) if isinstance(value, type) and issubclass(value, BaseException)
)
"""The same on both sides; an exception crosses as positions in this table."""

_POSITION_OF = {kind: position for position, kind in enumerate(BUILTINS)}
# Taken from the types themselves: the learner's class may define these names anew.
_mro = type.__dict__["__mro__"].__get__
_name = type.__dict__["__name__"].__get__
_traceback = BaseException.__dict__["__traceback__"].__get__


class LearnerError(Exception):
    """The learner's code raised; the instance is also of the builtin types that the exception was of."""

    type_name: str
    message: str
    lines: list[int]
    """Lines of the submission in the traceback, outermost first."""
    is_memory: bool
    in_compile: bool
    """Whether the source could not even be compiled."""

    def __str__(self) -> str:
        return f"{self.type_name}: {self.message}" if self.message else self.type_name


def described(error: BaseException, file_name: str) -> tuple[list[int], str, str, list[int]]:
    """Return the positions of its builtin types, its type's name, its message, and its lines in ``file_name``."""
    kinds = [_POSITION_OF[kind] for kind in _mro(type(error)) if kind in _POSITION_OF]
    lines: list[int] = []
    step, count = _traceback(error), 0
    while step is not None and count < MAX_TRACEBACK:
        if step.tb_frame.f_code.co_filename == file_name:
            lines.append(step.tb_lineno)
        step, count = step.tb_next, count + 1
    try:
        if isinstance(error, SyntaxError) and not lines and type(error.lineno) is int:
            lines.append(error.lineno)
        message: Any = error.msg if isinstance(error, SyntaxError) else str(error)
        text = message[:MAX_MESSAGE] if type(message) is str else ""
    except BaseException:  # the learner's own __str__ may raise anything
        text = "(its message cannot be shown: its __str__ raised)"
    return kinds, _name(type(error))[:100], text, lines[-MAX_LINES:]


def rebuilt(kinds: list[int], type_name: str, message: str, lines: list[int], in_compile: bool = False) -> LearnerError:
    """Make the exception that stands for a described one; none that is not an ``Exception`` comes back as itself."""
    known = tuple(BUILTINS[kind] for kind in dict.fromkeys(kinds[:MAX_KINDS]) if 0 <= kind < len(BUILTINS))
    error = _class_of(tuple(kind for kind in known if issubclass(kind, Exception)))()
    error.type_name, error.message = encodable(type_name[:100]), encodable(message[:MAX_MESSAGE])
    error.lines = [line for line in lines[-MAX_LINES:] if 0 < line < MAX_LINE]
    error.is_memory, error.in_compile = MemoryError in known, in_compile
    return error


def _take_nothing(_: LearnerError) -> None:
    """Stand in for the ``__init__`` of builtin types, some of which want arguments."""


@lru_cache(maxsize=256)
def _class_of(bases: tuple[type[Exception], ...]) -> type[LearnerError]:
    """Make a class that is a ``LearnerError`` and each of ``bases``; the first alone where layouts forbid more."""
    for kept in (bases, bases[:1]):
        try:
            made: type[LearnerError] = type("LearnerError", (LearnerError, *kept), {"__init__": _take_nothing})
            made()
        except TypeError:
            continue
        return made
    return LearnerError
