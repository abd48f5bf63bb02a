"""What a picture of a failing call is drawn from: numbers, and nothing of how they will look."""

from __future__ import annotations

import msgspec

Plane = tuple[tuple[float | None, ...], ...]
"""Rows of numbers; None for one that is not finite."""

Corners = tuple[float, float, float, float]
"""(x1, y1, x2, y2)."""


class HeatMap(msgspec.Struct, frozen=True, kw_only=True, tag="heat_map"):
    """One plane of an array result: what was expected, what came, and which elements are wrong."""

    name: str
    """What the array is called ("the result", "attn")."""
    rows: str
    columns: str
    """Names of the axes that run down and across."""
    at: str = ""
    """Which plane it is ("n = 0, c_out = 1"); "" where there is but one."""
    first_row: int = 0
    first_column: int = 0
    """Where in the plane the part shown begins."""
    expected: Plane
    got: Plane
    """() where what came has no such plane."""
    wrong: tuple[tuple[int, int], ...] = ()
    """Rows and columns, of the part shown, that a test would not take. Empty where the shapes differ."""
    wrong_count: int = 0
    """So many of all ``size`` elements are wrong."""
    size: int = 0
    expected_shape: tuple[int, ...]
    got_shape: tuple[int, ...]


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """One box, and its row in the array that it is of."""

    index: int
    corners: Corners


class BoxPair(msgspec.Struct, frozen=True, kw_only=True, tag="box_pair"):
    """Two sets of boxes, and the pair whose overlap is wrong."""

    names: tuple[str, str]
    boxes_a: tuple[Box, ...]
    boxes_b: tuple[Box, ...]
    left_out: int = 0
    """So many further boxes are not shown."""
    pair: tuple[int, int] | None = None
    """Rows of the wrong pair."""
    inclusive: bool = False
    """Whether corners are pixels that belong to the box."""
    expected: float | None = None
    got: float | None = None
    """Its overlap as it should be, and as it came; None where that is not finite or not known."""


class ScoredBox(Box, frozen=True, kw_only=True):
    """A box that a detector gives."""

    score: float | None
    label: int | None = None
    """Its class, where there are classes."""


class Suppressor(msgspec.Struct, frozen=True, kw_only=True):
    """Why a box should have gone, or should have stayed."""

    box: int
    by: int
    """The kept box of its class that overlaps it most, of those with a better place."""
    iou: float


class KeptBoxes(msgspec.Struct, frozen=True, kw_only=True, tag="kept_boxes"):
    """Boxes, which of them should have been kept, and which were."""

    boxes: tuple[ScoredBox, ...]
    left_out: int = 0
    """So many further boxes are not shown."""
    iou_threshold: float | None = None
    score_threshold: float | None = None
    expected: tuple[int, ...]
    got: tuple[int, ...] | None = None
    """Rows kept, best first; None where nothing of the kind came."""
    overlaps: tuple[Suppressor, ...] = ()
    """Of the boxes in only one of the two, what decides."""


class Layer(msgspec.Struct, frozen=True, kw_only=True):
    """A layer, and the field of one of its outputs on the input."""

    number: int
    kernel_size: int
    stride: int
    dilation: int
    expected: int
    got: int | float | None = None
    """None where nothing of the kind came."""


class LayerStack(msgspec.Struct, frozen=True, kw_only=True, tag="layer_stack"):
    """The layers of a network, from the input on."""

    layers: tuple[Layer, ...]
    left_out: int = 0
    """So many further layers are not shown."""


Picture = HeatMap | BoxPair | KeptBoxes | LayerStack
