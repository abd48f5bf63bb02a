"""The collection holds what it promises: references pass, mistakes fail, stubs are kind, examples are true."""

from __future__ import annotations

import doctest
from collections.abc import Callable

import numpy as np
import pytest

from grader.catalogue import Catalogue, find_catalogue
from grader.grading import Grader
from grader.kata import Mistake
from grader.result import Result
from grader.submission import Submission

KATAS = find_catalogue().ids("code")
MISTAKES = [(kata_id, mistake) for kata_id in KATAS for mistake in find_catalogue().load(kata_id).spec.mistakes]

Grade = Callable[..., Result]


@pytest.mark.parametrize("kata_id", KATAS)
def test_the_reference_passes_every_check_and_budget(catalogue: Catalogue, grade_source: Grade, kata_id: str) -> None:
    """And ten points are to be had."""
    result = grade_source(kata_id, catalogue.load(kata_id).reference, with_budgets=True)
    assert result.verdict == "passed"
    assert result.score == result.max_score == 10


@pytest.mark.parametrize(("kata_id", "mistake"), MISTAKES, ids=lambda value: getattr(value, "id", value))
def test_every_declared_mistake_is_refused_and_named(
    catalogue: Catalogue, grade_source: Grade, kata_id: str, mistake: Mistake
) -> None:
    """By a check, and not because it cannot be loaded; and it is told from every other one."""
    result = grade_source(kata_id, catalogue.load(kata_id).mistaken_source(mistake))
    assert result.verdict == "failed"
    assert result.problem == ""
    assert [named.id for named in result.mistakes] == [mistake.id]


@pytest.mark.parametrize("kata_id", KATAS)
def test_every_way_to_make_a_mistake_is_refused(grader: Grader, catalogue: Catalogue, kata_id: str) -> None:
    """Each of the edits that come to the same mistake; and what is only another style of the reference passes."""
    kata = catalogue.load(kata_id)
    passed = [
        (mistake.id, number)
        for mistake in kata.spec.mistakes
        for number, edit in enumerate(mistake.edits)
        if not grader.first_failure(kata, Submission(name="edit.py", source=edit.apply(kata.reference)))
    ]
    assert passed == []
    for style in kata.spec.styles:
        assert grader.first_failure(kata, Submission(name="style.py", source=style.apply(kata.reference))) == ""


@pytest.mark.parametrize("kata_id", KATAS)
def test_the_stub_fails_every_check_kindly(catalogue: Catalogue, grade_source: Grade, kata_id: str) -> None:
    """An unedited stub is told what to do first."""
    result = grade_source(kata_id, catalogue.load(kata_id).stub)
    assert result.score == 0
    assert "Nothing is written yet" in result.advice
    assert all(check.outcome in ("error", "failed") for check in result.checks)
    assert all("Traceback" not in check.message for check in result.checks)


@pytest.mark.parametrize("kata_id", KATAS)
def test_the_statement_s_examples_are_true(catalogue: Catalogue, kata_id: str) -> None:
    """Every >>> of the statement gives with the reference what the statement says."""
    kata = catalogue.load(kata_id)
    names: dict[str, object] = {"np": np}
    exec(compile(kata.reference, str(kata.reference_path), "exec"), names)
    test = doctest.DocTestParser().get_doctest(kata.statement, names, kata_id, "statement.md", 0)
    outcome = doctest.DocTestRunner().run(test)
    assert outcome.failed == 0
    assert outcome.attempted >= 3, "a statement has three examples or more"


@pytest.mark.parametrize("kata_id", KATAS)
def test_a_kata_is_whole(catalogue: Catalogue, kata_id: str) -> None:
    """At least twelve mistakes, three hints, a point in ten for bad input, and no hint that gives a line away."""
    kata = catalogue.load(kata_id)
    assert len(kata.spec.mistakes) >= 12
    assert len(kata.spec.hints) == 3
    assert "test_bad_input" in kata.checks, "one check holds a learner to refusing bad input"
    assert kata.checks["test_bad_input"].points == 1
    code = [line.strip() for line in kata.reference.splitlines() if len(line.strip()) > 20]
    assert not [line for hint in kata.spec.hints for line in code if line in hint]
