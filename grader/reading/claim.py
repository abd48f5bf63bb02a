"""The smallest thing that a text says."""

from __future__ import annotations

import msgspec


class Claim(msgspec.Struct, frozen=True):
    """Something that the text says."""

    said: str
    """`good train`, `high capacity`, `use dropout`, `avoid high data`, `noise`..."""
    subject: str
    """What of; "" where it may be the subject or what that is told apart from."""
    sentence: int
    """Its sentence's index."""
    denied: bool = False
    """Whether the text says that it is not so."""
