"""When two answers to the same call are the same: the learner's, the reference's, and that of a known mistake.

A learner's answer and that of a mistake, made from the reference, are never equal to the bit: sums are taken in another
order, messages are worded otherwise, an index error here is a value error there. Here it is said what matters.
"""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np

from grader.jail.client import Returned
from grader.jail.raised import LearnerError
from grader.literals import shown
from grader.testkit import RTOL as TEST_RTOL
from grader.text import shortened

Array = np.ndarray[Any, Any]

_NUMBERS = (int, float, np.generic)
_PLAIN = (np.ndarray, *_NUMBERS, complex, str, list, type(None))

RTOL = {"float64": 1e-8, "float32": 2e-5}
"""How far two numbers that are the same may lie apart, relative to their size."""
NORM_RTOL = {"float64": 1e-11, "float32": 2e-6}
"""The same relative to the largest number of their array, for those that are small differences of large ones."""
LOOSE = 100.0
"""So many times that is still right where a test found nothing wrong, for it knows which digits are to be had."""
ROUNDING = {"float64": 2e-6, "int64": 1e-15}
"""An error below this, relative to the largest number, may come from rounding to a shorter float, or to a float."""


class Answer(msgspec.Struct, frozen=True):
    """How one call ended, in what matters of it."""

    value: Any = None
    error: LearnerError | None = None
    refuses: bool = False
    """Whether it is an error that says what was wrong with the input."""
    is_explicit: bool = False
    """Whether the line that raised was a ``raise`` or an ``assert``, and not one that went wrong."""
    changed: frozenset[str] = frozenset()
    """Names of the arguments that the call changed, but for those that hold an object of the learner's own."""
    is_reused: bool = False
    """Whether memory of an earlier result was given out again."""
    has_warned: bool = False

    @property
    def text(self) -> str:
        """The answer for reading."""
        return shortened(" ".join(str(self.error).split()), 300) if self.error else shown(self.value)


def answer_of(
    outcome: Returned | LearnerError,
    lines: list[str],
    names: dict[int | str, str],
    *,
    refuses: bool = False,
    has_warned: bool = False,
) -> Answer:
    """Return what matters of an outcome.

    Args:
        outcome: of a call.
        lines: of the source that was called.
        names: of the parameters that hold plain data, by position or keyword.
        refuses: as in ``Answer``.
        has_warned: whether a RuntimeWarning was shown.
    """
    if isinstance(outcome, Returned):
        changed = frozenset(names[place] for place in outcome.changed if place in names)
        return Answer(value=outcome.value, changed=changed, is_reused=outcome.reused, has_warned=has_warned)
    number = outcome.lines[-1] if outcome.lines else 0
    line = lines[number - 1].split() if 0 < number <= len(lines) else []
    is_explicit = bool(line) and line[0] in ("raise", "assert")
    return Answer(error=outcome, refuses=refuses, is_explicit=is_explicit, has_warned=has_warned)


def is_own_object(value: Any) -> bool:
    """Tell whether a part of what a reference returns (a cache, say) is its own affair: another's may be anything."""
    return not isinstance(value, _PLAIN)


def is_right(answer: Answer, right: Answer) -> bool:
    """Tell whether ``answer`` is as good as the reference's, ``right``, and nothing was spoilt on the way to it."""
    return has_right_value(answer, right, LOOSE) and not answer.changed and not answer.is_reused


def has_right_value(answer: Answer, right: Answer, loose: float = 1.0) -> bool:
    """Tell whether ``answer`` gives back what the reference's does, so ``loose``ly, or refuses as it does."""
    if right.error is not None:
        return answer.refuses
    return answer.error is None and _same(answer.value, right.value, right.value, loose)


def is_apart(answer: Answer, right: Answer) -> bool:
    """Tell whether any number of ``answer``, however small, differs from the reference's by more than a test allows."""
    return answer.error is not None or not _is_near(answer.value, right.value)


def _is_near(value: Any, right: Any) -> bool:
    if isinstance(right, tuple) and isinstance(value, tuple | list) and len(value) == len(right):
        return all(is_own_object(part) or _is_near(got, part) for got, part in zip(value, right, strict=True))
    if not isinstance(value, np.ndarray) or not isinstance(right, np.ndarray) or value.shape != right.shape:
        return _same_parts(value, right, right, 1.0)
    with np.errstate(all="ignore"):
        allowed = TEST_RTOL.get(right.dtype.name, TEST_RTOL["float64"]) * np.abs(right.astype(np.float64))
        near = np.abs(value.astype(np.float64) - right) <= allowed
    return bool((near | (value == right)).all())


def agree(answer: Answer, other: Answer, right: Answer) -> bool:
    """Tell whether two answers to one call are the same, be they right or wrong; ``right`` is the reference's.

    What was changed or given out again is not looked at: that is compared over all calls together.
    """
    if right.error is not None:
        return _refusal(answer) == _refusal(other)
    if answer.error is not None or other.error is not None:
        return answer.error is not None and other.error is not None
    return _same(answer.value, other.value, right.value)


