"""Text that a stranger wrote, made harmless to show."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

# Cf holds the bidirectional marks and zero-width characters; Cs, lone surrogates; Co and Cn have no agreed look.
_UNSHOWN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def visible(text: str, keep: str = "\n\t") -> str:
    """Return ``text`` with every control, bidirectional or unassigned character, but ``keep``, written as an escape."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        character
        if character in keep or unicodedata.category(character) not in _UNSHOWN
        else character.encode("unicode_escape", "surrogatepass").decode("ascii")
        for character in text
    )


def readable(name: str | Path) -> str:
    """Return a name or path from the file system, which may be of any bytes, for reading."""
    return visible(os.fsencode(name).decode("utf-8", "backslashreplace"), keep="")


def encodable(text: str) -> str:
    """Return ``text`` with lone surrogates, which UTF-8 cannot carry, written as escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def shortened(text: str, limit: int) -> str:
    """Return ``text``, or its beginning and end with the number of characters left out between them."""
    if len(text) <= limit:
        return text
    head, tail = limit * 2 // 3, limit // 3
    return f"{text[:head]}\n[... {len(text) - head - tail} characters left out ...]\n{text[-tail:]}"


def lines_of(source: str) -> list[str]:
    """Split source text as Python counts lines; ``splitlines()`` would also split at form feeds and the like."""
    return source.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def has_word(text: str, name: str) -> bool:
    """Tell whether ``name`` is a word of ``text``; other scripts' letters may touch it, and "can't" has no t in it."""
    pattern = rf"(?<![a-z]['’])\b{re.escape(name)}\b"
    return re.search(pattern, text, re.IGNORECASE | re.ASCII) is not None
