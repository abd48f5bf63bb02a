"""Pictures of a failing call, drawn from the numbers in the result."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from grader.picture import Box, BoxPair, Corners, HeatMap, KeptBoxes, Layer, LayerStack, Picture, Plane
from grader.reports.svg import drawing, number, polyline, squares, tag, text

STEPS = 4
"""Shades on either side of zero."""
_LETTER = 7.0
"""So wide is a letter of a label, at most."""
_WRITTEN = 6
"""A heat map of at most so many rows and columns has its numbers written into it."""


def figures(picture: Picture | None) -> Markup:
    """Draw ``picture``: one drawing, or several side by side; nothing where there is none."""
    match picture:
        case HeatMap():
            return Markup("").join(_panels(picture))
        case BoxPair():
            return _box_pair(picture)
        case KeptBoxes():
            return _kept_boxes(picture)
        case LayerStack():
            return _layer_stack(picture)
    return Markup()


# Heat maps


def _panels(heat: HeatMap) -> Iterable[Markup]:
    """Draw what was expected, what came, and by how much they differ."""
    largest = max(
        (abs(value) for plane in (heat.expected, heat.got) for row in plane for value in row if value), default=0
    )
    yield _panel(heat, heat.expected, "expected", largest, heat.expected_shape)
    if not heat.got:
        return
    wrong = frozenset(heat.wrong)
    yield _panel(heat, heat.got, "yours", largest, heat.got_shape, wrong)
    if wrong:
        apart = tuple(
            tuple(
                _difference(want, came) if (row, column) in wrong else 0.0
                for column, (want, came) in enumerate(zip(wants, cames, strict=False))
            )
            for row, (wants, cames) in enumerate(zip(heat.expected, heat.got, strict=False))
        )
        most = max((abs(value) for row in apart for value in row if value), default=0)
        yield _panel(heat, apart, "yours - expected", most, heat.got_shape, wrong)


def _difference(want: float | None, came: float | None) -> float | None:
    """Return ``came`` less ``want``; None where that is not finite."""
    if want is None or came is None or not math.isfinite(came - want):
        return None
    return came - want


def _panel(
    heat: HeatMap,
    plane: Plane,
    name: str,
    largest: float,
    shape: tuple[int, ...],
    wrong: frozenset[tuple[int, int]] = frozenset(),
) -> Markup:
    rows, columns = len(plane), max(map(len, plane), default=0)
    written = rows <= _WRITTEN and columns <= _WRITTEN
    side = 46.0 if written else max(9.0, 216.0 / max(rows, columns))
    left, top = 24.0, 40.0
    shades: dict[str, list[tuple[float, float]]] = {}
    parts: list[Markup] = []
    for row, values in enumerate(plane):
        for column, value in enumerate(values):
            place = (left + column * side, top + row * side)
            shade = _shade(value, largest)
            shades.setdefault(shade, []).append(place)
            if written:
                parts.append(
                    text(place[0] + side / 2, place[1] + side / 2 + 4, _written(value), "middle", f"cell on-{shade}")
                )
    cells = [tag("path", d=squares(places, side), class_=f"shade {shade}") for shade, places in shades.items()]
    marks = tag(
        "path",
        d=squares(((left + column * side + 1, top + row * side + 1) for row, column in sorted(wrong)), side - 2),
        class_="wrong",
    )
    labels = [
        text(left, 14, name, class_="label strong"),
        text(left, 32, f"{heat.columns or 'elements'} →" if columns > 1 else heat.columns),
        tag("text", f"{heat.rows} →", x=-top, y=14, text_anchor="end", transform="rotate(-90)", class_="label"),
    ]
    count = f", {len(wrong)} of these elements wrong" if wrong else ""
    title = f"Heat map, {name}: {heat.name} of shape {shape}{', ' + heat.at if heat.at else ''}{count}"
    width = max(left + columns * side + 4, 150.0)
    shown = labels if heat.rows else labels[:2]
    return drawing(width, top + rows * side + 4, title, *shown, *cells, *parts, marks)


def _shade(value: float | None, largest: float) -> str:
    """Return the class of a number's colour."""
    if value is None:
        return "none"
    step = round(STEPS * (value / largest)) if largest else 0
    if step == 0 and value:
        step = 1 if value > 0 else -1
    return f"{'minus' if step < 0 else 'plus'}-{abs(step)}" if step else "zero"


