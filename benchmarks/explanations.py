"""How well explanations are read, and how fast. Prints tables; nothing fails.

    python benchmarks/explanations.py

Over the labelled answers in tests/explanations/: precision, recall and F1 of the points found; quadratic weighted kappa
of the scores; how often the verdict is the label's; wrong answers that pass; misconceptions named rightly, wrongly and
not at all. Then, of the right answers that pass, how many still do when they are shaken up or turned round. Then
milliseconds an answer, and for hostile texts of up to 10 MB.
"""

from __future__ import annotations

import random
import re
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import yaml

from grader.catalogue import find_catalogue
from grader.prose import ProseKata
from grader.rubric import Rubric

ANSWERS = Path(__file__).parents[1] / "tests" / "explanations"
SHAKES = 3
"""So many times is each answer shaken up, each time otherwise."""

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n+")
_SIDES = ["training/test", "train/test", "训练/测试", "训练/验证", "seen/unseen", "in-sample/out-of-sample"]
_VALUES = [
    "well/poorly", "good/bad", "high/low", "small/large", "tiny/huge", "great/terrible", "better/worse",
    "excellent/awful", "perfectly/badly", "higher/lower", "rises/falls", "高/低", "好/差", "大/小", "上升/下降",
]  # fmt: skip
_SUBJECTS = [
    "overfitting/underfitting", "overfit/underfit", "overfits/underfits", "overfitted/underfitted", "过拟合/欠拟合",
    "過擬合/欠擬合", "過度擬合/欠擬合",
]  # fmt: skip
_DENIALS = [
    ("It is not true that {}.", "并不是说{}。"),
    ("It is false that {}.", "{}，这是错误的。"),
    ("{}. That is wrong.", "{}。这是不对的。"),
    ("I do not think that {}.", "我不认为{}。"),
]


class Figures(msgspec.Struct, frozen=True):
    """How a rubric's marks agree with labels."""

    precision: float
    recall: float
    f1: float
    kappa: float
    agreement: float
    wrongly_passed: tuple[str, ...]
    named: int
    misnamed: int
    unnamed: int


def answers() -> dict[str, list[dict[str, Any]]]:
    """Return the labelled answers, by file."""
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(ANSWERS.glob("*.yaml"))}


def kata() -> ProseKata:
    """Return the kata that the answers are for."""
    found = find_catalogue().load("explain_overfitting")
    assert isinstance(found, ProseKata)
    return found


def figures(rubric: Rubric, labelled: Iterable[dict[str, Any]]) -> Figures:
    """Mark every answer, and compare."""
    right = wrong = missed = agreed = named = misnamed = unnamed = count = 0
    scores: list[tuple[int, int]] = []
    passed = []
    for answer in labelled:
        marks = rubric.mark(answer["text"])
        found = marks.met
        wanted = set(answer["met"])
        right, wrong, missed = right + len(found & wanted), wrong + len(found - wanted), missed + len(wanted - found)
        said = {name for name, state in marks.misconceptions.items() if state.state == "met"}
        made = set(answer["misconceptions"])
        named, misnamed, unnamed = named + len(said & made), misnamed + len(said - made), unnamed + len(made - said)
        scores.append((_score(rubric, found), _score(rubric, wanted)))
        passes = rubric.passes(marks)
        agreed += passes == answer["pass"]
        passed += [answer["id"]] if passes and not answer["pass"] else []
        count += 1
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    kappa = _kappa(scores)
    return Figures(precision, recall, f1, kappa, agreed / count, tuple(passed), named, misnamed, unnamed)


def _score(rubric: Rubric, met: set[str]) -> int:
    return round(sum(rubric.awarded(met).values()))


def _kappa(pairs: Sequence[tuple[int, int]]) -> float:
    """Quadratic weighted kappa of pairs of scores."""
    seen = sum((first - second) ** 2 for first, second in pairs) / len(pairs)
    firsts, seconds = zip(*pairs, strict=True)
    by_chance = sum((first - second) ** 2 for first in firsts for second in seconds) / len(pairs) ** 2
    return 1 - seen / by_chance if by_chance else 1.0


def _swapped(pairs: Sequence[str]) -> Callable[[str, random.Random], str]:
    table: dict[str, str] = {}
    for pair in pairs:
        first, second = pair.split("/")
        table.setdefault(first, second)
        table.setdefault(second, first)
    words = sorted(table, key=len, reverse=True)
    pattern = re.compile("|".join(rf"\b{word}\b" if word.isascii() else word for word in words), re.IGNORECASE)

    def attack(text: str, _: random.Random) -> str:
        def other(match: re.Match[str]) -> str:
            word = table[match[0].lower()]
            return word.capitalize() if match[0][0].isupper() else word

        return pattern.sub(other, text)

    return attack


