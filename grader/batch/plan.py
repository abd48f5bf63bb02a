"""What a batch is to do: which files, for which katas, and where each report goes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from grader.batch.gathered import Gathered, Key
from grader.batch.work import version_of
from grader.catalogue import Catalogue
from grader.errors import UsageError
from grader.kata import Kata
from grader.prose import ProseKata
from grader.result import total

REPORTS = "reports"
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_@+,'. -]{0,79}(?<![. ])")
_CODED = re.compile(r".*-[0-9a-f]{12}", re.IGNORECASE)
_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])\s*(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever follows after a dot."""


class Plan:
    """What is to be graded, and how."""

    def __init__(
        self, found: Gathered, katas: dict[str, Kata | ProseKata], roots: tuple[Path, ...], budgets: bool, trusts: bool
    ) -> None:
        """``roots``: collections beside the program's own. ``trusts``: code is run where there is no wall, too."""
        self.found, self.katas, self.roots, self.budgets, self.trusts = found, katas, roots, budgets, trusts
        self.versions = {kata_id: version_of(kata) for kata_id, kata in katas.items()}
        self._folders = _folders_of(found.learners)

    @property
    def deadline_s(self) -> float:
        """How long a grading can take that goes as it should, and more."""
        katas = [kata for kata in self.katas.values() if isinstance(kata, Kata)]
        return 60 + 10 * max((kata.spec.limits.total_s for kata in katas), default=0.0)

    def most_points(self, kata_id: str) -> float:
        """Return what can be had for a kata in this batch."""
        kata = self.katas[kata_id]
        if self.budgets or isinstance(kata, ProseKata):
            return kata.max_score
        return total(check.points for check in kata.checks.values())

    def page_of(self, key: Key) -> str:
        """Return where the report of a learner on a kata stands, below the batch's folder."""
        learner, kata = key
        return f"{REPORTS}/{self._folders[learner]}/{kata}.html"


def katas_of(catalogue: Catalogue, ids: Sequence[str]) -> dict[str, Kata | ProseKata]:
    """Read every kata that is to be graded: those of ``ids``, or all that have points.

    Raises:
        UsageError: one of ``ids`` is packed, and so has no points.
        KataError: one cannot be used.
    """
    loaded = {kata_id: catalogue.load(kata_id) for kata_id in sorted(ids or catalogue.ids())}
    katas = {kata_id: kata for kata_id, kata in loaded.items() if isinstance(kata, Kata | ProseKata)}
    if packed := [kata_id for kata_id in ids if kata_id not in katas]:
        raise UsageError(f"{packed[0]} is packed, without its tests. Name the collection that the pack was made from.")
    return katas


def _folders_of(learners: Sequence[str]) -> dict[str, str]:
    """Return a name for each learner's folder of reports that no system has trouble with, and no two share."""
    times = Counter(learner.casefold() for learner in learners)
    return {
        learner: learner if _is_plain(learner) and times[learner.casefold()] == 1 else _coded(learner)
        for learner in learners
    }


def _is_plain(learner: str) -> bool:
    """Tell whether a name can be a folder's as it is; none can that another's coded name may be like."""
    return bool(_PLAIN.fullmatch(learner)) and not _CODED.fullmatch(learner) and not _RESERVED.fullmatch(learner)


def _coded(learner: str) -> str:
    plain = re.sub(r"[^A-Za-z0-9_-]+", "_", learner)[:40].strip("_-")
    return f"{plain or 'learner'}-{sha256(learner.encode('utf-8', 'backslashreplace')).hexdigest()[:12]}"
