"""What a kata's hidden tests are written with: strategies for arrays, and assertions that say what differs and where.

An assertion here raises ``Mismatch``, which carries what was expected, what came, and where they first differ.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st

from grader.jail.raised import LearnerError
from grader.jail.wire import Handle
from grader.literals import remember_recipe, shown
from grader.text import has_word

Array = np.ndarray[Any, Any]
Shape = tuple[int, ...]
Text = str | Callable[[], str]

RTOL = {"float64": 1e-9, "float32": 1e-5}
"""Allowed difference by the dtype of the input, relative to the size of the numbers that were added up."""


class Difference(NamedTuple):
    """An array that came, the wanted one, and which elements no test would take (None where the shapes differ)."""

    name: str
    got: Array
    want: Array
    wrong: Array | None


class Mismatch(AssertionError):
    """The learner's answer is not the wanted one."""

    def __init__(
        self, message: str, *, expected: Text = "", got: Text = "", where: str = "", about_form: bool = False
    ) -> None:
        """Say what is wrong; without ``got``, it is what the last call returned.

        Args:
            message: a sentence.
            expected: what should have come, or what writes that down: most failures are found on the way to a smaller
                one, and nobody reads them.
            got: what came, likewise.
            where: the first place at which the two differ.
            about_form: what is wrong is the answer's type or dtype, of which the test's own law says nothing.
        """
        self._expected, self._got, self.where, self.about_form = expected, got, where, about_form
        self.shapes: tuple[str, Shape, Shape] | None = None
        """Of a wrong shape: the result's name, the shape that came and the wanted one."""
        self.arrays: Difference | None = None
        """The two arrays, where there are two."""
        super().__init__(message)

    @property
    def expected(self) -> str:
        """What should have come."""
        return self._expected if isinstance(self._expected, str) else self._expected()

    @property
    def got(self) -> str:
        """What came, "" where that is what the last call returned."""
        return self._got if isinstance(self._got, str) else self._got()


def array_of(shape: Sequence[int], seed: int, dtype: str = "float64") -> Array:
    """Return an array that is easy to read: 1, 2, 3, ... for seed 0, otherwise odd numbers from -9 to 9."""
    shape = tuple(shape)
    if seed == 0:
        size = math.prod(shape)
        array = np.arange(1, size + 1, dtype=dtype).reshape(shape)
        recipe = f"np.arange(1, {size + 1}, dtype=np.{dtype}).reshape({shape})"
    else:
        array = (2 * np.random.default_rng(seed).integers(-5, 5, shape) + 1).astype(dtype)
        recipe = f"(2 * np.random.default_rng({seed}).integers(-5, 5, {shape}) + 1).astype(np.{dtype})"
    if array.size > 32:
        remember_recipe(array, recipe)
    return array


def arrays(shape: Sequence[int], dtype: str = "float64") -> st.SearchStrategy[Array]:
    """Draw an array of this shape, as ``array_of`` makes them; the smallest is 1, 2, 3, ..."""
    return st.integers(0, 10_000).map(lambda seed: array_of(shape, seed, dtype))


def normal_array(shape: Sequence[int], seed: int, scale: float = 1.0, dtype: str = "float64") -> Array:
    """Return normally distributed numbers, whose last digits matter."""
    array = (np.random.default_rng(seed).standard_normal(shape) * scale).astype(dtype)
    recipe = f"np.random.default_rng({seed}).standard_normal({tuple(shape)})"
    recipe = recipe if scale == 1.0 else f"({recipe} * {scale!r})"
    remember_recipe(array, recipe if dtype == "float64" else f"{recipe}.astype(np.{dtype})")
    return array


def relaid(array: Array, layout: str) -> Array:
    """Return the same values in another memory layout: "fortran", "reversed", "strided" or "transposed"."""
    if layout == "fortran":
        return np.asfortranarray(array)
    if layout == "reversed":
        flip = (slice(None, None, -1),) * array.ndim
        return np.ascontiguousarray(array[flip])[flip]
    if layout == "strided":
        wide = np.full([2 * size for size in array.shape], -77, dtype=array.dtype)
        view = wide[(slice(None, None, 2),) * array.ndim]
        view[...] = array
        return view
    if layout == "transposed":
        axes = tuple(reversed(range(array.ndim)))
        return np.ascontiguousarray(array.transpose(axes)).transpose(axes)
    raise ValueError(f"layout: {layout!r} is none of fortran, reversed, strided, transposed")


LAYOUTS = ("fortran", "reversed", "strided", "transposed")


def assert_close(got: Any, want: Array, scale: Array | float | None = None, name: str = "the result") -> None:
    """Hold a floating-point result to ``want``: an array of the same shape, as precise as the input's dtype allows.

    Args:
        got: what the learner's function returned.
        want: the right values, in the dtype of the input; a float32 input may be answered in float32 or float64.
        scale: the size of the numbers that were added up to get each element, where sums may cancel; else ``|want|``.
        name: what to call ``got`` where it is one of several results.
    """
    dtype = _name_of(want.dtype)
    _same_form(got, want, ("float64",) if dtype == "float64" else ("float32", "float64"), name)
    reference = want.astype(np.float64, copy=False)
    size = np.abs(reference)
    if scale is not None:
        size = np.maximum(size, np.abs(np.asarray(scale, dtype=np.float64)))
    with np.errstate(invalid="ignore", over="ignore"):
        # Written so that a NaN in `got` is wrong.
        wrong = ~(np.abs(got.astype(np.float64, copy=False) - reference) <= RTOL[dtype] * size)
    if wrong.any():
        wrong &= ~(got == reference)  # equal infinities differ by NaN
    if wrong.any():
        raise _differing(got, want, wrong, name)


