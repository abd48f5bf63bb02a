"""Katas are checked: read, tried in every way that tells whether their tests are any good, and reported on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from grader.authoring.chance import chances
from grader.authoring.leaks import leaks
from grader.authoring.memory import Memory
from grader.authoring.problem import Problem, problem_of
from grader.authoring.prose import report_on_prose
from grader.authoring.report import Report
from grader.authoring.study import Study
from grader.authoring.texts import read_through
from grader.authoring.tries import Tried, Try, key_of, perform
from grader.authoring.verdicts import report_on
from grader.catalogue import load
from grader.crew import Crew, Lost
from grader.errors import KataError
from grader.kata import Kata
from grader.prose import ProseKata
from grader.sources import text_of

LEAST_DEADLINE_S = 40.0
MAX_LOST = 2
"""After so many tries of a kata that were given up, it is not tried any further."""

Watch = Callable[[str, int, int], None]
"""Told a kata's id, how many of its tries are done, and how many are known of."""

Place = tuple[Path, Path]
"""A kata's folder, and its reference."""


def check_katas(places: Sequence[Place], jobs: int, memory: Memory, watch: Watch) -> list[Report]:
    """Check the katas at ``places``, with ``jobs`` processes; return a report each, in their order.

    What ``memory`` knows is not tried again.
    """
    reports: dict[Place, Report] = {}
    studies: dict[Place, Study] = {}
    for place in places:
        folder, reference = place
        try:
            kata = load(folder, reference)
            for path in kata.paths():
                text_of(path)
        except KataError as error:
            reports[place] = _unreadable(folder, problem_of(error, "spec"))
            continue
        if isinstance(kata, Kata):
            studies[place] = Study(kata)
        elif isinstance(kata, ProseKata):
            try:
                reports[place] = report_on_prose(kata)
            except KataError as error:
                reports[place] = _unreadable(folder, problem_of(error, "right"))
        else:
            problem = "is packed: its tests and its reference are not there, so that there is nothing to check"
            fix = "Check the kata that the pack was made from."
            reports[place] = _unreadable(folder, Problem(part="spec", file=str(folder), problem=problem, fix=fix))
    _try_all(list(studies.values()), jobs, memory, watch)
    for place, study in studies.items():
        read = (*read_through(study.kata), *leaks(study.kata), *chances(study.kata))
        tried = report_on(study)
        reports[place] = msgspec.structs.replace(tried, problems=tuple(dict.fromkeys((*read, *tried.problems))))
    return [reports[place] for place in places]


def _unreadable(folder: Path, problem: Problem) -> Report:
    return Report(kata=folder.name, folder=str(folder), problems=(problem,))


def _try_all(studies: Sequence[Study], jobs: int, memory: Memory, watch: Watch) -> None:
    """Take every study through its steps."""
    steps = {study.kata.folder: study.steps() for study in studies}
    of = {study.kata.folder: study for study in studies}
    known = dict.fromkeys(of, 0)
    done = dict.fromkeys(of, 0)

    def note(one: Try, tried: Tried) -> None:
        of[one.folder].note(one, tried)
        done[one.folder] += 1
        watch(of[one.folder].kata.id, done[one.folder], known[one.folder])

    longest_s = max((study.kata.spec.limits.total_s for study in studies), default=0.0)
    with Crew(perform, jobs, LEAST_DEADLINE_S + 3 * longest_s) as crew:
        while steps:
            todo: list[Try] = []
            for folder in list(steps):
                tries = next(steps[folder], None)
                if tries is None:
                    del steps[folder]
                    continue
                known[folder] += len(tries)
                todo += tries
            keys = {one: key_of(one, of[one.folder].kata) for one in todo}
            remembered = memory.recall(keys.values())
            for one in todo:
                if keys[one] in remembered:
                    note(one, remembered[keys[one]])
            left = (one for one in todo if keys[one] not in remembered and of[one.folder].lost < MAX_LOST)
            for one, tried in crew.results(left):
                if isinstance(tried, Lost):
                    of[one.folder].lost += 1
                    note(one, Tried(fault=_fault(of[one.folder].kata, one, tried)))
                else:
                    if tried.result is None or tried.result.verdict == "passed" or one.mode == "graded":
                        memory.keep(keys[one], tried)  # but for a budget missed, which may be measured better next time
                    note(one, tried)


def _fault(kata: Kata, one: Try, lost: Lost) -> Problem:
    """Say where a try was when it was given up: in a hidden test, in the reference, or nobody knows where."""
    for path in (kata.hidden_tests, kata.reference_path):
        for frame in lost.frames:
            if Path(frame.path) in (path, path.resolve()):
                return Problem(
                    part="checks",
                    file=str(path),
                    line=frame.line,
                    where=frame.name,
                    problem=f"{lost.why} (with {one.name})",
                    fix="Let it come to an end.",
                )
    problem, fix = f"{one.name} {lost.why}", "Run pytest on it alone to see more."
    return Problem(part="checks", file=str(kata.hidden_tests), problem=problem, fix=fix)
