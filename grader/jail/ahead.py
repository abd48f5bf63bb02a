"""Calls that are made ahead of whoever will ask for them, many in one go: what crosses, and whose turn it is.

A message of its own for each call costs more than most calls do. Each request and reply has a token, which is another
each time; what is kept of them here is the rest.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import msgspec

Frame = tuple[bytes, bytes]
"""What stands before its token, and what after it."""


class Exchange(msgspec.Struct, frozen=True):
    """A call as it crossed."""

    request: Frame
    reply: Frame


def without(token: bytes, frame: bytes) -> Frame:
    """Return a frame without its token, such that nothing but a token at the same place makes it whole again."""
    before, _, after = frame.partition(token)
    return before, after


class Script:
    """Calls in their order, each with arguments of its own."""

    def __init__(self, requests: Sequence[Frame]) -> None:
        self.requests = tuple(requests)
        ends, starts = [after for _, after in requests], [before for before, _ in requests]
        self._pieces = [starts[0], *map(bytes.__add__, ends, starts[1:]), ends[-1]]
        self.size = sum(map(len, self._pieces))

    def frames(self, token: bytes) -> bytes:
        """Return the frames of all requests."""
        return token.join(self._pieces)


class Ahead:
    """Replies that are there already."""

    def __init__(self, script: Script, token: bytes, replies: Sequence[bytes]) -> None:
        """``replies``: the frames, one for each request of ``script``; all have ``token``."""
        self.token = token
        self._left = deque(zip(script.requests, replies, strict=True))
        self._is_astray = False

    def __len__(self) -> int:
        return len(self._left)

    def take(self, request: Frame) -> bytes | None:
        """Return the next reply, if it is that to this request; else what is left stays, and is nobody's."""
        self._is_astray = self._is_astray or self._left[0][0] != request
        return None if self._is_astray else self._left.popleft()[1]

    def replies(self) -> list[bytes]:
        """Return the replies that nobody took yet."""
        return [reply for _, reply in self._left]
