"""Variants of a reference: each with one declared mistake, or two, made in one of their ways."""

from __future__ import annotations

from collections.abc import Sequence

from grader.entries import Mistake
from grader.kata import Kata

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
