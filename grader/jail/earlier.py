"""Whether each call gives new arrays."""

from __future__ import annotations

from collections import deque
from itertools import chain, product, starmap
from typing import Any

import numpy as np
from numpy import may_share_memory  # a reference of our own, whatever the learner's code does to numpy

from grader.jail import wire

MAX_EARLIER = 16
MAX_EARLIER_BYTES = 1 << 16

Array = np.ndarray[Any, Any]


class EarlierResults:
    """What the last calls gave back, kept to see whether a later call gives the same memory out again."""

    def __init__(self) -> None:
        self._arrays: deque[list[Array]] = deque(maxlen=MAX_EARLIER)
        self._ids: deque[list[int]] = deque(maxlen=MAX_EARLIER)
        self._views: deque[list[Array]] = deque(maxlen=MAX_EARLIER)
        """Those of the arrays that do not own their memory."""
        self._last: tuple[Any, wire.Encoded] | None = None

    def are_reused_by(self, value: Any, encoded: wire.Encoded) -> bool:
        """Add a call's result, and tell whether it shares memory with an earlier one or changed the one before it."""
        changed = self._last is not None and not self._last[1].still_is(self._last[0])
        small = encoded.body_bytes <= MAX_EARLIER_BYTES and len(encoded.arrays) <= MAX_EARLIER
        shared = self._share_memory([array for array in encoded.arrays if array.size], small)
        self._last = (value, encoded.copied()) if small and encoded.is_plain else None
        return shared or changed

    def _share_memory(self, arrays: list[Array], keep: bool) -> bool:
        """Tell whether one of ``arrays`` lies in memory of an earlier result; ``keep`` them for the calls to come."""
        ids = [*map(id, arrays)]
        views = [array for array in arrays if not array.flags.owndata]
        shared = (
            not {*ids}.isdisjoint(chain(*self._ids))
            # Two arrays that each own their memory, and are not one, are apart.
            or (views and any(starmap(may_share_memory, product(views, chain(*self._arrays)))))
            or any(starmap(may_share_memory, product(arrays, chain(*self._views))))
        )
        self._arrays.append(arrays if keep else [])
        self._ids.append(ids if keep else [])
        self._views.append(views if keep else [])
        return shared
