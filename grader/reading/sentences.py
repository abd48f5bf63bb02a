"""Prose in Markdown, cut into sentences: what a person would read in one breath, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import msgspec

MAX_CHARACTERS = 10_000
"""So much of an answer is read; an interviewer would have stopped long before."""
MAX_SENTENCE = 300
"""A longer sentence is cut, at a comma or a blank where there is one."""
MAX_SENTENCES = 500
"""So many are read."""

_BOLD = r"(?:\*\*|__)[^*_]{1,60}(?:\*\*|__)\s*[:：]?"
_TITLE = re.compile(rf"^{_BOLD}\s*$")
"""An item that is no more than a heading for the items below it."""
_ROW = re.compile(r"^\s*\|(.*)\|\s*$")
_RULE = re.compile(r"^[\s|:-]+$")
_STRUCK = re.compile(r"~~.{1,5000}?~~|<(?P<tag>del|s|strike)>.{0,5000}?</(?P=tag)>", re.DOTALL | re.IGNORECASE)
_CROSSED = re.compile(r"^\s*(?:[-*+]\s+|\d+[.)]\s*)?[✗✘❌×☒]|[(（](?:F|false|wrong|错|×|✗)[)）]\s*$", re.IGNORECASE)
"""A line that is marked as false."""
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_HEADING = re.compile(rf"^\s*(?:(?P<marks>#{{1,6}})\s+(?P<hash>.*?)\s*#*|(?P<bold>{_BOLD}))\s*$")
_BOLD_LEVEL, _ITEM_LEVEL = 7, 8
"""Of headings without a `#`: they stand below those with six."""
MAX_TITLE = 30
"""A longer line is no title."""
_ITEM = re.compile(
    r"^\s*(?:[-*+•·●▪]\s+|\(?\d{1,2}[.)、）]\s*(?!\d)|[（(][一二三四五六七八九十\d]{1,2}[)）]\s*|[一二三四五六七八九十]、\s*|[①②③④⑤⑥⑦⑧⑨])"
)
_TAGS = (
    "a|b|i|u|s|p|em|br|hr|ul|ol|li|td|th|tr|div|img|pre|sub|sup|del|code|span|table|tbody|thead|strong|strike|script"
    "|style|small|mark|kbd|h[1-6]|blockquote|details|summary"
)
_MARKUP = re.compile(
    rf"\*\*|__|~~|`+|^\s*>+\s?|</?(?:{_TAGS})(?:\s[^<>]{{0,200}})?/?>|\[(?P<text>[^\]\[]{{0,200}})\]\([^()\s]{{0,500}}\)"
)
_ABBREVIATIONS = re.compile(r"\b(e\.g|i\.e|vs|etc|approx|cf|fig|resp|incl|eg|ie)\.(?=\s|,|$)", re.IGNORECASE)
_NUMBERED = re.compile(r"(?<=[:：;；]\d)\.(?=\s)|(?<=[:：;；] \d)\.(?=\s)")
"""The point after the number of an item in the middle of a sentence."""
_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+|(?<=[。！？!?])[\"'”’)）]*\s*|(?<=…)\s+")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]|[\x00-\x08\x0b-\x1f\x7f]")
_DONE = (".", "!", "?", ":", ";", "。", "！", "？", "：", "；", "…")


class Sentence(msgspec.Struct, frozen=True):
    """One sentence of the answer."""

    text: str
    """As it was written, without its markup."""
    line: int
    """Where it begins, from 1."""
    starts_block: bool = False
    """Whether a paragraph, a heading or an item begins with it."""
    level: int = 0
    """Of a heading: 1 is the highest."""
    is_item: bool = False

    @property
    def is_heading(self) -> bool:
        return self.level > 0


def sentences(text: str) -> list[Sentence]:
    """Cut ``text`` into sentences."""
    for unsaid in (_COMMENT, _STRUCK):
        text = unsaid.sub(lambda match: "\n" * match[0].count("\n"), text[:MAX_CHARACTERS])
    return list(islice((sentence for block in _blocks(text) for sentence in _cut(*block)), MAX_SENTENCES))


def _blocks(text: str) -> Iterator[tuple[list[tuple[int, str]], int, bool]]:
    """Yield each paragraph, heading and item: its lines with their numbers, and which of these it is."""
    block: list[tuple[int, str]] = []
    is_item = fenced = False
    columns: list[str] = []
    lines = re.split(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", text)
    for number, line in enumerate(lines, start=1):
        if _FENCE.match(line):
            fenced = not fenced
            line = ""
        line = "" if _CROSSED.search(line) else _UNSEEN.sub("", line)
        heading = _HEADING.match(line)
        item = _ITEM.match(line)
        row = _ROW.match(line)
        if row:
            cells = [cell.strip() for cell in row[1].split("|")]
            line = "" if _RULE.match(line) else _spoken(columns, cells)
            columns = columns or cells
        else:
            columns = []
        if block and (not line.strip() or heading or item or row or not _goes_on(block[-1][1], line)):
            yield block, 0, is_item
            block = []
        if heading:
            yield [(number, heading["hash"] or heading["bold"])], len(heading["marks"] or "") or _BOLD_LEVEL, False
        elif item and _TITLE.match(line[item.end() :]) and _depth(lines[number : number + 1]) > _depth([line]):
            yield [(number, line[item.end() :])], _ITEM_LEVEL, False
        elif not block and not item and _is_title(line, lines[number : number + 2]):
            yield [(number, line)], _ITEM_LEVEL, False
        elif line.strip() and not fenced:
            if not block:
                is_item = bool(item)
            block.append((number, line[item.end() :] if item else line))
    if block:
        yield block, 0, is_item


def _is_title(line: str, following: list[str]) -> bool:
    """Tell whether a short line with no end is the title of the list below it."""
    below = next((text for text in following if text.strip()), "")
    is_short = 0 < len(line.strip()) <= MAX_TITLE and not line.rstrip().endswith(_DONE)
    return is_short and bool(_ITEM.match(below))


def _depth(lines: list[str]) -> int:
    """How far the first of ``lines`` is indented, where it is an item; 0 where it is none."""
    return len(lines[0]) - len(lines[0].lstrip()) + 1 if lines and _ITEM.match(lines[0]) else 0


def _spoken(columns: list[str], cells: list[str]) -> str:
    """Say a table's row in words, each cell after the title of its column; "" for the row of titles."""
    if not columns:
        return ""
    told = [f"{column} {cell}" for column, cell in zip(columns[1:], cells[1:], strict=False) if cell]
    return f"{cells[0]}: {', '.join(told)}."


