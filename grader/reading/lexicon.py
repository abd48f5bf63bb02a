"""What words mean: the bilingual list that every rubric shares, and the finding of its phrases in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import msgspec

from grader.spec import Document

MAX_GAP = 7
"""So many words may stand in the place of a phrase's `~`."""
MIN_TYPO_LENGTH = 6
"""Shorter words are too near to one another to be guessed at."""

_PATH = Path(__file__).with_name("lexicon.yaml")
_TOKEN = re.compile(r"[a-z]+[0-9]*|[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?|[\u3400-\u9fff]|\S")
_STOPS = ".;:!?。；：！？"
_STOPS_AND_COMMAS = _STOPS + ",，"
_CJK = re.compile(r"[\u3400-\u9fff]")
_ABOVE, _BELOW = re.compile(r"(?<=[\w ])(?:>>?|≫)(?=[\w ])"), re.compile(r"(?<=[\w ])(?:<<?|≪)(?=[\w ])")
_TRADITIONAL = str.maketrans(
    "過擬訓練測試數據樣現誤損驗證麼對個們應該從來這樣會無導層網絡絕經參復雜複單簡強擴減縮輕則頓學習標籤錯與進"
    "於後還還準確績結構價務點質貼夠內實際場況變異優優選擇讓並關閉運雖標說為當種題記憶憑裡裏點難間雖環圖圍隨開時機"
    "蒐丟棄嶺迴歸極採徵沒訊資顯幾趨顆條讚擺穩勢當與寬闊壞糟僅圓廣臺乾係繫鬆麼嗎藥關鍵筆銳"
    "權懲罰項維剪傳統認誰陣偵將較適應據處長處離雙頭驚類缺乏聽術語話題評給寫見過總結論舉從觀衡條線區別滿麗壓緩",
    "过拟训练测试数据样现误损验证么对个们应该从来这样会无导层网络绝经参复杂复单简强扩减缩轻则顿学习标签错与进"
    "于后还还准确绩结构价务点质贴够内实际场况变异优优选择让并关闭运虽标说为当种题记忆凭里里点难间虽环图围随开时机"
    "搜丢弃岭回归极采征没讯资显几趋颗条赞摆稳势当与宽阔坏糟仅圆广台干系系松么吗药关键笔锐"
    "权惩罚项维剪传统认谁阵侦将较适应据处长处离双头惊类缺乏听术语话题评给写见过总结论举从观衡条线区别满丽压缓",
)
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "—", "‐": "-", "‑": "-", "−": "-", "→": " "})
_CONTRACTED = [
    (re.compile(rf"\b{short}\b"), whole)
    for short, whole in (
        ("won't", "will not"),
        ("can't|cannot", "can not"),
        (r"([a-z]+)n't", r"\1 not"),
        (r"(it|that|there|what|here|he|she|who|this)'s", r"\1 is"),
        (r"([a-z]+)'s", r"\1s"),
        (r"([a-z]+)'re", r"\1 are"),
        (r"([a-z]+)'ve", r"\1 have"),
        (r"([a-z]+)'ll", r"\1 will"),
        (r"([a-z]+)'d", r"\1 would"),
        (r"i'm", "i am"),
        (r",? (?:um|uh|er|erm|like|well|you know|i mean|so to speak|sort of|kind of|basically),", ""),
        (r"(new|fresh|novel), (unseen|unfamiliar|previously|never|different|real)", r"\1 \2"),
        (r"(?:um|uh|er|erm|sort of|kind of)", ""),
    )
]

Phrases = dict[str, Any]


