"""What is tried of a kata: one text held to its hidden tests in one way, and what came of it."""

from __future__ import annotations

import copy
import hashlib
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

import msgspec

from grader.authoring.mutants import Mutant, mutants_of
from grader.authoring.problem import Problem, problem_of
from grader.catalogue import load
from grader.entries import Limits
from grader.errors import KataError
from grader.examples import Example
from grader.grading import Grader, failing_of
from grader.jail.endings import WorkerEnded
from grader.jail.launch import ZygoteProcess
from grader.jail.raised import LearnerError
from grader.kata import Kata
from grader.result import Outcome, Result
from grader.submission import Submission

Mode = Literal["graded", "costed", "halved", "named", "quick", "examples", "mutants"]
"""graded: as a learner's file, without budgets. costed: with them. halved: quick, with half of every limit.
named: which checks fail, and which known mistakes are named. quick: only which checks fail. examples: the statement's
examples, run on the reference. mutants: nothing is tried, but what is to be tried is made."""

_PACKAGES = ("numpy", "hypothesis", "pytest", "msgspec", "PyYAML", "cosmic-ray")


class Try(msgspec.Struct, frozen=True, kw_only=True):
    """One text, and how it is to be tried."""

    folder: Path
    reference: Path
    name: str
    """What it is, for its author: "mistake flipped_kernel"."""
    mode: Mode
    source: str
    most: int = 0
    """Of a quick one: after so many failing checks the others are not run; 0 to run all."""
    only: tuple[str, ...] = ()
    """Of a quick one: these checks are run first, and the others only where all of these pass."""
    and_no_more: bool = False
    """Whether the others are not run even then."""
    seed: int = 0
    turn: int = 0
    """Which time it is tried in the same way."""


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a try."""

    failing: dict[str, Outcome] = {}
    """Outcomes of the checks that did not pass; under ``LOADING`` (of grading) that of a text that cannot be loaded."""
    named: tuple[str, ...] = ()
    """Ids of the known mistakes that were named."""
    result: Result | None = None
    """Of a graded or costed one."""
    wrong: tuple[Example, ...] = ()
    """The statement's examples that are not true."""
    example_count: int = 0
    mutants: tuple[Mutant, ...] = ()
    fault: Problem | None = None
    """What is wrong with the kata that ended the try before its time."""
    duration_s: float = 0.0
    """Of a costed one: what a second grading took, with everything loaded."""


def perform(one: Try) -> Tried:
    """Do it, in a process that keeps a grader from one to the next."""
    try:
        kata = _kata(one.folder, one.reference)
        assert isinstance(kata, Kata)
        return _performed(kata, one)
    except KataError as error:
        return Tried(fault=problem_of(error, "checks"))


def _performed(kata: Kata, one: Try) -> Tried:
    grader = _grader()
    submission = Submission(name=kata.file_name, source=one.source)
    match one.mode:
        case "examples":
            return _examples(grader, kata)
        case "mutants":
            return Tried(mutants=tuple(mutants_of(one.source)))
        case "halved":
            return Tried(failing=grader.failing(_with_half_the_limits(kata), submission))
        case "quick":
            failing = grader.failing(kata, submission, one.most, one.only, one.seed)
            if one.only and not failing and not one.and_no_more:
                failing = grader.failing(kata, submission, one.most, seed=one.seed)
            _one_seed_at_a_time(grader, kata, one.seed)
            return Tried(failing=failing)
        case "named":
            failing, named = grader.naming(kata, submission)
            return Tried(failing=failing, named=named)
    result = grader.grade(kata, submission, with_budgets=one.mode == "costed")
    kept = msgspec.structs.replace(result, submission=msgspec.structs.replace(result.submission, text=""))
    tried = Tried(failing=failing_of(result.problem, result.checks), result=kept)
    if one.mode == "graded" or result.problem:
        return tried
    again = grader.grade(kata, submission)
    return msgspec.structs.replace(tried, duration_s=again.duration_s)


def _with_half_the_limits(kata: Kata) -> Kata:
    limits = kata.spec.limits
    halved = copy.copy(kata)
    halved.spec = msgspec.structs.replace(
        kata.spec,
        limits=Limits(
            call_s=limits.call_s / 2,
            total_s=limits.total_s / 2,
            memory_mib=max(1, limits.memory_mib // 2),
            output_kib=limits.output_kib,
        ),
    )
    return halved


def _examples(grader: Grader, kata: Kata) -> Tried:
    try:
        _, examples = grader.examples(kata)
    except (LearnerError, WorkerEnded):
        return Tried()  # which is said of the reference
    wrong = tuple(example for example in examples if not example.is_true)
    return Tried(wrong=wrong, example_count=len(examples))


@cache
def _grader() -> Grader:
    return Grader(ZygoteProcess())


@cache
def _kata(folder: Path, reference: Path) -> object:
    return load(folder, reference)


_last_seed: dict[str, int] = {}


def _one_seed_at_a_time(grader: Grader, kata: Kata, seed: int) -> None:
    """Let go of what was drawn with the seed before, but for that of everybody."""
    before = _last_seed.get(kata.id, 0)
    if before and before != seed:
        grader.forget(kata, before)
    _last_seed[kata.id] = seed


def key_of(one: Try, kata: Kata) -> str:
    """Return what tells a try from every other whose outcome might be another one."""
    spec = kata.spec
    parts: list[object] = [
        program_digest(),
        kata.hidden_tests.read_bytes(),
        kata.reference,
        (spec.functions, spec.packages, spec.limits, list(kata.checks)),
        (one.mode, one.source, one.most, one.only, one.and_no_more, one.seed, one.turn),
    ]
    if one.mode == "examples":
        parts.append(kata.statement)
    if one.mode in ("named", "graded"):
        parts += [kata.stub, spec.mistakes, spec.styles, spec.shapes]
    if one.mode == "costed":
        parts += [kata.stub, list(kata.budgets.items())]
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(msgspec.msgpack.encode(part)).digest())
    return digest.hexdigest()


@cache
def program_digest() -> str:
    """Return what tells this program, and what it runs on, from every other."""
    digest = hashlib.sha256(f"{platform.python_version()} {platform.platform()}".encode())
    for name in _PACKAGES:
        try:
            digest.update(f"{name} {version(name)}".encode())
        except PackageNotFoundError:
            digest.update(name.encode())
    package = Path(__file__).resolve().parents[1]
    for path in sorted(package.rglob("*.py")):
        if "reports" not in path.parts and "cli" not in path.parts:
            digest.update(path.read_bytes())
    return digest.hexdigest()
