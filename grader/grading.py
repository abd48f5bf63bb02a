"""The one way through the house: a kata and a submission go in, a Result comes out."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from types import TracebackType
from typing import Self

import msgspec

from grader.budgets import measured_budgets, unmeasured
from grader.causes import findings
from grader.drawing import MAX_SHRINKING
from grader.errors import JailError
from grader.examples import Example, run_examples
from grader.experiments import Experiment, experiments
from grader.explained import SecondReader, grade_explanation
from grader.findings import is_unwritten, load_problem, sentence, unrun
from grader.hidden import HiddenTests, Trial
from grader.jail.client import Jail
from grader.jail.endings import WorkerEnded
from grader.jail.launch import ZygoteProcess
from grader.jail.raised import LearnerError
from grader.kata import Kata, is_untouched
from grader.mistakes import Diagnosis, diagnose
from grader.packed import Packed, PackedKata
from grader.prose import ProseKata
from grader.rehearsal import rehearse
from grader.repertoires import Repertoires
from grader.result import BudgetResult, CheckResult, Finding, MistakeNamed, Outcome, Result, total, utc_now, verdict_of
from grader.solution import JailedSolution, TrustedSolution
from grader.submission import Submission

LOADING = "loading"
"""Stands for a check where a submission cannot be loaded."""
NAMING_SHRINKING = 6
"""Tries to make a counterexample smaller where nobody reads it, and only the mistake behind it is wanted."""
_BY_CHOICE = "What it costs was not measured, as was asked."


class Effort(msgspec.Struct, frozen=True, kw_only=True):
    """How much is done for a learner's understanding, beyond verdict and points, which do not depend on it."""

    shrinking: int = MAX_SHRINKING
    """So many tries may make the first counterexample smaller; with 0, each is the smallest one drawn."""
    pairs: bool = True
    """Whether two mistakes at once are looked for where no single one explains all."""


ALL = Effort()


