"""Mechanical mutants of a reference, by cosmic-ray's operators (the extra `author`): hidden tests should kill them all.

Those that nobody can kill, since they compute the same, are declared in kata.yaml under ``equivalents``, with a reason.
"""

from __future__ import annotations

import ast
import difflib
import importlib.util
import itertools
from collections.abc import Iterator

import msgspec

from grader.text import lines_of


class Mutant(msgspec.Struct, frozen=True):
    """The reference with one mechanical change."""

    operator: str
    """cosmic-ray's name of the change."""
    line: int
    was: str
    """The line before the change, without its indentation."""
    now: str
    """The line after it; "" where it is gone."""
    source: str

    def diff(self, source: str) -> str:
        """Return the change as a diff of the reference's text ``source``."""
        lines = difflib.unified_diff(lines_of(source), lines_of(self.source), lineterm="", n=1)
        return "\n".join(itertools.islice(lines, 2, None))


def can_mutate() -> bool:
    """Tell whether cosmic-ray is installed."""
    return importlib.util.find_spec("cosmic_ray") is not None


def mutants_of(source: str) -> Iterator[Mutant]:
    """Make every mutant that cosmic-ray's operators without settings make, each text once.

    A change of nothing but the words of a message is none: a message is promised to name an argument, no more.
    """
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator, operator_names

    seen, code = {source}, _without_words(source)
    for name in operator_names():
        operator = get_operator(name)
        if operator.arguments():
            continue
        for occurrence in itertools.count():
            mutated = mutate_code(source, operator(), occurrence)
            if mutated is None:
                break
            if mutated not in seen and _without_words(mutated) != code:
                seen.add(mutated)
                yield _mutant(name.partition("/")[2], source, mutated)


def _without_words(source: str) -> str:
    """Return the source's syntax tree as text, with every formatted string left empty; "" where it is no Python."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return ""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            node.values = []
    return ast.dump(tree)


def _mutant(operator: str, source: str, mutated: str) -> Mutant:
    before, after = lines_of(source), lines_of(mutated)
    line = next(
        number for number, (old, new) in enumerate(itertools.zip_longest(before, after, fillvalue="")) if old != new
    )
    now = after[line].strip() if line < len(after) else ""
    return Mutant(operator, line + 1, before[line].strip(), now, mutated)