def agree_in_part(answer: Answer, other: Answer, right: Answer) -> bool:
    """Tell whether two answers are the same in some part of a result in which both are wrong."""
    parts = [answer.value, other.value, right.value]
    if any(one.error is not None for one in (answer, other, right)) or not all(isinstance(p, tuple) for p in parts):
        return agree(answer, other, right)
    return any(
        not is_own_object(wanted) and not _same_parts(one, wanted, wanted, 1.0) and _same_parts(one, another, wanted)
        for one, another, wanted in zip(*parts, strict=False)
    )


def is_rounded(answer: Answer, right: Answer) -> bool:
    """Tell whether ``answer`` is right but for what rounding to a shorter float, which differs with the code, makes."""
    return answer.error is None and right.error is None and _is_rounded(answer.value, right.value)


def _refusal(answer: Answer) -> str:
    """Say how a bad input was met: refused as it should be, by another error of the code's own, or not at all."""
    if answer.error is None:
        return "taken"
    if answer.refuses:
        return "refused"
    # What numpy or Python stumbled over later is no check of the code's.
    return f"raised {answer.error.type_name}" if answer.is_explicit else "taken"


def _same(one: Any, other: Any, right: Any, loose: float = 0.0) -> bool:
    """Compare two results; of a tuple, parts that the reference gives as objects of its own are passed over.

    ``loose``: 0 for two answers of which either may be wrong; above, ``other`` is the right one, which ``one`` should
    equal in dtype too, and in value to so many times the usual.
    """
    if isinstance(right, tuple) and isinstance(one, tuple | list) and isinstance(other, tuple | list):
        if len(one) != len(right) or len(other) != len(right):
            return len(one) == len(other) and _same(list(one), list(other), None)
        return all(
            is_own_object(part) or _same_parts(a, b, part, loose) or (not loose and _both_right(a, b, part))
            for a, b, part in zip(one, other, right, strict=True)
        )
    return _same_parts(one, other, right, loose)


def _both_right(one: Any, other: Any, right: Any) -> bool:
    """Tell whether two parts of wrong answers are right themselves, as far as the digits go that are to be had."""
    return _same_parts(one, right, right, LOOSE) and _same_parts(other, right, right, LOOSE)


def _same_parts(one: Any, other: Any, right: Any, loose: float = 0.0) -> bool:
    if is_own_object(one) and is_own_object(other) and not (isinstance(one, tuple) and isinstance(other, tuple)):
        return True  # what they are is their own affair
    if isinstance(one, list) != isinstance(other, list):
        return False
    if isinstance(one, tuple | list) and isinstance(other, tuple | list):
        rights = right if isinstance(right, list) and len(right) == len(one) else [None] * len(one)
        return len(one) == len(other) and all(
            _same_parts(a, b, part, loose) for a, b, part in zip(one, other, rights, strict=False)
        )
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return _same_arrays(one, other, right, loose)
    if _is_number(one) and _is_number(other):
        return _close(np.asarray(one), np.asarray(other), "float64", loose or 1.0)
    return type(one) is type(other) and bool(one == other)


def _is_number(value: Any) -> bool:
    return isinstance(value, _NUMBERS)


def _same_arrays(one: Array, other: Array, right: Any, loose: float) -> bool:
    if one.shape != other.shape or one.dtype.kind != other.dtype.kind:
        return False
    if loose and one.dtype != other.dtype and (one.dtype.name, other.dtype.name) != ("float64", "float32"):
        return False
    if one.dtype.kind != "f":
        return bool((one == other).all())
    known = [right] if isinstance(right, np.ndarray) else [one, other]
    name = "float32" if any(array.dtype == np.float32 for array in known) else "float64"
    return _close(one, other, name, loose or 1.0)


def _close(one: Array, other: Array, dtype: str, loose: float) -> bool:
    """Tell whether two arrays are the same to so many times the precision of ``dtype``, which is the right answer's."""
    if (one == other).all():
        return True
    one, other = one.astype(np.float64), other.astype(np.float64)
    with np.errstate(all="ignore"):
        sizes = np.maximum(np.abs(one), np.abs(other))
        norm = sizes[np.isfinite(sizes)].max(initial=0)
        near = np.abs(one - other) <= loose * np.maximum(RTOL[dtype] * sizes, NORM_RTOL[dtype] * norm)
        same = (one == other) | (np.isnan(one) & np.isnan(other))
    return bool(((near & np.isfinite(sizes)) | same).all())


def _is_rounded(value: Any, right: Any) -> bool:
    if isinstance(right, tuple) and isinstance(value, tuple | list):
        return len(value) == len(right) and all(
            is_own_object(part) or _is_rounded(got, part) for got, part in zip(value, right, strict=True)
        )
    if not isinstance(value, np.ndarray) or not isinstance(right, np.ndarray):
        return _same_parts(value, right, right)
    if value.shape != right.shape or value.dtype.kind != right.dtype.kind or right.dtype.name not in ROUNDING:
        return False
    with np.errstate(all="ignore"):
        norm = np.abs(right.astype(np.float64)).max(initial=0)
        error = np.abs(value.astype(np.float64) - right).max(initial=0)
    return bool(error <= ROUNDING[right.dtype.name] * norm)