class _Lists(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """lexicon.yaml, section by section: a label and the phrases that have it."""

    miswritten: dict[str, str] = {}
    subjects: Phrases
    sides: Phrases
    measures: Phrases
    amounts: Phrases
    facts: Phrases
    remedies: Phrases
    meanings: Phrases
    values: Phrases
    grammar: Phrases


class Match(msgspec.Struct, frozen=True):
    """A phrase of the list, found in a sentence."""

    start: int
    end: int
    """Its words are those from ``start`` to before ``end``."""
    labels: frozenset[str]


class _Node:
    """What may follow the words that lead here."""

    __slots__ = ("begun", "gap", "labels", "longest", "then", "wide", "words")

    def __init__(self) -> None:
        self.words: dict[str, _Node] = {}
        self.begun: dict[str, _Node] = {}
        """By how a word begins."""
        self.longest = 0
        """Length of the longest such beginning."""
        self.gap: _Node | None = None
        self.wide = False
        """Whether the gap may reach over a comma."""
        self.then: list[_Node] = []
        """Where one is, without another word, at the end of a choice."""
        self.labels: set[str] = set()


class Lexicon:
    """The phrases and what they mean."""

    def __init__(self, path: Path = _PATH) -> None:
        """Read the list at ``path``.

        Raises:
            KataError: it is not written as its first lines say.
        """
        document = Document(path)
        self.lists = document.convert(document.data, _Lists, "")
        self._root = _Node()
        self._typos: dict[str, str] = {}
        self._known: set[str] = set()
        self._begun: set[str] = set()
        wrong = sorted(self.lists.miswritten, key=len, reverse=True)
        self._miswritten = re.compile("|".join(rf"\b{word}\b" if word.isascii() else re.escape(word) for word in wrong))
        for section in _Lists.__struct_fields__[1:]:
            for label, listed in getattr(self.lists, section).items():
                phrases = document.convert(listed, tuple[str, ...], f"{section}.{label}")
                for index, phrase in enumerate(phrases):
                    where = f"{section}.{label}.{index}"
                    try:
                        self._add(phrase, label, typos=section != "grammar")
                    except ValueError as error:
                        raise document.error(where, str(error), "See the first lines of the file.") from error

    def _add(self, phrase: str, label: str, typos: bool) -> None:
        parts = _parts(phrase)
        if parts and (parts[0].startswith("~") or parts[-1].startswith("~")):
            raise ValueError(f"`~` stands at an end of `{phrase}`")
        end = self._grown(self._root, parts, typos)
        if parts:
            raise ValueError(f"`}}` without `{{` in `{phrase}`")
        if end is self._root:
            raise ValueError("is empty")
        end.labels.add(label)

    def _grown(self, node: _Node, parts: list[str], typos: bool) -> _Node:
        """Lead from ``node`` through ``parts``, up to their end or a sign that is not theirs, which is left there."""
        while parts and parts[-1] not in ",}":
            word = parts.pop()
            if word == "{":
                joint = _Node()
                closed = ","
                while closed == ",":
                    self._grown(node, parts, typos).then.append(joint)
                    if not parts:
                        raise ValueError("`{` without `}`")
                    closed = parts.pop()
                node = joint
            elif word.startswith("~"):
                node.wide |= word == "~,"
                node.gap = node.gap or _Node()
                node = node.gap
            elif word.endswith("*"):
                node.longest = max(node.longest, len(word) - 1)
                node = node.begun.setdefault(word[:-1], _Node())
                self._begun.add(word[:-1])
            else:
                self._known.add(word)
                node = node.words.setdefault(word, _Node())
            if typos and len(word.rstrip("*")) >= MIN_TYPO_LENGTH and word[0].isascii():
                for short in (word.rstrip("*"), *_one_less(word.rstrip("*"))):
                    self._typos.setdefault(short, word.rstrip("*"))
        return node

    @cached_property
    def anchors(self) -> tuple[frozenset[str], tuple[str, ...]]:
        """The words, and the Chinese phrases, that show a text to be about learning machines."""
        said = [part.strip() for phrase in self.lists.grammar["anchor"] for part in re.split("[{},]", phrase)]
        words = [part for part in said if part.isascii() and part.isalpha()]
        chinese = tuple(part for part in said if part and is_chinese(part[0]))
        return frozenset(words), chinese

    def words(self, sentence: str) -> list[str]:
        """Split ``sentence`` into words, signs and Chinese characters, in the spelling that the list is in."""
        text = unicodedata.normalize("NFKC", sentence).translate(_PLAIN).lower().translate(_TRADITIONAL)
        for short, whole in _CONTRACTED:
            text = short.sub(whole, text)
        if self.lists.miswritten:
            text = self._miswritten.sub(lambda match: self.lists.miswritten[match[0]], text)
        text = re.sub(r"(?<=[a-z0-9])[-_](?=[a-z0-9])", " ", text).replace("z", "s")
        text = _ABOVE.sub(" far above ", _BELOW.sub(" far below ", text))
        return [self._corrected(word) for word in _TOKEN.findall(text)]

    def _corrected(self, word: str) -> str:
        if len(word) < MIN_TYPO_LENGTH or word in self._known or not word.isascii():
            return word
        if any(word[:length] in self._begun for length in range(4, len(word) + 1)):
            return word
        for short in (word, *_one_less(word)):
            guess = self._typos.get(short)
            if guess and guess[0] == word[0]:
                return guess
        return word

    def matches(self, words: Sequence[str]) -> list[Match]:
        """Find the list's phrases in ``words``, from the left, the longest first."""
        found = []
        start = 0
        while start < len(words):
            end, labels = _longest(self._root, words, start)
            if labels:
                found.append(Match(start, end, frozenset(labels)))
            start = max(end, start + 1)
        return found


def _longest(node: _Node, words: Sequence[str], at: int, gap_left: int = 3) -> tuple[int, set[str]]:
    """Return where the longest phrase through ``node`` ends, and its labels; none where there is no phrase."""
    best: tuple[int, set[str]] = (at, node.labels)
    if at < len(words):
        word = words[at]
        following = [node.words[word]] if word in node.words else []
        for length in range(2, min(node.longest, len(word)) + 1):
            if (begun := node.begun.get(word[:length])) is not None:
                following.append(begun)
        for child in following:
            best = _better(best, _longest(child, words, at + 1, gap_left))
    for child in node.then:
        best = _better(best, _longest(child, words, at, gap_left))
    if node.gap is not None and gap_left:
        for skipped in range(MAX_GAP + 1):
            if at + skipped > len(words) or (
                skipped and words[at + skipped - 1] in (_STOPS if node.wide else _STOPS_AND_COMMAS)
            ):
                break
            after = _longest(node.gap, words, at + skipped, gap_left - 1)
            if after[1] and after[0] > best[0]:
                return after
    return best


def _better(first: tuple[int, set[str]], second: tuple[int, set[str]]) -> tuple[int, set[str]]:
    """Of two phrases, the longer; of two as long, both."""
    if not second[1] or (first[1] and first[0] > second[0]):
        return first
    return (first[0], first[1] | second[1]) if first[1] and first[0] == second[0] else second


def _parts(phrase: str) -> list[str]:
    """Split ``phrase`` into its words and signs, last first."""
    return re.findall(r"[a-z]+[0-9]*\*?|[0-9]+|[\u3400-\u9fff]|~,|[~%{},]", phrase.replace("z", "s"))[::-1]


def _one_less(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(1, len(word))]


def is_chinese(word: str) -> bool:
    """Tell whether ``word`` is a Chinese character."""
    return bool(_CJK.match(word))


@cache
def shared_lexicon() -> Lexicon:
    """Return the list that comes with the program, read once."""
    return Lexicon()
