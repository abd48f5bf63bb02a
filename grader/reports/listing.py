"""A submission's text for the page: lines of code with the failing ones marked, or an answer with what it says."""

from __future__ import annotations

import io
import keyword
import tokenize
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec
from markupsafe import Markup, escape

from grader.result import Result
from grader.text import lines_of, visible

MAX_LINES = 300
MAX_LINE = 240
MAX_BYTES = 50_000
"""So much of the page the listing may take."""
AROUND = 12
"""So many lines are shown before and after a marked one, where not all can be."""
_MAX_COLOURED = 6_000
"""A longer text is shown in one colour, for telling words apart takes time."""

_COLOURS = {
    "COMMENT": "c",
    "STRING": "s",
    "FSTRING_START": "s",
    "FSTRING_MIDDLE": "s",
    "FSTRING_END": "s",
    "NUMBER": "n",
}
"""The class of each kind of token that has a colour, beside keywords."""


class Line(msgspec.Struct, frozen=True):
    """A line of code."""

    number: int
    code: Markup
    is_marked: bool
    """Whether something goes wrong at it, or comes from it."""
    notes: tuple[str, ...]
    """The checks that fail at it."""


def code_lines(result: Result) -> list[Line | None]:
    """Return the lines to show of a submission in code; None stands for lines left out."""
    notes = _notes(result)
    lines = _coloured(result.submission.text)
    if lines and not lines[-1]:
        del lines[-1]
    shown: list[Line | None] = []
    before = 0
    for number in _chosen([len(line.encode()) + 80 for line in lines], notes):
        if number != before + 1:
            shown.append(None)
        shown.append(Line(number, lines[number - 1], number in notes, tuple(notes.get(number, ()))))
        before = number
    return shown if before == len(lines) else [*shown, None]


def _notes(result: Result) -> dict[int, list[str]]:
    """Return the lines to mark, each with the titles of the checks that fail at it."""
    notes: dict[int, list[str]] = {}
    for check in result.checks:
        if check.line and check.outcome != "passed":
            notes.setdefault(check.line, []).append(check.title)
    for finding in result.findings:
        if finding.line:
            notes.setdefault(finding.line, [])
    return notes


def _chosen(sizes: Sequence[int], notes: Mapping[int, object]) -> list[int]:
    """Return the lines for which there is room: marked ones and what is near them first, then from the beginning on."""
    count = len(sizes)
    marked = [number for number in notes if number <= count]
    near = [
        number for distance in range(AROUND + 1) for line in marked for number in {line - distance, line + distance}
    ]
    left = MAX_BYTES
    numbers: set[int] = set()
    for number in dict.fromkeys([*near, *range(1, count + 1)]):
        if 0 < number <= count and len(numbers) < MAX_LINES:
            left -= sizes[number - 1]
            if left < 0:
                break
            numbers.add(number)
    return sorted(numbers)


def _coloured(source: str) -> list[Markup]:
    """Return each line of ``source``, words of Python marked, as far as it is Python."""
    lines = lines_of(source)
    if len(source) > _MAX_COLOURED or max(map(len, lines)) > MAX_LINE:
        return [escape(_clipped(line)) for line in lines]
    spans = _coloured_spans(lines)
    return [Markup("".join(_pieces(line, spans.get(number, ())))) for number, line in enumerate(lines, 1)]


def _coloured_spans(lines: Sequence[str]) -> dict[int, list[tuple[int, int, str]]]:
    """Return, by line, where its words of a colour begin and end, with the class of each."""
    spans: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    try:
        for token in tokenize.generate_tokens(io.StringIO("\n".join(lines)).readline):
            name = "k" if keyword.iskeyword(token.string) else _COLOURS.get(tokenize.tok_name[token.type])
            if name is None:
                continue
            (first, start), (last, end) = token.start, token.end
            for number in range(first, last + 1):
                stop = end if number == last else len(lines[number - 1])
                spans[number].append((start if number == first else 0, stop, name))
    except (tokenize.TokenError, SyntaxError, ValueError):  # from there on it is no Python
        pass
    return spans


def _pieces(line: str, spans: Sequence[tuple[int, int, str]]) -> Iterator[str]:
    at = 0
    for start, end, name in spans:
        first = max(start, at)  # where a token of an f-string is said to begin before the one before it ends
        yield _escaped(line[at:first])
        at = max(first, end)
        yield f'<i class="{name}">{_escaped(line[first:at])}</i>' if first < at else ""
    yield _escaped(line[at:])


def _escaped(text: str) -> Markup:
    return escape(visible(text, keep="\t"))


def _clipped(line: str) -> str:
    return visible(line[:MAX_LINE], keep="\t") + (" …" if len(line) > MAX_LINE else "")


class Piece(msgspec.Struct, frozen=True):
    """Some characters of an answer, and the numbers of the points that they are quoted for."""

    text: str
    said: tuple[int, ...] = ()
    """Points that they say."""
    against: tuple[int, ...] = ()
    """Points that they contradict."""
    wrong: bool = False
    """Whether they show a misconception."""


def answer_pieces(result: Result) -> Iterator[Piece]:
    """Cut an answer where what it says begins and ends; points are numbered from 1 in the order of the checks."""
    text = result.submission.text[: MAX_BYTES // 4]
    spans = [(number, check, span) for number, check in enumerate(result.checks, start=1) for span in check.spans]
    wrong = [span for mistake in result.mistakes for span in mistake.spans]
    edges = {0, len(text), *(edge for *_, span in spans for edge in span), *(edge for span in wrong for edge in span)}
    cuts = sorted(edge for edge in edges if edge <= len(text))
    for start, end in pairwise(cuts):
        over = [(number, check.outcome) for number, check, (first, last) in spans if first <= start and end <= last]
        yield Piece(
            text=text[start:end],
            said=tuple(number for number, outcome in over if outcome == "passed"),
            against=tuple(number for number, outcome in over if outcome == "failed"),
            wrong=any(first <= start and end <= last for first, last in wrong),
        )
    if len(text) < len(result.submission.text):
        yield Piece(text=" […]")
