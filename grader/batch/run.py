"""A batch is run: what is not known yet is graded, and each result is on the disk before the next is counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

import msgspec

from grader.batch.gathered import Entry, Key
from grader.batch.ledger import Ledger, OutError
from grader.batch.plan import Plan
from grader.batch.work import Done, Task, done, page_of, written
from grader.budgets import unmeasured
from grader.crew import Lost
from grader.errors import GraderError
from grader.explained import grade_explanation
from grader.findings import unrun
from grader.jail.endings import WorkerEnded
from grader.prose import ProseKata
from grader.result import Outcome, Result, utc_now, verdict_of
from grader.sources import text_of
from grader.submission import Submission
from grader.tally import BatchResult
from grader.text import readable
from grader.writing import write_all

Runner = Callable[[Iterable[Task]], Iterator[tuple[Task, Done | Lost]]]
"""Does tasks wherever it does them, takes the next when there is room for it, and yields each with what came of it."""

MAX_TRIES = 2
"""A grading that ends without a result is tried so often before it is given up."""
MAX_IN_VAIN = 8
"""After so many in a row that all ended without one, the reference is tried: perhaps nothing can be graded."""


class StoppedError(GraderError):
    """The batch cannot go on. What was graded is kept."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why}. What is graded is kept; mend this, and run the same command again: it goes on there.")


