"""From a failing call to the numbers of a picture: the few that say the most."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

import numpy as np

from grader.kata import Kata
from grader.picture import (
    Box,
    BoxPair,
    Corners,
    HeatMap,
    KeptBoxes,
    Layer,
    LayerStack,
    Picture,
    Plane,
    ScoredBox,
    Suppressor,
)
from grader.solution import Call
from grader.testkit import Difference

MAX_SIDE = 24
"""A heat map has at most so many rows and columns."""
MAX_BOXES = 12
MAX_LAYERS = 10
_DIGITS = 6
_MOST = 1e15
_LONGEST = 100_000

Array = np.ndarray[Any, Any]


def picture_of(
    kata: Kata, call: Call, parameters: Sequence[str], difference: Difference | None = None, right: Any = None
) -> Picture | None:
    """Return what to draw of ``call``, or None where a picture would say nothing.

    Args:
        kata: whose kata.yaml says how.
        call: the one that failed.
        parameters: names of the function's parameters, in order.
        difference: the arrays in which it failed, where there are any.
        right: what the reference returns for the call, where that is known and there are no arrays.
    """
    drawn = kata.spec.picture
    named = dict(zip(parameters, call.args, strict=False)) | call.kwargs
    if drawn.box_pair:
        return _box_pair(drawn.box_pair, named, difference)
    if drawn.kept_boxes:
        return _kept_boxes(drawn.kept_boxes, named, difference, right)
    if drawn.layer_stack:
        return _layer_stack(named.get(drawn.layer_stack), difference, right)
    if difference is None:
        return None
    axes = kata.spec.shapes.get(difference.name) or kata.spec.shapes.get(call.function, ())
    return _heat_map(difference, axes, drawn.heat_map)


def _heat_map(difference: Difference, axes: Sequence[str], shown: tuple[str, str] | None) -> HeatMap | None:
    name, got, want, wrong = difference
    if want.size < 2 or want.dtype.kind not in "fiub":
        return None
    if want.ndim == 1:
        want, got = (array.reshape(1, -1) if array.ndim == 1 else array for array in (want, got))
        wrong = None if wrong is None else wrong.reshape(1, -1)
        axes = ("", *axes) if axes else ()
    names = list(axes) if len(axes) == want.ndim else [f"axis {axis}" for axis in range(want.ndim)]
    down, across = want.ndim - 2, want.ndim - 1
    if shown and shown[0] in names and shown[1] in names:
        down, across = names.index(shown[0]), names.index(shown[1])
    index = [int(places[0]) for places in np.nonzero(wrong)] if wrong is not None else [0] * want.ndim
    first_row, first_column = (
        max(0, min(index[axis] - MAX_SIDE // 3, want.shape[axis] - MAX_SIDE)) for axis in (down, across)
    )

    def plane(array: Array) -> Array:
        if array.ndim != want.ndim:
            return np.zeros((0, 0))
        place = tuple(
            slice(None) if axis in (down, across) else min(index[axis], max(array.shape[axis] - 1, 0))
            for axis in range(array.ndim)
        )
        if 0 in array.shape:
            return np.zeros((0, 0))
        flat = array[place] if down < across else array[place].T
        return flat[first_row : first_row + MAX_SIDE, first_column : first_column + MAX_SIDE]

    at = ", ".join(
        f"{names[axis]} = {index[axis]}"
        for axis in range(want.ndim)
        if axis not in (down, across) and want.shape[axis] > 1
    )
    places = np.argwhere(plane(wrong)).tolist() if wrong is not None else []
    return HeatMap(
        name=name,
        rows=names[down],
        columns=names[across],
        at=at,
        first_row=first_row,
        first_column=first_column,
        expected=_plane(plane(want)),
        got=_plane(plane(got)),
        wrong=tuple((row, column) for row, column in places),
        wrong_count=0 if wrong is None else int(wrong.sum()),
        size=want.size,
        expected_shape=difference.want.shape,
        got_shape=difference.got.shape,
    )


def _plane(array: Array) -> Plane:
    if array.dtype.kind not in "fiub":
        return ()
    return tuple(tuple(_number(value) for value in row) for row in array.tolist())


def _number(value: Any) -> float | None:
    """Return a number for drawing; None for one that is not finite, or not real."""
    if np.iscomplexobj(value):
        return None
    number = float(value)
    return float(f"{number:.{_DIGITS}g}") if math.isfinite(number) else None


def _box_pair(names: tuple[str, str], named: Mapping[str, Any], difference: Difference | None) -> BoxPair | None:
    boxes_a, boxes_b = (_corners(named.get(name)) for name in names)
    if not boxes_a or not boxes_b:
        return None
    pair = expected = got = None
    shape = (len(boxes_a), len(boxes_b))
    if difference is not None and difference.wrong is not None and difference.wrong.shape == shape:
        row, column = (int(place) for place in np.argwhere(difference.wrong)[0])
        pair = row, column
        expected, got = (_number(array[pair]) for array in (difference.want, difference.got))
    shown_a, shown_b = _few(boxes_a, pair and pair[0]), _few(boxes_b, pair and pair[1])
    return BoxPair(
        names=names,
        boxes_a=shown_a,
        boxes_b=shown_b,
        left_out=len(boxes_a) + len(boxes_b) - len(shown_a) - len(shown_b),
        pair=pair,
        inclusive=named.get("inclusive") is True,
        expected=expected,
        got=got,
    )


def _corners(value: Any) -> list[Corners]:
    """Return the boxes that an argument holds; none where any is not to be drawn."""
    if not isinstance(value, np.ndarray) or value.ndim != 2 or value.shape[1] != 4:
        return []
    numbers = value.astype(np.float64)
    if not (np.isfinite(numbers).all() and (np.abs(numbers) <= _MOST).all()):
        return []
    return [(x1, y1, x2, y2) for x1, y1, x2, y2 in numbers.tolist()]


def _few(boxes: Sequence[Corners], needed: int | None) -> tuple[Box, ...]:
    """Return the first boxes, and the ``needed`` one among them."""
    rows = list(range(min(len(boxes), MAX_BOXES)))
    if needed is not None and needed not in rows:
        rows[-1] = needed
    return tuple(Box(index=row, corners=boxes[row]) for row in rows)


def _kept_boxes(name: str, named: Mapping[str, Any], difference: Difference | None, right: Any) -> KeptBoxes | None:
    boxes, scores, classes = _corners(named.get(name)), named.get("scores"), named.get("classes")
    came = None
    if difference is not None:
        right, came = difference.want, difference.got
    if not boxes or not _is_row(scores, len(boxes)) or not _is_row(right):
        return None
    labels = [int(label) for label in classes] if _is_row(classes, len(boxes)) else [None] * len(boxes)
    expected = right.tolist()
    got = _rows(came, len(boxes))
    apart = sorted(set(expected) ^ set(expected if got is None else got))
    rows = _around(boxes, apart[0] if apart else 0)
    overlaps = [_suppressor(boxes, scores, labels, expected, row) for row in apart if row in rows]
    return KeptBoxes(
        boxes=tuple(
            ScoredBox(index=row, corners=boxes[row], score=_number(scores[row]), label=labels[row]) for row in rows
        ),
        left_out=len(boxes) - len(rows),
        iou_threshold=_plain(named.get("iou_threshold")),
        score_threshold=_plain(named.get("score_threshold")),
        expected=tuple(row for row in expected if row in rows),
        got=None if got is None else tuple(row for row in got if row in rows),
        overlaps=tuple(found for found in overlaps if found is not None and found.by in rows),
    )


def _rows(came: Any, count: int) -> list[int] | None:
    """Return the rows kept, each once and none that is not there: a stranger's list may say anything, at any length."""
    if not _is_row(came) or came.dtype.kind not in "iu" or len(came) > _LONGEST:
        return None
    return [row for row in dict.fromkeys(came.tolist()) if 0 <= row < count]