def _written(value: float | None) -> str:
    if value is None:
        return "–"
    short = f"{value:.3g}"
    return short if len(short) <= 6 else f"{value:.1g}"


# Boxes


class _Frame:
    """Maps the plane that some boxes lie in to the drawing's."""

    width = 340.0

    def __init__(self, boxes: Sequence[Corners], grown: float = 0.0) -> None:
        """``grown``: so much is added to the far corners, where these are pixels."""
        self._grown = grown
        self._left, self._top = (min(box[axis] for box in boxes) for axis in (0, 1))
        wide, high = (
            max(box[axis + 2] for box in boxes) + grown - low for axis, low in ((0, self._left), (1, self._top))
        )
        edge = 14.0
        self._edge = edge
        self._scale = min((self.width - 2 * edge) / (wide or 1.0), (260.0 - 2 * edge) / (high or 1.0))
        self.height = max(48.0, high * self._scale + 2 * edge)

    def corners(self, box: Corners) -> Corners:
        x1, y1, x2, y2 = box
        return (
            self._edge + (x1 - self._left) * self._scale,
            self._edge + (y1 - self._top) * self._scale,
            self._edge + (x2 + self._grown - self._left) * self._scale,
            self._edge + (y2 + self._grown - self._top) * self._scale,
        )

    def rect(self, box: Corners, class_: str) -> Markup:
        x1, y1, x2, y2 = self.corners(box)
        return tag("rect", x=x1, y=y1, width=max(x2 - x1, 0.5), height=max(y2 - y1, 0.5), class_=class_)

    def label(self, x: float, y: float, content: str, class_: str) -> Markup:
        """Write beside a corner, and wholly within the drawing."""
        x = max(2.0, min(x, self.width - 2 - _LETTER * len(content)))
        return text(x, min(y, self.height - 3), content, class_=class_)


def _box_pair(pair: BoxPair) -> Markup:
    if not pair.boxes_a or not pair.boxes_b:
        return Markup()
    frame = _Frame([box.corners for box in (*pair.boxes_a, *pair.boxes_b)], float(pair.inclusive))
    names = [name.removeprefix("boxes_") for name in pair.names]
    rows = pair.pair or (None, None)
    parts: list[Markup] = []
    chosen: list[Corners] = []
    front: list[Markup] = []
    for boxes, name, row, kind in zip((pair.boxes_a, pair.boxes_b), names, rows, ("first", "second"), strict=True):
        for box in boxes:
            is_chosen = box.index == row
            target = front if is_chosen else parts
            target.append(frame.rect(box.corners, f"box {kind}{' chosen' if is_chosen else ''}"))
            x1, y1, x2, y2 = frame.corners(box.corners)
            label = f"{name}[{box.index}]"
            x, y = (x1 + 4, y1 + 13) if kind == "first" else (x2 - 4 - _LETTER * len(label), y2 - 5)
            target.append(frame.label(x, y, label, f"label {kind}"))
            chosen += [box.corners] if is_chosen else []
    if len(chosen) == 2 and (shared := _shared(chosen[0], chosen[1], float(pair.inclusive))):
        front.insert(0, frame.rect(shared, "shared"))
    title = f"Boxes of {pair.names[0]} (solid) and {pair.names[1]} (dashed), and what they share"
    return drawing(frame.width, frame.height, title, *parts, *front)


def _shared(a: Corners, b: Corners, grown: float) -> Corners | None:
    x1, y1, x2, y2 = max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])
    return (x1, y1, x2, y2) if x2 + grown > x1 and y2 + grown > y1 else None


def _kept_boxes(picture: KeptBoxes) -> Markup:
    if not picture.boxes:
        return Markup()
    frame = _Frame([box.corners for box in picture.boxes])
    parts: list[Markup] = []
    labels: list[Markup] = []
    for box in sorted(picture.boxes, key=lambda box: -(box.score or 0)):
        state = state_of(box, picture)
        parts.append(frame.rect(box.corners, f"box {state}"))
        x1, y1, _, _ = frame.corners(box.corners)
        labels.append(
            frame.label(x1 + 4, y1 + 13 + 14 * _above(box, picture.boxes), _tagged(box, state), f"label {state}")
        )
    title = "Boxes by what became of them: " + "; ".join(
        f"box {box.index} {STATES[state_of(box, picture)]}" for box in picture.boxes
    )
    return drawing(frame.width, frame.height, title, *parts, *labels)


