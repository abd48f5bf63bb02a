"""What is kept of mistakes from one submission to the next: variants, their answers, and where they are loaded."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress

from grader.errors import JailError
from grader.forgetful import memory_of
from grader.inputs import Facts
from grader.jail.client import Jail
from grader.kata import Kata
from grader.recall import KataRecall, Recall, tag_of
from grader.stage import Stage
from grader.variants import singles

MAX_WORKERS = 2
"""So many katas have a worker with variants at once; it takes some 7 MiB, and as much again of what is shared."""


class Repertoire:
    """What is kept of one kata."""

    def __init__(self, jail: Jail, kata: Kata, recall: Recall) -> None:
        spec = kata.spec
        self.singles = singles(kata, spec.mistakes)
        """Each declared mistake by itself."""
        sources = [kata.reference, *(source for source, _ in self.singles.values())]
        # Where a mistake may reach outside of its module, it could spoil others, and nothing of theirs is kept.
        self.recall = KataRecall(
            recall,
            tag_of(kata.reference, spec.functions, spec.packages, spec.limits, spec.styles, spec.mistakes),
            of_mistakes=all(memory_of(source) != "shared" for source in sources),
            of_reference=memory_of(kata.reference) == "none",
        )
        self.stage = Stage(jail, spec)
        self.facts: dict[bytes, Facts] = {}
        """What can be said of calls that were made, by their keys."""


class Repertoires:
    """Those of all katas, each made when it is first wanted."""

    def __init__(self) -> None:
        self._recall = Recall()
        self._made: OrderedDict[str, Repertoire] = OrderedDict()

    def of(self, jail: Jail, kata: Kata) -> Repertoire:
        """Return that of a kata; so that workers do not become too many, those used least recently end."""
        if kata.id not in self._made:
            self._made[kata.id] = Repertoire(jail, kata, self._recall)
        self._made.move_to_end(kata.id)
        for made in [*self._made.values()][:-MAX_WORKERS]:
            made.stage.close()
        return self._made[kata.id]

    def close(self) -> None:
        """End all workers."""
        for made in self._made.values():
            with suppress(JailError):  # the zygote is gone, and its workers with it
                made.stage.close()