def assert_equal(got: Any, want: Array, name: str = "the result") -> None:
    """Hold a result to ``want`` exactly: dtype, shape and every element."""
    _same_form(got, want, (_name_of(want.dtype),), name)
    wrong = got != want
    if wrong.any():
        raise _differing(got, want, wrong, name)


def parts(got: Any, *names: str) -> tuple[Any, ...]:
    """Hold a result to being as many things as there are ``names``, and return them."""
    if not isinstance(got, tuple | list) or len(got) != len(names):
        count = f"{len(names)} results"
        plain = ", ".join(name.strip("`") for name in names)
        raise Mismatch(f"The call did not return {count}.", expected=f"({plain})", got=shown(got), about_form=True)
    return tuple(got)


def assert_no_warning(solution: Any) -> None:
    """Hold the calls of this test so far to having caused no RuntimeWarning."""
    if solution.warned:
        raise Mismatch("The call caused a warning.", expected="no warning", got="a RuntimeWarning", about_form=True)


def assert_unchanged(solution: Any, mine: Sequence[str] = ()) -> None:
    """Hold the last call to having left its arguments alone, and what earlier calls gave back too.

    Args:
        solution: as the test has it.
        mine: names of arguments that hold an object of the learner's own, who may change it.
    """
    changed = [name for name in solution.changed_arguments if name not in mine]
    if changed:
        names = " and ".join(f"`{name}`" for name in changed)
        raise Mismatch(
            f"The call changed {names} in place.",
            expected="arguments as they were before the call",
            got=f"{names} changed",
        )
    if solution.reused_earlier_result:
        raise Mismatch(
            "The call reused what an earlier call had returned.",
            expected="a new array from each call",
            got="an array that shares its memory with the earlier call's result",
        )


@contextmanager
def refused(solution: Any, *names: str) -> Iterator[None]:
    """Hold the call in the block to raising ValueError with one of ``names`` as a word in its message."""
    wanted = "ValueError with " + " or ".join(f"`{name}`" for name in names) + " in its message"
    try:
        yield
    except LearnerError as error:
        if not isinstance(error, ValueError):
            raise Mismatch(f"It raised {error.type_name} for a bad input.", expected=wanted, got=str(error)) from error
        if not any(has_word(error.message, name) for name in names):
            raise Mismatch(
                "The error's message does not name the argument.", expected=wanted, got=str(error)
            ) from error
        return
    finally:
        solution.expect_refusal(names)
    raise Mismatch("It took a bad input without an error.", expected=wanted)


def _same_form(got: Any, want: Array, dtypes: tuple[str, ...], name: str) -> None:
    """Hold ``got`` to being a plain array of the shape of ``want`` and one of ``dtypes``."""

    def refuse(what: str, where: str, about_form: bool = True) -> Mismatch:
        expected, came = partial(shown, want), partial(shown, got)
        return Mismatch(f"{name} {what}.", expected=expected, got=came, where=where, about_form=about_form)

    if isinstance(got, Handle):
        raise refuse(f"cannot be read: {got.why or f'it is a {got.type_name}'}", "return a plain numpy array")
    if not isinstance(got, np.ndarray):
        kind = type(got).__name__
        raise refuse(f"is a {kind}, not an array", f"{kind}, expected a numpy array")
    if got.shape != want.shape:
        mismatch = refuse("has the wrong shape", f"shape {got.shape}, expected {want.shape}", about_form=False)
        mismatch.shapes = (name.strip("`"), got.shape, want.shape)
        mismatch.arrays = Difference(name.strip("`"), got, want, None)
        raise mismatch
    if _name_of(got.dtype) not in dtypes:
        raise refuse("has the wrong dtype", f"dtype {got.dtype.name}, expected {' or '.join(dtypes)}")


def _differing(got: Array, want: Array, wrong: Array, name: str) -> Mismatch:
    index = tuple(int(axis[0]) for axis in np.nonzero(wrong))
    expected, came = (_number(array[index]) for array in (want, got))
    if f"{float(want[index]):.6g}" != f"{float(got[index]):.6g}":
        expected, came = (
            f"{float(array[index]):.6g}" if array.dtype.kind == "f" else str(array[index]) for array in (want, got)
        )
    count = int(wrong.sum())
    where = f"{name} at [{', '.join(map(str, index))}]: expected {expected}, got {came}"
    if want.size > 1:
        where += f" ({count} of {want.size} elements differ)"
    mismatch = Mismatch(f"{name} is wrong.", expected=partial(shown, want), got=partial(shown, got), where=where)
    mismatch.arrays = Difference(name.strip("`"), got, want, wrong)
    return mismatch


@lru_cache(maxsize=64)
def _name_of(dtype: np.dtype[Any]) -> str:
    """Return a dtype's name, which numpy makes up anew each time, and slowly."""
    return dtype.name


def _number(value: Any) -> str:
    return repr(value.item())