def _denied(english: str, chinese: str) -> Callable[[str, random.Random], str]:
    def attack(text: str, _: random.Random) -> str:
        denied = []
        for sentence in filter(str.strip, _SENTENCE.split(text)):
            body = sentence.strip().rstrip(".。!！?？")
            is_chinese = bool(_CHINESE.search(body))
            denied.append(
                (chinese if is_chinese else english).format(body if is_chinese else body[:1].lower() + body[1:])
            )
        return " ".join(denied)

    return attack


def _shaken(text: str, chance: random.Random) -> str:
    if not _CHINESE.search(text):
        words = text.split()
        chance.shuffle(words)
        return " ".join(words)
    pieces = re.findall(r"[A-Za-z0-9%]+|[\u3400-\u9fff]{1,2}|[^\sA-Za-z0-9\u3400-\u9fff]", text)
    chance.shuffle(pieces)
    return "".join(f" {piece} " if piece.isascii() else piece for piece in pieces)


def _shaken_by_sentence(text: str, chance: random.Random) -> str:
    return " ".join(_shaken(sentence, chance) for sentence in filter(str.strip, _SENTENCE.split(text)))


ATTACKS: dict[str, Callable[[str, random.Random], str]] = {
    "words shaken up": _shaken,
    "words shaken up in each sentence": _shaken_by_sentence,
    "training and test swapped": _swapped(_SIDES),
    "good and bad swapped": _swapped(_VALUES),
    "over- and underfitting swapped": _swapped(_SUBJECTS),
    **{f"denied: {english.format('...')}": _denied(english, chinese) for english, chinese in _DENIALS},
}
"""Ways to make a right answer wrong without understanding it."""


def survivors(rubric: Rubric, texts: Iterable[str], attack: str) -> tuple[int, int]:
    """Return how many of the ``texts`` still pass after an attack, and how many it changed."""
    passed = changed = 0
    for text in texts:
        for seed in range(SHAKES if "shaken" in attack else 1):
            attacked = ATTACKS[attack](text, random.Random(seed))
            if attacked.strip() != text.strip():
                changed += 1
                passed += rubric.passes(rubric.mark(attacked))
    return passed, changed


HOSTILE = {
    "10 MB of sentences": "Overfitting is good on training data and bad on test data. " * 170_000,
    "one endless word": "overfitting" * 900_000,
    "one endless sentence": "good on train, bad on test, " * 800,
    "Chinese without an end": "训练集好测试集差，" * 2_500,
    "nothing but signs": "? " * 10_000,
    "control characters": "\x00\x1b[31m\u202e\u200b" * 5_000,
    "markup": "<b>**[a](b)**</b>" * 1_200,
    "the beginnings of phrases": "keep the checkpoint with the best " * 600,
    "misspelt words": "regularisatiom overfitimg augmentatoin " * 500,
}


def main() -> None:
    """Print the tables."""
    rubric = kata().rubric
    by_file = answers()
    everything = [answer for labelled in by_file.values() for answer in labelled]
    print(f"{'answers':<14}{'n':>4}  precision  recall     F1  kappa  verdict  wrongly passed  named wrongly unnamed")
    for name, labelled in [*by_file.items(), ("all", everything)]:
        it = figures(rubric, labelled)
        print(
            f"{name:<14}{len(labelled):>4}{it.precision:>11.3f}{it.recall:>8.3f}{it.f1:>7.3f}{it.kappa:>7.3f}{it.agreement:>9.3f}"
            f"{len(it.wrongly_passed):>16}{it.named:>7}{it.misnamed:>8}{it.unnamed:>8}"
        )
    right = [answer["text"] for answer in everything if answer["pass"] and rubric.passes(rubric.mark(answer["text"]))]
    print(f"\n{'attack on ' + str(len(right)) + ' right answers':<42}still pass")
    passed = changed = 0
    for attack in ATTACKS:
        survived, tried = survivors(rubric, right, attack)
        passed, changed = passed + survived, changed + tried
        print(f"{attack:<42}{survived:>4} of {tried}")
    print(f"{'all':<42}{passed:>4} of {changed} ({passed / changed:.1%})")
    times = [_timed(rubric, answer["text"]) for answer in everything]
    print(f"\nmilliseconds an answer: median {statistics.median(times):.1f}, most {max(times):.1f}")
    for name, text in HOSTILE.items():
        print(f"{name:<42}{_timed(rubric, text):>6.0f} ms")


def _timed(rubric: Rubric, text: str) -> float:
    started = time.perf_counter()
    rubric.mark(text)
    return 1000 * (time.perf_counter() - started)


if __name__ == "__main__":
    main()