class Batch:
    """The state of a batch that is being run."""

    def __init__(self, plan: Plan, ledger: Ledger) -> None:
        self._plan, self._ledger = plan, ledger
        self._tries: Counter[Key] = Counter()
        self._again: list[Task] = []
        self._twins: dict[tuple[str, str, str], Key] = {}
        """Of each file, by kata, name and content: the learner and kata that it was first met at."""
        self._waiting: defaultdict[Key, list[Task]] = defaultdict(list)
        """Tasks with the same file as one that is being graded."""
        self._open: set[Key] = set()
        """What is being graded, or is to be."""
        self._in_vain = 0
        self.counted = self.kept = 0
        """How many are done, and how many of these were done by an earlier run of the same command."""

    def run(self, runner: Runner, watch: Callable[[], None]) -> None:
        """Grade all that is left. ``watch`` is called after each.

        Raises:
            OutError: what comes of it cannot be written.
            UsageError: the folder for it is there no more.
            StoppedError: no grading comes to a result, or all that was to be graded is gone.
        """
        left: Iterable[Task] = self._left()
        while left:
            for task, ended in runner(left):
                if not self._take(task, ended):
                    self._expect_sound(runner, task)
                watch()
            left, self._again = self._again, []

    def _left(self) -> Iterator[Task]:
        """Yield a task for each file that is not known yet; what is the same to the byte is graded once."""
        for entry in self._plan.found.entries:
            submission = entry.read()
            if submission.problem and not entry.problem and self._plan.found.is_gone():
                raise StoppedError(f"{readable(self._plan.found.folder)} is gone, or nothing is in it any more")
            same = (entry.kata, submission.name, submission.sha256 or entry.learner)
            first = self._twins.setdefault(same, entry.key)
            if self._is_known(entry, submission):
                self.counted += 1
                self.kept += 1
                continue
            task = self._task(entry, submission)
            if first in self._open:
                self._waiting[first].append(task)
            elif first == entry.key or self._ledger.known[first].is_given_up:
                self._open.add(entry.key)
                yield task
            else:
                self._keep_copy(task, self._ledger.result(first))

    def _is_known(self, entry: Entry, submission: Submission) -> bool:
        """Tell whether this very file was graded with this very kata. A report that is gone is written again."""
        known = self._ledger.known.get(entry.key)
        if known is None or known.is_given_up or known.kata_version != self._plan.versions[entry.kata]:
            return False
        if submission.sha256 != known.sha256 or (not known.sha256 and submission.problem != known.problem):
            return False
        page = self._plan.page_of(entry.key)
        if not (self._ledger.out / page).exists():
            self._write_page(page, page_of(self._ledger.result(entry.key)))
        return True

    def _task(self, entry: Entry, submission: Submission) -> Task:
        return Task(
            learner=entry.learner,
            kata=entry.kata,
            kata_version=self._plan.versions[entry.kata],
            submission=submission,
            page=self._plan.page_of(entry.key),
            roots=self._plan.roots,
            budgets=self._plan.budgets,
            trusts=self._plan.trusts,
        )

    def _take(self, task: Task, ended: Done | Lost) -> bool:
        """Keep what came of a task, or note that it is to be tried again; tell whether there was a result."""
        if isinstance(ended, Done) and ended.stop:
            raise StoppedError(ended.stop)
        if isinstance(ended, Done) and ended.line:
            self._in_vain = 0
            self._keep(ended)
            return True
        why = f"the grader itself failed ({ended.fault})" if isinstance(ended, Done) else f"the grading {ended.why}"
        self._tries[task.key] += 1
        is_late = isinstance(ended, Lost) and ended.is_late
        if self._tries[task.key] < MAX_TRIES and not is_late:
            self._again.append(task)
        else:
            self._keep(self._given_up(task, why, "timeout" if is_late else "crashed"))
        return False

    def _expect_sound(self, runner: Runner, task: Task) -> None:
        """After several gradings in vain, see whether the reference can be graded."""
        self._in_vain += 1
        if self._in_vain < MAX_IN_VAIN:
            return
        self._in_vain = 0
        kata = self._plan.katas[task.kata]
        reference = Submission(name=kata.file_name, source=text_of(kata.reference_path))
        for _, ended in runner([msgspec.structs.replace(task, submission=reference)]):
            if not isinstance(ended, Done) or not ended.line:
                why = ended.why if isinstance(ended, Lost) else ended.fault or ended.stop
                raise StoppedError(f"{MAX_IN_VAIN} gradings in a row came to no result, nor did the reference's: {why}")

    def _keep(self, ended: Done) -> None:
        """Put a result and its report on the disk, for all who handed in the same file."""
        result = ended.result
        assert result is not None
        self._write_page(result.page, ended.page)
        self._ledger.add(result, ended.line)
        self.counted += 1
        self._open.discard(result.key)
        for twin in self._waiting.pop(result.key, ()):
            if result.given_up:  # which says nothing of the file
                self._again.append(twin)
            else:
                self._keep_copy(twin, result)

    def _keep_copy(self, task: Task, result: BatchResult) -> None:
        """Keep what the same file came to at another learner: the same file gets the same result."""
        submission = msgspec.structs.replace(result.submission, path=task.submission.path)
        copy = msgspec.structs.replace(result, learner=task.learner, page=task.page, submission=submission)
        self._keep(written(copy))

    def _write_page(self, place: str, page: bytes) -> None:
        self._ledger.require_place()
        path = self._ledger.out / place
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_all(path, [page], is_synced=True)
        except OSError as error:
            raise OutError(path, error) from error

    def _given_up(self, task: Task, why: str, outcome: Outcome) -> Done:
        """Return the result of a grading that came to none: no points, and a word that somebody has to look at it."""
        kata = self._plan.katas[task.kata]
        told = f"{why}. This says nothing of the code; whoever runs the course should look at it"
        if isinstance(kata, ProseKata):
            problem = f"It was not graded: {told}."
            return done(task, grade_explanation(kata, msgspec.structs.replace(task.submission, problem=problem)), why)
        not_run = "Not run, for the grading was given up."
        checks = unrun(kata, not_run, WorkerEnded(outcome, told))
        budgets = unmeasured(kata, not_run, counts=self._plan.budgets)
        result = Result(
            kata=kata.id,
            title=kata.spec.title,
            submission=task.submission.ref,
            at=utc_now(),
            verdict=verdict_of(checks),
            score=0.0,
            max_score=self._plan.most_points(kata.id),
            checks=checks,
            budgets=budgets,
            warnings=(f"It was not graded: {told}.",),
            isolation="none",
            duration_s=0.0,
        )
        return done(task, result, why)
