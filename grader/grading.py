"""The one way through the house: a kata and a submission go in, a Result comes out."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

from grader.findings import is_unwritten, raised_text, sentence, unrun
from grader.hidden import HiddenTests
from grader.jail.client import Jail, WorkerEnded
from grader.jail.launch import ZygoteProcess
from grader.jail.raised import LearnerError
from grader.kata import Kata, is_untouched
from grader.result import CheckResult, Result, SubmissionRef, total, verdict_of
from grader.solution import JailedSolution
from grader.submission import Submission


class Grader:
    """Grades submissions, with one zygote and one open test session per kata kept between them."""

    def __init__(self, zygote: ZygoteProcess) -> None:
        """``zygote`` is this grader's from now on; started early, it loads while this program does."""
        self._jail = Jail(zygote)
        self._hidden: dict[str, HiddenTests] = {}
        self._interrupted = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the test sessions, the zygote and every worker."""
        if self._interrupted:
            self._jail.kill()
            return
        for hidden in self._hidden.values():
            hidden.close()
        self._jail.close()

    def grade(self, kata: Kata, submission: Submission) -> Result:
        """Grade ``submission`` as a solution of ``kata``.

        Raises:
            KataError: the kata's own tests cannot be used.
            JailError: the wall cannot be put up.
        """
        started = time.monotonic()
        problem, checks = self._checks(kata, submission)
        unwritten = is_untouched(submission.source, kata.stub) or is_unwritten(checks)
        return Result(
            kata=kata.id,
            title=kata.spec.title,
            submission=SubmissionRef(name=submission.name, sha256=submission.sha256, path=submission.path),
            verdict=verdict_of(checks, problem),
            score=total(check.points for check in checks),
            max_score=kata.max_score,
            checks=checks,
            unwritten=unwritten,
            problem=problem,
            advice=_advice(kata, unwritten, problem, checks),
            isolation=self._jail.isolation,
            duration_s=round(time.monotonic() - started, 3),
        )

    def _checks(self, kata: Kata, submission: Submission) -> tuple[str, tuple[CheckResult, ...]]:
        """Return why the submission cannot be loaded ("" where it can), and the result of every check."""
        not_run = "Not run, for the submission could not be loaded."
        if submission.problem:
            return submission.problem, unrun(kata, not_run)
        if kata.id not in self._hidden:
            self._hidden[kata.id] = HiddenTests(kata)
        hidden = self._hidden[kata.id]
        solution = JailedSolution(self._jail, kata, submission, hidden.reference.parameters)
        try:
            if problem := solution.start():
                return problem, unrun(kata, not_run)
            return "", hidden.run(solution, submission.source)
        except LearnerError as error:
            out_of_memory = WorkerEnded("memory", "importing it took more memory than it may")
            ended = out_of_memory if error.is_memory and not error.in_compile else None
            return _load_problem(error, submission), unrun(kata, not_run, ended)
        except WorkerEnded as ended:
            return sentence(ended.message), unrun(kata, not_run, ended)
        except KeyboardInterrupt:
            self._interrupted = True
            raise
        finally:
            if not self._interrupted:  # else the test session may be using the worker at this moment
                solution.close()


def _load_problem(error: LearnerError, submission: Submission) -> str:
    if error.in_compile and error.is_memory:
        return "It cannot be compiled: something in it is nested too deeply."
    if error.in_compile:
        return f"It is not Python: {raised_text(error, submission.source)}."
    return f"Importing it fails: {raised_text(error, submission.source)}."


def _advice(kata: Kata, unwritten: bool, problem: str, checks: tuple[CheckResult, ...]) -> str:
    """Return the next step."""
    if problem:
        return "Mend that first; nothing else could be tried."
    if unwritten:
        todo = f"Write the body of `{kata.spec.functions[0]}`, then run this again"
        return f"Nothing is written yet. {todo}; `grade hint {kata.id}` gives a nudge."
    if all(check.outcome == "passed" for check in checks):
        return ""
    return f"Start with the first check that fails; `grade hint {kata.id}` gives a hint."
