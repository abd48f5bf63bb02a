"""Whether each call gives new arrays."""

from __future__ import annotations

from collections import deque
from typing import Any

import numpy as np
from numpy import may_share_memory  # a reference of our own, whatever the learner's code does to numpy

from grader.jail import wire

MAX_EARLIER = 16
MAX_EARLIER_BYTES = 1 << 16


class EarlierResults:
    """What the last calls gave back, kept to see whether a later call gives the same memory out again."""

    def __init__(self) -> None:
        self._arrays: deque[list[np.ndarray[Any, Any]]] = deque(maxlen=MAX_EARLIER)
        self._last: tuple[Any, wire.Encoded] | None = None

    def are_reused_by(self, value: Any, encoded: wire.Encoded) -> bool:
        """Add a call's result, and tell whether it shares memory with an earlier one or changed the one before it."""
        shared = any(
            may_share_memory(mine, theirs) for arrays in self._arrays for mine in arrays for theirs in encoded.arrays
        )
        changed = self._last is not None and not wire.encode(self._last[0], wire.unheld).same_as(self._last[1])
        small = encoded.body_bytes <= MAX_EARLIER_BYTES and len(encoded.arrays) <= MAX_EARLIER
        self._arrays.append(encoded.arrays if small else [])
        self._last = (value, encoded.copied()) if small and encoded.is_plain else None
        return shared or changed
