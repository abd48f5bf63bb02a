"""One submission of many is graded: the function that processes here and workers of a cluster run alike."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import msgspec

from grader import __version__
from grader.catalogue import find_catalogue
from grader.errors import JailError, KataError, UsageError
from grader.grading import Effort, Grader
from grader.jail.launch import ZygoteProcess
from grader.kata import Kata
from grader.prose import ProseKata
from grader.reports import FORMATS
from grader.result import Result, to_json
from grader.submission import Submission
from grader.tally import BatchResult, result_of

WALLED = "landlock+seccomp"
BRISK = Effort(shrinking=0, pairs=False)
"""What takes as long as all else together, and changes neither verdict nor points, is left to `grade run`."""


class NoWallError(UsageError):
    """The kernel cannot hold the wall, and nobody said that the submissions are to be trusted."""

    def __init__(self, isolation: str) -> None:
        problem = (
            f"this machine has not both Landlock and seccomp (isolation: {isolation}), and strangers' code is not run"
        )
        super().__init__(f"{problem} without. Use a Linux that has them, or say `--trust-submissions`.")


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A submission to be graded, wherever that will be: its text goes along."""

    learner: str
    kata: str
    kata_version: str
    submission: Submission
    page: str
    roots: tuple[Path, ...] = ()
    """Collections beside the program's own."""
    budgets: bool = True
    trusts: bool = False
    """Whether it may be graded where the kernel cannot hold the wall."""

    @property
    def key(self) -> tuple[str, str]:
        """The learner and the kata."""
        return self.learner, self.kata


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a task."""

    line: bytes = b""
    """The result, as JSON, which goes between processes and machines in less time than the result itself would."""
    page: bytes = b""
    """The report."""
    fault: str = ""
    """What went wrong that is not the submission's doing; it may go right the next time."""
    stop: str = ""
    """What stands in the way of every further task."""

    @property
    def result(self) -> BatchResult | None:
        """The result; None where there is none."""
        return result_of(self.line) if self.line else None


def kata_of(task: Task) -> str:
    """Return a task's kata: of one that it had before, a grader knows what its tests ask and its mistakes answer."""
    return task.kata


def perform(task: Task) -> Done:
    """Grade a submission, in a process that keeps a grader from one to the next."""
    try:
        kata, version = _kata(task.roots, task.kata)
        if version != task.kata_version:
            return Done(stop=f"the kata {task.kata} is another here than where the batch was started, or was changed")
        return done(task, _graded(kata, task))
    except (KataError, NoWallError) as error:
        return Done(stop=str(error))
    except JailError as error:
        _drop_grader()
        return Done(fault=str(error))
    except Exception as error:  # whatever it is, it must not cost the other submissions theirs
        _drop_grader()
        return Done(fault=f"{type(error).__name__}: {error}")


def done(task: Task, result: Result, given_up: str = "") -> Done:
    """Make a result one of many, and its report."""
    fields = {name: getattr(result, name) for name in Result.__struct_fields__}
    whole = BatchResult(
        **fields, learner=task.learner, kata_version=task.kata_version, page=task.page, given_up=given_up
    )
    return written(whole)


def written(result: BatchResult) -> Done:
    """Return a result as it is written down, with its report."""
    return Done(line=to_json(result).encode() + b"\n", page=page_of(result))


def page_of(result: Result) -> bytes:
    """Return the report that the learner is given."""
    return "".join(FORMATS["html"]([result])).encode("utf-8", "backslashreplace")


def version_of(kata: Kata | ProseKata) -> str:
    """Return a digest that changes where a kata's files or the program's version do."""
    digest = hashlib.sha256(__version__.encode())
    for path in kata.paths():
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


def require_wall() -> None:
    """Make sure that this machine can hold strangers' code.

    Raises:
        NoWallError: it cannot.
    """
    with Grader(ZygoteProcess()) as grader:
        if grader.isolation != WALLED:
            raise NoWallError(grader.isolation)


def _graded(kata: Kata | ProseKata, task: Task) -> Result:
    if isinstance(kata, ProseKata):
        with Grader(None) as grader:
            return grader.grade(kata, task.submission)
    grader = _grader()
    if grader.isolation != WALLED and not task.trusts:
        raise NoWallError(grader.isolation)
    return grader.grade(kata, task.submission, task.budgets, BRISK)


@cache
def _grader() -> Grader:
    return Grader(ZygoteProcess())


def _drop_grader() -> None:
    """Let the next task begin with a grader of its own."""
    if _grader.cache_info().currsize:
        _grader().abandon()
        _grader.cache_clear()


@cache
def _kata(roots: tuple[Path, ...], kata_id: str) -> tuple[Kata | ProseKata, str]:
    """Return a kata, and the version of it that this process has."""
    kata = find_catalogue(roots).load(kata_id)
    assert isinstance(kata, Kata | ProseKata)
    return kata, version_of(kata)
