"""Calls that are made ahead of whoever will ask for them, many in one go: what crosses, and whose turn it is.

A message of its own for each call costs more than most calls do. Each request and reply has a token, which is another
each time; what is kept of them here is the rest.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Sequence

import msgspec

from grader.jail import wire

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


Link = tuple[int | str, int, tuple[int, ...]]
"""An argument, by position or keyword, that is a part of an earlier result: of which call, and its path in that."""


def frame_of(encoded: wire.Encoded) -> Frame:
    """Return the frame of a request, without a token."""
    token = os.urandom(wire.TOKEN_BYTES)
    return without(token, wire.frame(token, encoded))


_KEEP, _KEEP_NOT = frame_of(wire.encode(("begin", True))), frame_of(wire.encode(("end",)))


class Script:
    """Calls in their order, each with arguments of its own, or with parts of what earlier ones gave back."""

    def __init__(self, requests: Sequence[Frame], is_linked: bool = False) -> None:
        self.requests = tuple(requests)
        self.is_linked = is_linked
        sent = [_KEEP, *requests, _KEEP_NOT] if is_linked else requests
        ends, starts = [after for _, after in sent], [before for before, _ in sent]
        self._pieces = [starts[0], *map(bytes.__add__, ends, starts[1:]), ends[-1]]
        self.size = sum(map(len, self._pieces))

    def frames(self, token: bytes) -> bytes:
        """Return the frames of all requests, as many as ``count``."""
        return token.join(self._pieces)

    @property
    def count(self) -> int:
        """The frames, and so the replies that come."""
        return len(self._pieces) - 1

    def of_calls(self, replies: list[bytes]) -> list[bytes]:
        """Return, of all replies, those to calls."""
        return replies[1:-1] if self.is_linked else replies


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