def _is_row(value: Any, length: int | None = None) -> TypeGuard[Array]:
    """Tell whether ``value`` is a 1-d array of numbers, and of this length."""
    return (
        isinstance(value, np.ndarray)
        and value.ndim == 1
        and value.dtype.kind in "fiu"
        and (length is None or len(value) == length)
        and bool(np.isfinite(value).all())
    )


def _plain(value: Any) -> float | None:
    return _number(value) if isinstance(value, int | float | np.generic) else None


def _around(boxes: Sequence[Corners], middle: int) -> list[int]:
    """Return every row, or of many those of the boxes that overlap the ``middle`` one most."""
    nearest = sorted(range(len(boxes)), key=lambda row: (row != middle, -_iou(boxes[row], boxes[middle])))
    return sorted(nearest[:MAX_BOXES])


def _suppressor(
    boxes: Sequence[Corners], scores: Array, labels: Sequence[int | None], expected: Sequence[int], row: int
) -> Suppressor | None:
    """Return the kept box that decides whether ``row`` stays."""
    better = [
        kept
        for kept in expected
        if (-float(scores[kept]), kept) < (-float(scores[row]), row) and labels[kept] == labels[row]
    ]
    if not better:
        return None
    by = max(better, key=lambda kept: _iou(boxes[kept], boxes[row]))
    return Suppressor(box=row, by=by, iou=float(f"{_iou(boxes[by], boxes[row]):.{_DIGITS}g}"))


def _iou(a: Corners, b: Corners) -> float:
    width, height = (max(0.0, min(a[axis + 2], b[axis + 2]) - max(a[axis], b[axis])) for axis in (0, 1))
    shared = width * height
    union = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (a, b)) - shared
    return shared / union if union > 0 else 0.0


def _layer_stack(layers: Any, difference: Difference | None, right: Any) -> LayerStack | None:
    came = None
    if difference is not None:
        right, came = difference.want, difference.got
    if not isinstance(layers, list) or not layers or not _is_row(right):
        return None
    if any(not isinstance(layer, tuple) or len(layer) != 3 for layer in layers) or len(right) != len(layers) + 1:
        return None
    got = came if _is_row(came) else None
    wrong = [
        number for number in range(1, len(right)) if got is None or number >= len(got) or got[number] != right[number]
    ]
    last = min(len(layers), max(MAX_LAYERS, wrong[0] + 1 if wrong else 0))
    first = max(0, last - MAX_LAYERS)
    return LayerStack(
        layers=tuple(
            Layer(
                number=number,
                kernel_size=int(layers[number - 1][0]),
                stride=int(layers[number - 1][1]),
                dilation=int(layers[number - 1][2]),
                expected=int(right[number]),
                got=got[number].item() if got is not None and number < len(got) else None,
            )
            for number in range(first + 1, last + 1)
        ),
        left_out=len(layers) - (last - first),
    )
