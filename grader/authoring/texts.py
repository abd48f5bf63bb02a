"""What can be said of a kata's files by reading them: whether they agree, and leave nothing open."""

from __future__ import annotations

import ast
import builtins
import os
import re
from collections.abc import Iterator
from pathlib import Path

from grader.authoring.problem import Mend, Problem, at_field, problem_of
from grader.authoring.schema import SCHEMA_LINE
from grader.errors import KataError
from grader.kata import Exercise, Kata
from grader.result import total
from grader.sources import signatures, text_of

TO_FILL = "FILL IN"
"""Marks what `grade kata new` leaves to the author."""
NAIVE = "naive.py"
"""A right solution as one would write it first, which the budgets are there to refuse; a kata may have one."""
RIGHT = "right"
"""A folder of right answers, all of which have to pass; a kata may have one."""
ALL_POINTS = 10
KATA_NAME = re.compile(r"[a-z][a-z0-9_]*")

_LONGEST_SIGNATURE = 2000


def read_through(kata: Exercise) -> Iterator[Problem]:
    """Yield what is wrong with the files of any kata, as far as reading tells."""
    yield from _names(kata)
    yield from _left_open(kata)
    yield from _emptiness(kata)
    yield from _points(kata)
    yield from _schema_line(kata)
    if isinstance(kata, Kata):
        yield from _agreement(kata)
    yield from _sources(kata)


def _names(kata: Exercise) -> Iterator[Problem]:
    if not KATA_NAME.fullmatch(kata.id):
        problem = "is no name for a kata"
        fix = "Use small letters, digits and underscores, such as `layer_norm`."
        yield Problem(part="texts", file=str(kata.folder), problem=problem, fix=fix)
    beside = [f"{RIGHT}/", *([NAIVE] if isinstance(kata, Kata) else [])]
    known = {*kata.files, *(name.rstrip("/") for name in beside), "__pycache__"}
    for path in sorted(kata.folder.iterdir()):
        if path.name not in known and not path.name.startswith("."):
            problem = "belongs to no part of a kata"
            fix = f"Remove it. Beside {', '.join(kata.files)} there may be {' and '.join(beside)}."
            yield Problem(part="texts", file=str(path), problem=problem, fix=fix)
    yield from _right_answers(kata)


def _right_answers(kata: Exercise) -> Iterator[Problem]:
    folder, naive = kata.folder / RIGHT, kata.folder / NAIVE
    if os.path.lexists(folder) and not folder.is_dir():
        yield Problem(part="right", file=str(folder), problem="is no folder", fix="Put right answers into a folder.")
    answers = sorted(folder.glob("*")) if folder.is_dir() else []
    for path in (*answers, *([naive] if os.path.lexists(naive) and isinstance(kata, Kata) else [])):
        if path.name == "__pycache__":
            continue
        if not path.is_file() or path.suffix != kata.suffix:
            fix = f"Remove it; right answers are files in {kata.suffix}."
            yield Problem(part="right", file=str(path), problem="is no answer", fix=fix)
            continue
        try:
            text_of(path)
        except KataError as error:
            yield problem_of(error, "right")


def right_answers(kata: Exercise) -> list[Path]:
    """Return the files of right/."""
    return sorted(path for path in (kata.folder / RIGHT).glob(f"*{kata.suffix}") if path.is_file())


def _sources(kata: Exercise) -> Iterator[Problem]:
    """A statement names where its definitions come from; a question to be answered in prose need not."""
    names = {match[0] for source in kata.spec.sources if (match := re.search(r"[^\W\d_]{3,}", source))}
    if isinstance(kata, Kata) and not any(name in kata.statement for name in names):
        fix = f"Add a line: Source: {kata.spec.sources[0]}"
        yield Problem(
            part="texts", file=str(kata.statement_path), problem="names none of the sources of kata.yaml", fix=fix
        )


def _left_open(kata: Exercise) -> Iterator[Problem]:
    for path in kata.paths():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if TO_FILL in line:
                what = re.split(r'["|*)]', line.partition(TO_FILL)[2])[0].strip(" :.")
                problem = "is still to be filled in" + (f": {what}" if what else "")
                yield Problem(part="texts", file=str(path), line=number, problem=problem, fix="Write it.")


def _emptiness(kata: Exercise) -> Iterator[Problem]:
    """Words that are blanks: the types ask for one character, and cannot ask for more."""
    for where in kata.blanks():
        problem, fix = "says nothing", "Write a sentence."
        yield Problem(
            part="texts", file=str(kata.spec_path), line=kata.line_of(where), where=where, problem=problem, fix=fix
        )
    if not kata.statement.strip():
        yield Problem(
            part="texts", file=str(kata.statement_path), problem="says nothing", fix="Write what is to be done."
        )
    if isinstance(kata, Kata) and not kata.spec.mistakes:
        problem = "no mistake is declared, so that nobody knows whether the tests refuse one"
        fix = "Declare what people get wrong, each as an edit of the reference."
        yield at_field(kata, "mistakes", "mistakes", problem, fix)


def _points(kata: Exercise) -> Iterator[Problem]:
    if kata.max_score == ALL_POINTS:
        return
    where = "checks" if isinstance(kata, Kata) else "rubric.groups"
    problem = f"all points together are {kata.max_score:g}, not {ALL_POINTS}"
    largest = ""
    if isinstance(kata, Kata):
        parts = {f"checks.{name}": check.points for name, check in kata.checks.items()}
        parts |= {f"budgets.{name}": budget.points for name, budget in kata.budgets.items()}
        top = max(parts, key=lambda name: parts[name])
        largest = f" The most are those of {top}: {total([parts[top]]):g}."
    parted = "checks and budgets" if isinstance(kata, Kata) else "the groups"
    fix = f"Share {ALL_POINTS} points out among {parted}.{largest}"
    yield Problem(
        part="texts", file=str(kata.spec_path), line=kata.line_of(where), where=where, problem=problem, fix=fix
    )