STATES = {
    "kept": "is kept, as it should be",
    "gone": "goes, as it should",
    "spurious": "is kept, and should go",
    "missing": "goes, and should be kept",
    "wanted": "should be kept",
}
_MARKS = {"kept": "✓", "gone": "", "spurious": "✗ kept", "missing": "✗ gone", "wanted": "✓"}


def state_of(box: Box, picture: KeptBoxes) -> str:
    """Return what became of a box, and whether it should have."""
    should = box.index in picture.expected
    if picture.got is None:
        return "wanted" if should else "gone"
    came = box.index in picture.got
    return ("kept" if came else "missing") if should else ("spurious" if came else "gone")


def _tagged(box: Box, state: str) -> str:
    return f"{box.index} {_MARKS[state]}".strip()


def _above(box: Box, boxes: Sequence[Box]) -> int:
    """Count the boxes before this one that begin at the same corner, over whose labels its own would lie."""
    return sum(other.index < box.index and other.corners[:2] == box.corners[:2] for other in boxes)


# Layers


def _layer_stack(picture: LayerStack) -> Markup:
    """Draw the fields on the input, one layer above the other, each as wide as what one output sees."""
    if not picture.layers:
        return Markup()
    row_height, left = 30.0, 12.0
    width = max(340.0, left + _LETTER * max(len(_layer_name(layer)) for layer in picture.layers))
    shown = [max(layer.expected, 1) for layer in picture.layers]
    came = [layer.got for layer in picture.layers if layer.got is not None and layer.got > 0]
    most = float(max([*shown, *(value for value in came if value <= 4 * max(shown))], default=1))
    layers = list(reversed(picture.layers))
    middle = width / 2

    def half(value: float) -> float:
        if most <= 400:
            return min(value / most, 1.0) * (width / 2 - left)
        return min(math.log1p(max(value, 0)) / math.log1p(most), 1.0) * (width / 2 - left)

    parts: list[Markup] = []
    outline: list[tuple[float, float]] = []
    for place, layer in enumerate(layers):
        y = 24 + place * (row_height + 22)
        outline.append((half(layer.expected), y))
        parts.append(text(left, y - 8, _layer_name(layer)))
        parts.append(_span(middle, half(layer.expected), y, row_height / 2, "field"))
        if layer.got is not None:
            state = "good" if layer.got == layer.expected else "bad"
            parts.append(_span(middle, half(layer.got), y + row_height / 2 + 1, 6, state))
    bottom = 24 + len(layers) * (row_height + 22)
    parts.append(text(left, bottom - 8, f"the input's pixels{'' if most <= 400 else ', on a log axis'}"))
    field = half(layers[0].expected)
    parts.append(_span(middle, field, bottom, 12, "input"))
    if most <= 40 and layers[0].expected > 0:
        pitch = 2 * field / layers[0].expected
        marks = "".join(
            f"M{number(middle - field + pitch * k)} {number(bottom)}v12" for k in range(layers[0].expected + 1)
        )
        parts.append(tag("path", d=marks, class_="pixels"))
    cone = [(middle - field, bottom), (middle - half(1), 24.0), (middle + half(1), 24.0), (middle + field, bottom)]
    parts.insert(0, tag("polygon", points=polyline(cone), class_="cone"))
    title = "Receptive fields: " + "; ".join(
        f"layer {layer.number} expected {layer.expected}, yours {_came(layer)}" for layer in picture.layers
    )
    return drawing(width, bottom + 20, title, *parts)


def _span(middle: float, half: float, y: float, height: float, class_: str) -> Markup:
    return tag("rect", x=middle - half, y=y, width=max(2 * half, 1.5), height=height, class_=class_)


def _layer_name(layer: Layer) -> str:
    wrong = "" if layer.got is None or layer.got == layer.expected else f", yours {_came(layer)}"
    return f"layer {layer.number} ({layer.kernel_size}, {layer.stride}, {layer.dilation}): sees {layer.expected}{wrong}"


def _came(layer: Layer) -> str:
    if layer.got is None:
        return "nothing"
    return str(layer.got) if isinstance(layer.got, int) else f"{layer.got:g}"
