"""Variants of a reference: each with one declared mistake, or two, made in one of their ways."""

from __future__ import annotations

from collections.abc import Sequence

from grader.entries import Mistake
from grader.forgetful import memory_of
from grader.kata import Kata
from grader.recall import KataRecall, Recall, tag_of

Variants = dict[str, tuple[str, tuple[Mistake, ...]]]
"""By name, a source and the mistakes that were made in it."""


def singles(kata: Kata, mistakes: Sequence[Mistake], with_styles: bool = True) -> Variants:
    """Make each mistake in each of its ways, in the reference and in each other style of it."""
    styles = [kata.reference, *(style.apply(kata.reference) for style in kata.spec.styles if with_styles)]
    return {
        f"{mistake.id}/{number}/{style}": (source, (mistake,))
        for mistake in mistakes
        for number, edit in enumerate(mistake.edits)
        for style, base in enumerate(styles)
        if (source := edit.apply(base))
    }


def recall_of(recall: Recall, kata: Kata) -> KataRecall:
    """Return what is known of ``kata``: nothing where a mistake may reach outside of its module, and spoil others."""
    spec = kata.spec
    sources = [kata.reference, *(source for source, _ in singles(kata, spec.mistakes).values())]
    return KataRecall(
        recall,
        tag_of(kata.reference, spec.functions, spec.packages, spec.limits, spec.styles, spec.mistakes),
        of_mistakes=all(memory_of(source) != "shared" for source in sources),
        of_reference=memory_of(kata.reference) == "none",
    )
