"""Gradings side by side on this machine: a process a core, each with its grader, its zygote and its test sessions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from grader.batch.plan import Plan
from grader.batch.run import Runner
from grader.batch.work import Done, Task, kata_of, perform, require_wall
from grader.cores import cores
from grader.crew import Crew, Lost
from grader.kata import Kata


def on_this_machine(plan: Plan, jobs: int | None, deadline_s: float) -> Runner:
    """Return what grades with ``jobs`` processes, one a core where it is None.

    Raises:
        NoWallError: strangers' code cannot be held here.
    """
    if not plan.trusts and any(isinstance(kata, Kata) for kata in plan.katas.values()):
        require_wall()

    def run(tasks: Iterable[Task]) -> Iterator[tuple[Task, Done | Lost]]:
        count = jobs or cores()
        is_full = count >= cores()
        with Crew(perform, count, deadline_s, is_eager=True, kind_of=kata_of, has_all_cores=is_full) as crew:
            yield from crew.results(tasks)

    return run
