"""What a learner may read of a kata, and what of the reference must not be found there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from grader.authoring.problem import Problem, at_field
from grader.kata import Exercise, Kata
from grader.prose import ProseKata
from grader.reading.sentences import sentences

_LEAST_GIVEN = 12
"""Shorter pieces of code than this give nothing away."""


def leaks(kata: Exercise) -> Iterator[Problem]:
    """Yield what gives the solution, or the answer, away."""
    if isinstance(kata, Kata):
        yield from _of_code(kata)
    elif isinstance(kata, ProseKata):
        yield from _of_answer(kata)


def _readable(kata: Kata) -> Iterator[tuple[str, str]]:
    """Yield whatever of kata.yaml a learner may read, by its place."""
    for number, hint in enumerate(kata.spec.hints):
        yield f"hints.{number}", hint
    for name, check in kata.checks.items():
        for key in ("title", "why", "hint"):
            yield f"checks.{name}.{key}", getattr(check, key)
    for name, budget in kata.budgets.items():
        yield f"budgets.{name}.hint", budget.hint
    for number, mistake in enumerate(kata.spec.mistakes):
        yield f"mistakes.{number}.look", mistake.look


def _of_code(kata: Kata) -> Iterator[Problem]:
    shown = _squeezed(kata.statement)
    pieces = [(line, code) for line, code in _pieces(kata.reference) if _squeezed(code) not in shown]

    def given(text: str) -> str:
        squeezed = _squeezed(text)
        found = [(line, code) for line, code in pieces if _squeezed(code) in squeezed]
        if not found:
            return ""
        line, code = max(found, key=lambda piece: len(piece[1]))
        return f"gives away line {line} of the reference: `{' '.join(code.split())}`"

    for where, text in _readable(kata):
        if problem := given(text):
            yield at_field(kata, "hints", where, problem, "Say what to look at, in words.")
    if problem := given(kata.stub):
        yield Problem(part="stub", file=str(kata.folder / "stub.py"), problem=problem, fix="Leave it to the learner.")


def _pieces(source: str) -> list[tuple[int, str]]:
    """Return the lines of a reference that a hint must not hold, and what they compute, with their numbers.

    What refuses bad input is no secret, and neither are names and arguments.
    """
    found: list[tuple[int, str]] = []
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            parts: list[ast.stmt | ast.expr] = []
            match node:
                case ast.Assign() | ast.AugAssign() | ast.AnnAssign():
                    parts = [node, *([node.value] if node.value else [])]
                case ast.Return(value=value) if value is not None:
                    parts = [node, value]
                case ast.Expr(value=ast.Call() as call):
                    parts = [call, *call.args]
                case ast.For() | ast.While():
                    parts = [node.iter if isinstance(node, ast.For) else node.test]
            for part in parts:
                code = ast.get_source_segment(source, part) or ""
                if len(_squeezed(code)) >= _LEAST_GIVEN and re.search(r"\W", _squeezed(code)):
                    found.append((part.lineno, code))
    return found


def _squeezed(text: str) -> str:
    return re.sub(r"[\s`]+", "", text).lower()


def _of_answer(kata: ProseKata) -> Iterator[Problem]:
    readable = {f"hints.{number}": hint for number, hint in enumerate(kata.spec.hints)}
    readable |= {f"rubric.points.{name}.hint": point.hint for name, point in kata.rubric.points.items()}
    readable |= {f"rubric.misconceptions.{name}.look": one.look for name, one in kata.rubric.misconceptions.items()}
    texts = [sentence.text for sentence in sentences(kata.reference)]
    said = [(text, _squeezed(text).strip(".,;:!?")) for text in texts]
    for where, text in (*readable.items(), ("", kata.statement)):
        for sentence, bare in said:
            if len(bare) < 2 * _LEAST_GIVEN or bare not in _squeezed(text):
                continue
            problem, fix = f"gives away a sentence of the model answer: “{sentence}”", "Ask for it, in other words."
            if where:
                yield at_field(kata, "hints", where, problem, fix)
            else:
                yield Problem(part="hints", file=str(kata.statement_path), problem=problem, fix=fix)
