"""Where in an answer a sentence stands, though it was taken out of its markup."""

from __future__ import annotations

import re

from grader.reading.sentences import Sentence
from grader.result import Span

_MAX_GAP = 80
"""So much markup may stand between two words: a line break, an indentation, a link's address."""
_LINE = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]|\Z")


def span_of(text: str, sentence: Sentence) -> Span:
    """Return the characters of ``text`` from the first word of ``sentence`` to its last sign.

    Where the words do not stand there in this order (a table's row is told after its titles), it is the whole line.
    """
    line = _line(text, sentence.line)
    words = re.findall(r"\w+|[^\w\s]", sentence.text)
    start = text.find(words[0], line[0]) if words else -1
    while start >= 0:
        end = _end(text, start, words)
        if end:
            return start, end
        start = text.find(words[0], start + 1, line[1])
    return line


def _end(text: str, start: int, words: list[str]) -> int:
    """Return where ``words`` end that begin at ``start``; 0 where they do not all follow."""
    end = start
    for word in words:
        found = text.find(word, end, end + _MAX_GAP + len(word))
        if found < 0:
            return 0
        end = found + len(word)
    return end


def _line(text: str, number: int) -> Span:
    start = 0
    for count, match in enumerate(_LINE.finditer(text), start=1):
        if count == number:
            return start, match.start()
        start = match.end()
    return len(text), len(text)
