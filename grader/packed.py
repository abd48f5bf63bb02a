"""A kata as learners get it in a pack: without hidden tests, reference, mistakes and rubric, and so without a score."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from grader.entries import CodeOutline, Outline
from grader.kata import SPEC, Exercise
from grader.prose import STUB

MARK = "packed: true"
"""Stands in the kata.yaml of a pack, on a line of its own."""


class PackedCodeSpec(CodeOutline, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """kata.yaml of a packed kata in code."""

    packed: Literal[True]


class PackedProseSpec(Outline, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """kata.yaml of a packed kata in prose."""

    kind: Literal["explain"]
    packed: Literal[True]


class PackedKata(Exercise):
    """A packed exercise in code."""

    kind = "code"
    files = (SPEC, "statement.md", "stub.py")
    stub_name = "stub.py"
    suffix = ".py"
    max_score = 0.0

    def __init__(self, folder: Path, reference: Path) -> None:
        """Read and check kata.yaml. There is no reference."""
        super().__init__(folder, reference)
        self.spec: PackedCodeSpec = self._document.convert(self._document.data, PackedCodeSpec, "")
        self.check_names(self.spec)

    def paths(self) -> tuple[Path, ...]:
        return tuple(self.folder / name for name in self.files)


class PackedProse(Exercise):
    """A packed exercise in prose."""

    kind = "explain"
    files = (SPEC, "statement.md", STUB)
    stub_name = STUB
    suffix = ".md"
    max_score = 0.0

    def __init__(self, folder: Path, reference: Path) -> None:
        """Read and check kata.yaml. There is no model answer."""
        super().__init__(folder, reference)
        self.spec: PackedProseSpec = self._document.convert(self._document.data, PackedProseSpec, "")

    def paths(self) -> tuple[Path, ...]:
        return tuple(self.folder / name for name in self.files)


Packed = PackedKata | PackedProse
