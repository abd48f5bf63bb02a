"""What is no sentence: heaps of words, and sentences shaken up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from grader.reading.layout import Item
from grader.reading.lexicon import is_chinese
from grader.reading.words import words_of

_ARTICLES = words_of("a an the")
_NEVER_BEFORE_END = words_of("at if its my or our such their very your")
_AFTER_ARTICLE = words_of(
    """
    a also an and are at be because but by can do does for from has have i if in is it its not of on or so than
    that the their then these they this to was we when which while will with would you
    """
)
_NEVER_AFTER_OF = words_of("and are but does has is of or to was when")
_FUNCTION = words_of(
    """
    a all an and are as at be because but by can do does few fewer for from has have high i if in is it its less
    low more no not of on or out so than that the then there they this to too up was we what when where which
    while will with would you
    """
)
_JOINTS = (_FUNCTION - words_of("too low high few fewer more less no")) | words_of("them our my")
_ENDS = frozenset("!),.:;?、。！，：；？")
_ZH_FUNCTION = frozenset("一上不与中为也了以会但低到可和在多大太好对小少就差很或把是有来用的等而被过都高")
_ZH_NEVER_FIRST = frozenset("了们吗吧呢的着")


def is_heap(words: Sequence[str], items: Sequence[Item]) -> bool:
    """Tell whether the words are a heap: a list without grammar, or a sentence shaken up."""
    plain = [word for word in words if word[0].isalnum()]
    english = [word for word in plain if word[0].isascii() and word[0].isalpha()]
    chinese = [word for word in plain if is_chinese(word)]
    if len(english) >= 10 and len(chinese) < len(english):
        longest = run = 0
        for word in words:
            run = 0 if word in _FUNCTION or not word[0].isalnum() else run + 1
            longest = max(longest, run)
        if longest >= 16:
            return True
    signs = sum(word in "/,;|·、，；" for word in words)
    joints = sum(word in _JOINTS for word in english)
    if len(english) >= 12 and joints < len(english) * 0.08 and signs * 4 < len(english):
        return True
    if words.count("/") >= 6:
        return True
    said = any(item.has(("help", "use", "because", "remove", "means", "hurt")) for item in items)
    return (
        signs >= 6
        and not said
        and signs * 5 >= len(english) + len(chinese)
        and sum(word in _FUNCTION or word in _ZH_FUNCTION for word in plain) < len(plain) * 0.12
    )


def is_list_of_words(text: str) -> bool:
    """Tell whether a Chinese sentence is no more than words with blanks between them."""
    parts = text.split()
    chinese = sum(is_chinese(part[0]) for part in parts)
    return len(parts) >= 8 and chinese * 2 >= len(parts) and len(text) <= 6 * len(parts)


def is_shaken(sentences_words: Iterable[Sequence[str]]) -> bool:
    """Tell whether the words of a text were shaken up: neighbours that no sentence has, and more than a slip or two."""
    wrong = chances = 0
    for words in sentences_words:
        for first, second in pairwise([*words, "."]):
            if first in _ARTICLES and words[0] != first:
                chances += 1
                wrong += second in _AFTER_ARTICLE or second in _ENDS
            elif first in _NEVER_BEFORE_END:
                chances += 1
                wrong += second in _ENDS
            elif first in ("of", "from", "into", "than"):
                chances += 1
                wrong += second in _NEVER_AFTER_OF
            elif second in _ZH_NEVER_FIRST and first in _ENDS:
                wrong += 1
    return wrong >= 2 and wrong * 8 >= chances