def _goes_on(line: str, following: str) -> bool:
    """Tell whether a paragraph's line was only broken for its length."""
    line, following = line.rstrip(), following.lstrip()
    if line.endswith(_DONE):
        return len(line) >= 50
    return len(line) >= 50 or following[:1].islower()


def _cut(lines: list[tuple[int, str]], level: int, is_item: bool) -> Iterator[Sentence]:
    text, starts = "", []
    for number, line in lines:
        joint = " " if text and text[-1].isascii() else ""
        starts.append((len(text), number))
        text += joint + line.strip()
    plain = _ABBREVIATIONS.sub(lambda match: match[1].replace(".", "\u2024") + "\u2024", text)
    plain = _NUMBERED.sub("\u2024", plain)
    place = 0
    first = True
    for piece in _pieces(plain):
        at = plain.index(piece, place)
        place = at + len(piece)
        number = next(number for start, number in reversed(starts) if start <= at)
        shown = _MARKUP.sub(lambda match: match["text"] or "", piece).replace("\u2024", ".").strip()
        if shown:
            yield Sentence(shown, number, first, level, is_item)
            first = False


def _pieces(text: str) -> Iterator[str]:
    place = 0
    for match in _END.finditer(text):
        if match.end() > place:
            yield from _short_enough(text[place : match.start() or match.end()])
            place = match.end()
    if place < len(text):
        yield from _short_enough(text[place:])


def _short_enough(text: str) -> Iterator[str]:
    while len(text) > MAX_SENTENCE:
        end = max(text.rfind(sign, MAX_SENTENCE // 2, MAX_SENTENCE) for sign in ",，;； ") + 1 or MAX_SENTENCE
        yield text[:end]
        text = text[end:]
    yield text
