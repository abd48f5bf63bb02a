"""Tasks of several kinds, and who is to do which: each goes, where it can, to one who did others of its kind before."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Hashable, Iterable
from itertools import islice
from typing import Generic, TypeVar

Task = TypeVar("Task")

_AHEAD, _MOST_AHEAD = 32, 256
"""So many tasks are seen ahead for each who does them, and for all together."""


class Assorted(Generic[Task]):
    """Tasks that are to be done, of which some are seen ahead."""

    def __init__(self, tasks: Iterable[Task], kind_of: Callable[[Task], Hashable] | None, doers: int) -> None:
        """See them come.

        Args:
            tasks: in their order.
            kind_of: the kind of each; without it all are alike, and the next is taken only when it is wanted.
            doers: so many are done side by side.
        """
        self._coming, self._kind_of = iter(tasks), kind_of or (lambda _: None)
        self._most = min(doers * _AHEAD, _MOST_AHEAD) if kind_of else 1
        self._seen: dict[Hashable, deque[Task]] = {}

    def look_ahead(self) -> int:
        """Return how many tasks are left, as far as is seen."""
        for task in islice(self._coming, self._most - self._count()):
            self._seen.setdefault(self._kind_of(task), deque()).append(task)
        return self._count()

    def _count(self) -> int:
        return sum(map(len, self._seen.values()))

    def next_for(self, own: set[Hashable], everybody: Collection[set[Hashable]]) -> Task:
        """Take the next of those seen for one who did tasks of the kinds ``own``: another of these, if there is one.

        Where there are several such kinds, or none, it is that of which most wait for each who does such.

        Args:
            own: the kinds; that of the task is added.
            everybody: those of all who do tasks.
        """

        def urgency(kind: Hashable) -> tuple[bool, float]:
            return kind in own, len(self._seen[kind]) / (1 + sum(kind in others for others in everybody))

        kind = max(self._seen, key=urgency)
        own.add(kind)
        tasks = self._seen[kind]
        task = tasks.popleft()
        if not tasks:
            del self._seen[kind]
        return task
