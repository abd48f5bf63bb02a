"""Values as Python that a learner can paste, short enough to read."""

from __future__ import annotations

import itertools
import weakref
from functools import lru_cache
from typing import Any

import numpy as np

from grader.jail.layout import REVERSED, SPACED, laid_out, layout_of
from grader.jail.wire import Handle

MAX_LITERAL = 64
"""An array of more elements is shown by how it is made, or by its shape."""
MAX_ITEMS = 40
_MAX_SHOWN = 8
_MAX_NESTING = 3
_MAX_TEXT = 200

IMPORT = "import numpy as np\n"


class Expression(str):
    """Code that stands for a value, to be written as it is."""


_RECIPES: dict[int, tuple[weakref.ref[Any], str]] = {}


def remember_recipe(array: np.ndarray[Any, Any], recipe: str) -> None:
    """Keep the expression that makes ``array``, for as long as the array lives."""
    key = id(array)
    _RECIPES[key] = (weakref.ref(array, lambda _: _RECIPES.pop(key, None)), recipe)


def recipe_of(array: np.ndarray[Any, Any]) -> str:
    """Return the expression that makes ``array``, or "" where none was kept."""
    reference, recipe = _RECIPES.get(id(array), (None, ""))
    return recipe if reference is not None and reference() is array else ""


def code_of(value: Any) -> str:
    """Return an expression that makes ``value`` again, in the same memory layout, or describe what is too long."""
    if isinstance(value, Expression):
        return str(value)
    if isinstance(value, np.ndarray):
        return _array_code(value)
    if type(value) is list:
        return _list_code(value)
    if type(value) is tuple:
        return f"({', '.join(code_of(item) for item in value)}{',' if len(value) == 1 else ''})"
    if type(value) is dict:
        return "{" + ", ".join(f"{key!r}: {code_of(item)}" for key, item in value.items()) + "}"
    if isinstance(value, np.generic):
        return f"np.{value.dtype.name}({value.item()!r})"
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return f"float({str(value)!r})"
    return repr(value)