def _schema_line(kata: Exercise) -> Iterator[Problem]:
    text = kata.spec_path.read_text(encoding="utf-8")
    if not re.match(r"\ufeff?#\s*yaml-language-server:\s*\$schema=\S", text):
        yield Problem(
            part="texts",
            level="note",
            file=str(kata.spec_path),
            line=1,
            problem="names no schema in its first line, so that an editor cannot help",
            fix=f"Begin it with `{SCHEMA_LINE}`.",
            mend=None if text.startswith("\ufeff") else Mend(1, 0, (SCHEMA_LINE,)),
        )


def _bare(arguments: ast.arguments) -> str:
    """Return a function's arguments as a statement writes them: names and defaults, without types."""
    bare = ast.parse(f"def f({ast.unparse(arguments)}): pass").body[0]
    assert isinstance(bare, ast.FunctionDef)
    for argument in [
        *bare.args.posonlyargs,
        *bare.args.args,
        *bare.args.kwonlyargs,
        *filter(None, (bare.args.vararg, bare.args.kwarg)),
    ]:
        argument.annotation = None
    return ast.unparse(bare.args)


def _agreement(kata: Kata) -> Iterator[Problem]:
    """Statement, stub and reference give each function the same arguments."""
    stubs, references = signatures(kata.folder / "stub.py"), signatures(kata.reference_path)
    shown = _signatures_in(kata.statement)
    for function in kata.spec.functions:
        right = references[function]
        wanted = _bare(right.args)
        stub = stubs[function]
        if (came := _bare(stub.args)) != wanted:
            yield Problem(
                part="texts",
                file=str(kata.folder / "stub.py"),
                line=stub.lineno,
                where=function,
                problem=f"takes ({came}), and the reference ({wanted})",
                fix=f"Write `def {function}({wanted})`.",
                mend=_signature_mend(kata, stub, right),
            )
        said = shown.get(function, [])
        if not any(arguments == wanted for _, arguments in said):
            line, arguments = max(said, key=lambda one: len(one[1]), default=(None, ""))
            problem = f"does not say how `{function}` is called"
            if line:
                problem = f"says `{function}({arguments})`, and the reference takes ({wanted})"
            fix = f"Write `{function}({wanted})` in it."
            yield Problem(
                part="texts", file=str(kata.statement_path), line=line, where=function, problem=problem, fix=fix
            )
    yield from _limits(kata)


def _limits(kata: Kata) -> Iterator[Problem]:
    """A statement says what a budget allows."""
    numbers = set(re.findall(r"\d+(?:\.\d+)?", kata.statement))
    words = {2: "twice", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"}
    for name, budget in kata.budgets.items():
        if f"{budget.limit:g}" not in numbers and words.get(int(budget.limit), "-") not in kata.statement:
            problem = f"does not say the limit of the budget `{name}`, {budget.limit:g}"
            fix = "Promise it, under what the kata may cost."
            yield Problem(part="texts", file=str(kata.statement_path), where=name, problem=problem, fix=fix)


def _signature_mend(kata: Kata, stub: ast.FunctionDef, right: ast.FunctionDef) -> Mend | None:
    """Give the stub's function the reference's arguments, types and all, as they are written there.

    None where the stub would not stand by itself any more: something else is on these lines, or a name is not known.
    """
    head = kata.reference.split("\n")[right.lineno - 1 : right.body[0].lineno - 1]
    lines = kata.stub.split("\n")
    count = stub.body[0].lineno - stub.lineno
    old = lines[stub.lineno - 1 : stub.lineno - 1 + count]
    for part in ("\n".join(head).rstrip(), "\n".join(old).rstrip()):
        if not part.endswith(":") or "#" in part:
            return None
    mended = ast.parse("\n".join([*lines[: stub.lineno - 1], *head, *lines[stub.lineno - 1 + count :]]))
    known = {name.asname or name.name.partition(".")[0] for name in ast.walk(mended) if isinstance(name, ast.alias)}
    parts: list[ast.AST] = [right.args, *([right.returns] if right.returns else [])]
    used = {node.id for part in parts for node in ast.walk(part) if isinstance(node, ast.Name)}
    return Mend(stub.lineno, count, tuple(head)) if used <= {*known, *dir(builtins)} else None


def _signatures_in(statement: str) -> dict[str, list[tuple[int, str]]]:
    """Return, by function, the signatures that a statement writes, in spans or blocks: their lines, and arguments."""
    found: dict[str, list[tuple[int, str]]] = {}
    for start in re.finditer(r"\b([A-Za-z]\w*)\(", statement):
        if statement[: start.start()].rpartition("\n")[2].lstrip().startswith((">>>", "...")):
            continue  # an example
        depth, end = 1, start.end()
        while depth and end < min(len(statement), start.end() + _LONGEST_SIGNATURE):
            depth += {"(": 1, ")": -1}.get(statement[end], 0)
            end += 1
        inside = " ".join(statement[start.end() : end - 1].split())
        try:
            node = ast.parse(f"def f({inside}): pass").body[0]
        except (SyntaxError, ValueError):
            continue  # a call with values, not a signature
        assert isinstance(node, ast.FunctionDef)
        line = statement.count("\n", 0, start.start()) + 1
        found.setdefault(start[1], []).append((line, _bare(node.args)))
    return found
