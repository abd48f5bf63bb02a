"""Calls that are made ahead of whoever will ask for them, many in one go: what crosses, and whose turn it is.

A message of its own for each call costs more than most calls do. Each request and reply has a token, which is another
each time; what is kept of them here is the rest.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import msgspec

from grader.jail import wire
from grader.jail.program import part_of

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

    def __init__(self, script: Script, token: bytes, replies: Sequence[bytes], in_any_order: bool = False) -> None:
        """Take them.

        Args:
            script: the calls.
            token: what all replies have.
            replies: the frames, one for each call.
            in_any_order: whether a call is answered alike whatever was called before it. Then some may be left out,
                and where none takes what another gave, those that are made once more are answered from here too.
        """
        self.token = token
        self._requests, self._is_linked, self._replies = script.requests, script.is_linked, replies
        self._in_any_order = in_any_order
        self._at = 0
        self._is_astray = False
        self.has_gaps = False
        """Whether some were left out on the way."""
        self.is_doubtful = False
        """Whether a call was made with an object that calls which nobody asked for may have changed."""

    def __len__(self) -> int:
        """How many nobody took, of those that are left."""
        return len(self._replies) - self._at

    def take(self, request: Frame | None) -> int | None:
        """Return the number of the call that this request makes, if it may have its turn, and gets its reply."""
        if self._at < len(self._requests) and self._requests[self._at] == request and not self._is_astray:
            self._at += 1
            return self._at - 1
        if not self._in_any_order:
            self._is_astray = True  # what is left stays, and is nobody's
            return None
        if request is None:
            return None
        later = next((place for place in range(self._at, len(self._requests)) if self._requests[place] == request), -1)
        if later >= 0:
            self.has_gaps, self._at = True, later + 1
            return later
        return self._requests.index(request) if not self._is_linked and request in self._requests else None

    def reply(self, number: int) -> bytes:
        """Return the reply to a call."""
        return self._replies[number]

    def replies(self) -> Sequence[bytes]:
        """Return the replies that nobody took yet."""
        return self._replies[self._at :]


class Heard:
    """Calls as they cross, in the order in which they are made, with their results as they came."""

    def __init__(self) -> None:
        self.exchanges: list[Exchange] = []
        self._places: list[int | None] = []
        self._replies: list[tuple[Any, bytes, bytes]] = []

    def add(self, exchange: Exchange, place: int | None, value: Any, parts: tuple[bytes, bytes]) -> None:
        """Add a call.

        Args:
            exchange: what crossed.
            place: its number among the calls made ahead, if it was.
            value: what the reply says.
            parts: the reply's header and body, of which that was made.
        """
        self.exchanges.append(exchange)
        self._places.append(place)
        self._replies.append((value, *parts))

    def in_script(self, links: Sequence[Link]) -> list[Link]:
        """Return those links that lead to calls made ahead, by their numbers there."""
        places = self._places
        return [(place, there, path) for place, number, path in links if (there := places[number]) is not None]

    def is_part(self, value: Any, number: int, path: tuple[int, ...]) -> bool:
        """Tell whether a value is that part of a result, and is to the bit what it was when it came."""
        reply, header, body = self._replies[number]
        if part_of(reply[1], path) is not value:
            return False
        if isinstance(value, wire.Handle | wire.HeldTuple):
            return True
        try:
            if wire.encode(reply).ends(header, body):
                return True
            # What stayed in the worker is written otherwise on its way back.
            return wire.encode(reply).same_as(wire.encode(wire.decode(header, body).value))
        except wire.WireError:  # something was put into it
            return False
