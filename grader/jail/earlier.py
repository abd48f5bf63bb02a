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


class EarlierResults:
    """What the last calls gave back, kept to see whether a later call gives the same memory out again."""

    def __init__(self) -> None:
        self._memory: deque[_Memory] = deque(maxlen=MAX_EARLIER)
        self._last: tuple[Any, wire.Encoded] | None = None

    def are_reused_by(self, value: Any, encoded: wire.Encoded) -> bool:
        """Add a call's result, and tell whether it shares memory with an earlier one or changed the one before it."""
        memory = _Memory(encoded.arrays)
        shared = any(memory.is_shared_with(earlier) for earlier in self._memory)
        changed = self._last is not None and not wire.encode(self._last[0], wire.unheld).same_as(self._last[1])
        small = encoded.body_bytes <= MAX_EARLIER_BYTES and len(encoded.arrays) <= MAX_EARLIER
        self._memory.append(memory if small else _Memory([]))
        self._last = (value, encoded.copied()) if small and encoded.is_plain else None
        return shared or changed


class _Memory:
    """What the arrays of one result lie in: as long as it is kept, nothing else can come to lie there."""

    def __init__(self, arrays: list[np.ndarray[Any, Any]]) -> None:
        self._arrays = [array for array in arrays if array.size]
        self._views = [array for array in self._arrays if not array.flags.owndata]
        self._owners = {id(array) for array in self._arrays if array.flags.owndata}

    def is_shared_with(self, earlier: _Memory) -> bool:
        if not self._owners.isdisjoint(earlier._owners):
            return True
        if not self._views and not earlier._views:
            return False  # two arrays that each own their memory are apart, unless they are one
        pairs = chain(product(self._views, earlier._arrays), product(self._arrays, earlier._views))
        return any(starmap(may_share_memory, pairs))