class Grader:
    """Grades submissions, with one zygote and one open test session per kata kept between them."""

    def __init__(self, zygote: ZygoteProcess | None, second_reader: SecondReader | None = None) -> None:
        """``zygote`` is this grader's from now on; started early, it loads while this program does.

        Without one, only explanations can be graded, for these run nothing. A ``second_reader`` is asked for the points
        of an explanation that were not found.
        """
        self._walled = Jail(zygote) if zygote else None
        self._repertoires = Repertoires()
        self._second_reader = second_reader
        self._hidden: dict[tuple[str, int], HiddenTests] = {}
        self._interrupted = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def _jail(self) -> Jail:
        if self._walled is None:
            raise JailError("this grader was started without its wall, and so for explanations alone")
        return self._walled

    @property
    def isolation(self) -> str:
        """What holds the wall: "landlock+seccomp", or "process" where the kernel has not both."""
        return self._jail.isolation

    def abandon(self) -> None:
        """End the zygote and every worker at once, whatever the test sessions are at."""
        self._interrupted = True
        self.close()

    def close(self) -> None:
        """End the test sessions, the zygote and every worker."""
        if self._walled and self._interrupted:
            self._walled.kill()
            return
        for hidden in self._hidden.values():
            hidden.close()
        self._repertoires.close()
        if self._walled:
            self._walled.close()

    def grade(
        self,
        kata: Kata | ProseKata | Packed,
        submission: Submission,
        with_budgets: bool = True,
        effort: Effort = ALL,
    ) -> Result:
        """Grade ``submission`` as a solution of ``kata``.

        A packed kata has the statement's examples alone, and no points.

        Args:
            kata: of any kind.
            submission: of the kata's language, as far as is known.
            with_budgets: whether what it costs is looked at.
            effort: what is done to explain what went wrong.
        Raises:
            KataError: the kata's own tests cannot be used.
            JailError: the wall cannot be put up.
        """
        if isinstance(kata, ProseKata):
            return grade_explanation(kata, submission, self._second_reader)
        if not isinstance(kata, Kata):
            return rehearse(self._jail if isinstance(kata, PackedKata) else None, kata, submission)
        started, at = time.monotonic(), utc_now()
        problem, checks, trials = self._checks(kata, submission, effort.shrinking)
        unwritten = is_untouched(submission.source, kata.stub) or is_unwritten(checks)
        budgets = (
            self._budgets(kata, submission, checks) if with_budgets else unmeasured(kata, _BY_CHOICE, counts=False)
        )
        parts: tuple[CheckResult | BudgetResult, ...] = (*checks, *budgets)
        mistakes, causes = (
            self._explained(kata, submission, checks, trials, effort.pairs) if trials and not unwritten else ((), ())
        )
        self._jail.require_whole()  # a test may have taken its end for the code's
        return Result(
            kata=kata.id,
            title=kata.spec.title,
            submission=submission.ref,
            at=at,
            verdict=verdict_of(parts, problem),
            score=total(part.points for part in parts),
            max_score=total(part.max_points for part in parts),
            checks=checks,
            budgets=budgets,
            mistakes=mistakes,
            findings=causes,
            unwritten=unwritten,
            problem=problem,
            advice=_advice(kata, unwritten, problem, checks, budgets),
            isolation=self.isolation,
            duration_s=round(time.monotonic() - started, 3),
        )

    def failing(
        self, kata: Kata, submission: Submission, most: int = 0, only: Collection[str] = (), seed: int = 0
    ) -> dict[str, Outcome]:
        """Return how ``submission`` fails, by check, for those who have many to try, and want no more than this.

        Args:
            most: after so many failing checks the others are not run; 0 to run all.
            only: names of the checks to run; none to run all.
            seed: other inputs are drawn with another than 0.
        Returns:
            The outcomes of the checks that do not pass; under ``LOADING`` that of a submission that cannot be loaded.
        """
        hidden = self._hidden_tests(kata, seed)
        solution = JailedSolution(self._jail, kata.spec, submission, hidden.reference.parameters)
        try:
            if solution.start():
                return {LOADING: "error"}
            return hidden.failing(solution, submission.source, most, only)
        except LearnerError:
            return {LOADING: "error"}
        except WorkerEnded as ended:
            return {LOADING: ended.outcome}
        finally:
            solution.close()

    def naming(self, kata: Kata, submission: Submission) -> tuple[dict[str, Outcome], tuple[str, ...]]:
        """Return how ``submission`` fails, by check, and the ids of the known mistakes that explain it.

        Quicker than ``grade``, for counterexamples are made no smaller than naming takes.
        """
        problem, checks, trials = self._checks(kata, submission, NAMING_SHRINKING)
        failing = failing_of(problem, checks)
        if problem:
            return failing, ()
        reference = TrustedSolution(kata, kata.reference_path)
        _, diagnosis = self._diagnosed(kata, reference, submission, checks, trials)
        return failing, tuple(mistake.id for mistake in diagnosis.named)

    def examples(self, kata: Kata) -> tuple[str, list[Example]]:
        """Run the statement's examples on the reference, as ``run_examples`` does."""
        submission = Submission(name=kata.reference_path.name, source=kata.reference)
        return run_examples(self._jail, kata.spec, kata.statement_path, submission)

    def forget(self, kata: Kata, seed: int) -> None:
        """End the test session of a kata, of which nothing more is wanted for now."""
        if hidden := self._hidden.pop((kata.id, seed), None):
            hidden.close()

    def _hidden_tests(self, kata: Kata, seed: int = 0) -> HiddenTests:
        if (kata.id, seed) not in self._hidden:
            self._hidden[kata.id, seed] = HiddenTests(kata, seed)
        return self._hidden[kata.id, seed]

    def _checks(
        self, kata: Kata, submission: Submission, shrinking: int = MAX_SHRINKING
    ) -> tuple[str, tuple[CheckResult, ...], list[Trial]]:
        """Return why the submission cannot be loaded ("" where it can), each check's result, and the calls made."""
        not_run = "Not run, for the submission could not be loaded."
        if submission.problem:
            return submission.problem, unrun(kata, not_run), []
        hidden = self._hidden_tests(kata)
        solution = JailedSolution(self._jail, kata.spec, submission, hidden.reference.parameters)
        try:
            if problem := solution.start():
                return problem, unrun(kata, not_run), []
            return "", *hidden.run(solution, submission.source, shrinking)
        except LearnerError as error:
            out_of_memory = WorkerEnded("memory", "importing it took more memory than it may")
            ended = out_of_memory if error.is_memory and not error.in_compile else None
            return load_problem(error, submission.source), unrun(kata, not_run, ended), []
        except WorkerEnded as ended:
            return sentence(ended.message), unrun(kata, not_run, ended), []
        except KeyboardInterrupt:
            self._interrupted = True
            raise
        finally:
            if not self._interrupted:  # else the test session may be using the worker at this moment
                solution.close()

    def _budgets(self, kata: Kata, submission: Submission, checks: tuple[CheckResult, ...]) -> tuple[BudgetResult, ...]:
        """Measure what ``submission`` costs, where every answer is right: the cost of a wrong one says nothing."""
        if any(check.outcome != "passed" for check in checks):
            return unmeasured(kata, "What it costs is measured once every check passes.", counts=True)
        try:
            return measured_budgets(self._jail, kata, submission, self._hidden_tests(kata).workloads)
        except KeyboardInterrupt:
            self._interrupted = True
            raise

    def _explained(
        self,
        kata: Kata,
        submission: Submission,
        checks: tuple[CheckResult, ...],
        trials: list[Trial],
        with_pairs: bool,
    ) -> tuple[tuple[MistakeNamed, ...], tuple[Finding, ...]]:
        """Return the known mistakes that explain what failed, and the failing checks by cause."""
        if all(check.outcome in ("passed", "skipped") for check in checks):
            return (), ()
        reference = TrustedSolution(kata, kata.reference_path)
        found, diagnosis = self._diagnosed(kata, reference, submission, checks, trials, with_pairs)
        known = self._repertoires.of(self._jail, kata).facts
        return diagnosis.named, findings(kata, reference, submission.source, checks, found, diagnosis, known)

    def _diagnosed(
        self,
        kata: Kata,
        reference: TrustedSolution,
        submission: Submission,
        checks: tuple[CheckResult, ...],
        trials: list[Trial],
        with_pairs: bool = True,
    ) -> tuple[list[Experiment], Diagnosis]:
        """Return the calls looked at, and the known mistakes that explain what is wrong with them."""
        repertoire = self._repertoires.of(self._jail, kata)
        found = experiments(reference, submission.source, trials, repertoire.recall)
        is_whole = all(check.outcome in ("passed", "failed", "error") for check in checks)
        if not is_whole:
            return found, Diagnosis()
        return found, diagnose(kata, reference, found, repertoire, with_pairs)


def failing_of(problem: str, checks: Iterable[CheckResult]) -> dict[str, Outcome]:
    """Return the outcomes of the checks that did not pass; under ``LOADING`` that of what cannot be loaded at all."""
    if problem:
        return {LOADING: "error"}
    return {check.id: check.outcome for check in checks if check.outcome != "passed"}


def _advice(
    kata: Kata, unwritten: bool, problem: str, checks: tuple[CheckResult, ...], budgets: tuple[BudgetResult, ...]
) -> str:
    """Return the next step."""
    if problem:
        return "Mend that first; nothing else could be tried."
    if unwritten:
        todo = f"Write the body of `{kata.spec.functions[0]}`, then run this again"
        return f"Nothing is written yet. {todo}; `grade hint {kata.id}` gives a nudge."
    if all(check.outcome == "passed" for check in checks):
        return (
            "" if all(budget.passes for budget in budgets) else "Every answer is right; what is left is what it costs."
        )
    return f"Start with the first check that fails; `grade hint {kata.id}` gives a hint."
