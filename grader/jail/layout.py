"""How an array lies in memory, in a form that crosses the wall, so that the learner's code gets what a test made."""

from __future__ import annotations

from typing import Any

import numpy as np

Layout = tuple[int, ...]
"""For each axis from the outermost in memory: its number, plus ``REVERSED`` and ``SPACED``."""

REVERSED, SPACED = 64, 128


def layout_of(array: np.ndarray[Any, Any]) -> Layout:
    """Say how ``array`` lies in memory; () for a plain contiguous one (or a broadcast one, which is sent as such)."""
    if array.flags.c_contiguous or array.size < 2 or 0 in array.strides:
        return ()
    axes = sorted(range(array.ndim), key=lambda axis: -abs(array.strides[axis]))
    layout = []
    dense = array.itemsize
    for axis in reversed(axes):
        stride = array.strides[axis]
        spaced = array.shape[axis] > 1 and abs(stride) != dense
        layout.append(axis + (REVERSED if stride < 0 else 0) + (SPACED if spaced else 0))
        dense *= array.shape[axis] * (2 if spaced else 1)
    return tuple(reversed(layout))


def laid_out(array: np.ndarray[Any, Any], layout: Layout) -> np.ndarray[Any, Any]:
    """Return the values of ``array`` in memory as ``layout`` says; other numbers lie in the gaps."""
    if not layout:
        return array
    axes = [entry % REVERSED for entry in layout]
    base = array.transpose(axes)[tuple(slice(None, None, -1 if entry & REVERSED else 1) for entry in layout)]
    base = np.ascontiguousarray(base)
    for position, entry in enumerate(layout):
        if entry & SPACED:
            base = np.repeat(base, 2, axis=position)
            gaps = tuple([slice(None)] * position + [slice(1, None, 2)])
            base[gaps] = 1
    steps = [(-1 if entry & REVERSED else 1) * (2 if entry & SPACED else 1) for entry in layout]
    view = base[tuple(slice(-2 if step == -2 else None, None, step) for step in steps)]
    return view.transpose(sorted(range(len(axes)), key=lambda position: axes[position]))