def call_code(function: str, names: list[str], args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """Return Python that calls ``function``: arrays and lists assigned to their parameters' names first."""
    lines: list[str] = []
    written: list[str] = []
    given = [*itertools.zip_longest(names[: len(args)], args), *kwargs.items()]
    by_keyword = False
    for position, (name, value) in enumerate(given):
        code = code_of(value)
        if isinstance(value, np.ndarray | list) and name:
            lines.append(f"{name} = {code}")
            code = name
        # A number alone says little, so it has its name; and after one keyword, all that follows takes one.
        by_keyword |= position >= len(args) or not isinstance(value, np.ndarray | list | Handle | Expression)
        written.append(f"{name}={code}" if by_keyword else code)
    if any("np." in line for line in (*lines, *written)):
        lines.insert(0, IMPORT.strip())
    return "\n".join([*lines, f"{function}({', '.join(written)})"])


def shown(value: Any) -> str:
    """Return any value for reading, and shortened: arrays of many elements by dtype and shape, all else cut off."""
    if isinstance(value, np.ndarray):
        if value.size > MAX_LITERAL:
            return f"{value.dtype} array of shape {value.shape}"
        text = np.array2string(value, separator=", ", max_line_width=64)
        while "\n\n" in text:  # numpy sets blank lines between the planes of an array
            text = text.replace("\n\n", "\n")
        return text if value.dtype == np.float64 else f"{text}  ({value.dtype}, shape {value.shape})"
    return _brief(value, _MAX_NESTING)


def _brief(value: Any, levels: int) -> str:
    """Return a value's repr, with few items of a container and few characters of a text, at no more cost than that."""
    if isinstance(value, np.ndarray):
        return shown(value) if value.size <= _MAX_SHOWN else f"<{value.dtype} array of shape {value.shape}>"
    few = _MAX_SHOWN if levels else 0
    if type(value) is dict:
        items = [f"{_brief(key, 0)}: {_brief(item, levels - 1)}" for key, item in itertools.islice(value.items(), few)]
        return f"{{{', '.join(items + ['...'] * (len(value) > few))}}}"
    if type(value) is list or type(value) is tuple:
        items = [_brief(item, levels - 1) for item in value[:few]] + ["..."] * (len(value) > few)
        comma = "," if type(value) is tuple and len(value) == 1 else ""
        return f"[{', '.join(items)}]" if type(value) is list else f"({', '.join(items)}{comma})"
    if type(value) in (str, bytes) and len(value) > _MAX_TEXT:
        return f"{value[:_MAX_TEXT]!r}..."
    return repr(value)[: 20 * _MAX_TEXT]


def _array_code(array: np.ndarray[Any, Any]) -> str:
    recipe = recipe_of(array)
    if recipe:
        return recipe
    layout = layout_of(array)
    if array.size > MAX_LITERAL:
        return f"...  # a {array.dtype} array of shape {array.shape}, too long to show"
    if not layout:
        return _plain_code(array)
    if array.flags.f_contiguous:
        return f"np.asfortranarray({_plain_code(array)})"
    # The same strides, written as a view of a longer array.
    view = laid_out(np.arange(array.size).reshape(array.shape), layout)
    order = sorted(range(array.ndim), key=lambda axis: -abs(view.strides[axis]))
    steps = [(2 if entry & SPACED else 1) * (-1 if entry & REVERSED else 1) for entry in layout]
    base = array.transpose(order)
    base = base[tuple(slice(None, None, -1 if step < 0 else 1) for step in steps)]
    code = _plain_code(np.ascontiguousarray(base))
    for axis, step in enumerate(steps):
        if abs(step) == 2:
            code = f"np.repeat({code}, 2, axis={axis})"
    index = ", ".join("::" + (str(step) if step not in (1, -2) else "") if step != -2 else "-2::-2" for step in steps)
    code = f"{code}[{index}]"
    inverse = tuple(order.index(axis) for axis in range(array.ndim))
    return code if inverse == tuple(range(array.ndim)) else f"{code}.transpose{inverse}"


def _plain_code(array: np.ndarray[Any, Any]) -> str:
    plain = array.dtype == np.float64 or (array.dtype == np.bool_ and array.size > 0)
    dtype = "" if plain else f", dtype=np.{array.dtype.name}"
    if array.size == 0:
        return f"np.zeros({array.shape}{dtype})"
    if array.size > 8 and (array == array.flat[0]).all():
        return f"np.full({array.shape}, {repr(array.flat[0].item()).replace('inf', 'np.inf')}{dtype})"
    text = _numbers_code(array.tobytes(), array.dtype, array.shape)
    return f"np.array({text}{dtype})"


@lru_cache(maxsize=1024)
def _numbers_code(data: bytes, dtype: np.dtype[Any], shape: tuple[int, ...]) -> str:
    """Return the elements of a short array as nested lists: the same inputs are shown to many learners."""
    array = np.frombuffer(data, dtype).reshape(shape)
    text = np.array2string(
        array, separator=", ", threshold=array.size + 1, max_line_width=10**6, floatmode="unique", suppress_small=False
    )
    return " ".join(text.split()).replace("[ ", "[").replace("nan", "np.nan").replace("inf", "np.inf")


def _list_code(items: list[Any]) -> str:
    codes = [code_of(item) for item in items]
    runs = [(code, len(list(group))) for code, group in itertools.groupby(codes)]
    if len(codes) <= 6 or len(runs) > MAX_ITEMS:
        if len(codes) > 4 * MAX_ITEMS:
            return f"...  # a list of {len(codes)} items, too long to show"
        return f"[{', '.join(codes)}]"
    parts, single = [], []
    for code, count in runs:
        if count < 3:
            single += [code] * count
            continue
        if single:
            parts.append(f"[{', '.join(single)}]")
        parts.append(f"[{code}] * {count}")
        single = []
    if single:
        parts.append(f"[{', '.join(single)}]")
    return " + ".join(parts)
