"""What is checked of a kata in prose: its texts, its stub, its misconceptions, its right answers."""

from __future__ import annotations

from collections.abc import Iterator

from grader.authoring.leaks import leaks
from grader.authoring.problem import Problem, at_field
from grader.authoring.report import Report
from grader.authoring.texts import read_through, right_answers
from grader.explained import grade_explanation
from grader.prose import ProseKata
from grader.result import Result
from grader.sources import text_of
from grader.submission import Submission


def report_on_prose(kata: ProseKata) -> Report:
    """Check a kata that could be read: its rubric has held its own examples and the model answer already."""
    model = _graded(kata, kata.reference)
    return Report(
        kata=kata.id,
        kind="explain",
        folder=str(kata.folder),
        problems=tuple(dict.fromkeys((*read_through(kata), *leaks(kata), *_problems(kata, model)))),
        refused={
            name: tuple(
                f"example {number + 1}"
                for number, example in enumerate(kata.rubric.examples)
                if name in example.misconceptions
            )
            for name in kata.rubric.misconceptions
        },
        right=len(right_answers(kata)),
        grading_s=model.duration_s,
    )


def _graded(kata: ProseKata, text: str) -> Result:
    return grade_explanation(kata, Submission(name=kata.file_name, source=text))


def _problems(kata: ProseKata, model: Result) -> Iterator[Problem]:
    if model.score < model.max_score:
        problem = f"the model answer has {model.score:g} of {model.max_score:g} points"
        yield at_field(kata, "reference", "rubric.groups", problem, "Let it say more, or ask for less.")
    given = kata.rubric.mark(kata.stub).met
    if given:  # as it came it counts as unwritten, but a word of the learner's would make it an answer
        path = str(kata.folder / kata.stub_name)
        problem = f"says {', '.join(sorted(given))} of the answer"
        yield Problem(part="stub", file=path, problem=problem, fix="Let it say nothing of the answer.")
    for answer in right_answers(kata):
        result = _graded(kata, text_of(answer))
        if result.verdict != "passed":
            said = ", ".join(mistake.id for mistake in result.mistakes) or f"{result.score:g} points"
            problem = f"is there as a right answer, and does not pass ({said})"
            yield Problem(
                part="right", file=str(answer), problem=problem, fix="Mend the rubric, or take the answer away."
            )
    shown = {name for example in kata.rubric.examples for name in example.misconceptions}
    for name in kata.rubric.misconceptions:
        if name not in shown:
            where = f"rubric.misconceptions.{name}"
            yield at_field(kata, "mistakes", where, "no example shows it", "Add one under `rubric.examples`.")
    met = {name for example in kata.rubric.examples for name in example.met}
    for name in kata.rubric.points:
        if name not in met:
            where = f"rubric.points.{name}"
            yield at_field(kata, "checks", where, "no example earns it", "Add one under `rubric.examples`.")
