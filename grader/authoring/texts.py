"""What can be said of a kata's files by reading them: whether they agree, give nothing away, and leave nothing open."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator

from grader.authoring.problem import Mend, Problem
from grader.kata import Exercise, Kata, signatures
from grader.reading.sentences import sentences
from grader.result import total

TO_FILL = "FILL IN"
"""Marks what `grade kata new` leaves to the author."""
NAIVE = "naive.py"
"""A right solution as one would write it first, which the budgets are there to refuse; a kata may have one."""
RIGHT = "right"
"""A folder of right answers, all of which have to pass; a kata may have one."""
ALL_POINTS = 10
SCHEMA_LINE = "# yaml-language-server: $schema=../kata.schema.json"

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_LEAST_GIVEN = 12
"""Shorter pieces of code than this give nothing away."""
_SEEDED = ("default_rng", "Generator", "RandomState", "SeedSequence", "PCG64", "Philox", "SFC64", "MT19937")
_CLOCKS_AND_DICE = ("random", "secrets", "time", "datetime", "uuid")


def read_through(kata: Exercise) -> Iterator[Problem]:
    """Yield what is wrong with the files of any kata, as far as reading tells."""
    yield from _names(kata)
    yield from _left_open(kata)
    yield from _emptiness(kata)
    yield from _points(kata)
    yield from _schema_line(kata)
    if isinstance(kata, Kata):
        yield from _agreement(kata)
        yield from _given_away(kata)
        yield from _dice(kata)
    else:
        yield from _answer_given_away(kata)
    yield from _sources(kata)


def _statement(kata: Exercise) -> str:
    return str(kata.folder / "statement.md")


def _spec(kata: Exercise) -> str:
    return str(kata.folder / "kata.yaml")


def _names(kata: Exercise) -> Iterator[Problem]:
    if not _NAME.fullmatch(kata.id):
        problem = "is no name for a kata"
        fix = "Use small letters, digits and underscores, such as `layer_norm`."
        yield Problem(part="texts", file=str(kata.folder), problem=problem, fix=fix)
    known = {*kata.files, NAIVE, RIGHT, "__pycache__", "kata.schema.json"}
    for path in sorted(kata.folder.iterdir()):
        if path.name not in known and not path.name.startswith("."):
            problem = "belongs to no part of a kata"
            fix = f"Remove it. Beside {', '.join(kata.files)} there may be {NAIVE} and {RIGHT}/."
            yield Problem(part="texts", file=str(path), problem=problem, fix=fix)
    for path in sorted((kata.folder / RIGHT).glob("*")) if (kata.folder / RIGHT).is_dir() else ():
        if path.name != "__pycache__" and not (path.is_file() and path.suffix == kata.suffix):
            fix = f"Remove it; in {RIGHT}/ are right answers, files in {kata.suffix}."
            yield Problem(part="right", file=str(path), problem="is no answer", fix=fix)


def _sources(kata: Exercise) -> Iterator[Problem]:
    """A statement names where its definitions come from; a question to be answered in prose need not."""
    names = {match[0] for source in kata.spec.sources if (match := re.search(r"[^\W\d_]{3,}", source))}
    if isinstance(kata, Kata) and not any(name in kata.statement for name in names):
        fix = f"Add a line: Source: {kata.spec.sources[0]}"
        yield Problem(part="texts", file=_statement(kata), problem="names none of the sources of kata.yaml", fix=fix)


def _left_open(kata: Exercise) -> Iterator[Problem]:
    for path in (*(kata.folder / name for name in kata.files), kata.reference_path):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if TO_FILL in line:
                what = re.split(r'["|*)]', line.partition(TO_FILL)[2])[0].strip(" :.")
                problem = "is still to be filled in" + (f": {what}" if what else "")
                yield Problem(part="texts", file=str(path), line=number, problem=problem, fix="Write it.")


def _emptiness(kata: Exercise) -> Iterator[Problem]:
    """Words that are blanks: the types ask for one character, and cannot ask for more."""

    def blank(where: str) -> Problem:
        return Problem(
            part="texts",
            file=_spec(kata),
            line=kata.line_of(where),
            where=where,
            problem="says nothing",
            fix="Write a sentence.",
        )

    if not kata.spec.title.strip():
        yield blank("title")
    for key in ("topics", "sources", "hints"):
        for number, text in enumerate(getattr(kata.spec, key)):
            if not text.strip():
                yield blank(f"{key}.{number}")
    if isinstance(kata, Kata):
        for name, check in kata.checks.items():
            for key in ("title", "why", "hint"):
                if not getattr(check, key).strip():
                    yield blank(f"checks.{name}.{key}")
        for number, mistake in enumerate(kata.spec.mistakes):
            if not mistake.says.strip():
                yield blank(f"mistakes.{number}.says")


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
    fix = f"Share {ALL_POINTS} points out among checks and budgets.{largest}"
    yield Problem(part="texts", file=_spec(kata), line=kata.line_of(where), where=where, problem=problem, fix=fix)


def _schema_line(kata: Exercise) -> Iterator[Problem]:
    text = (kata.folder / "kata.yaml").read_text(encoding="utf-8")
    if not re.match(r"\ufeff?#\s*yaml-language-server:\s*\$schema=\S", text):
        yield Problem(
            part="texts",
            level="note",
            file=_spec(kata),
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
            line = said[0][0] if said else None
            problem = f"says `{function}({said[0][1]})`" if said else f"does not say how `{function}` is called"
            if said:
                problem += f", and the reference takes ({wanted})"
            fix = f"Write `{function}({wanted})` in it."
            yield Problem(part="texts", file=_statement(kata), line=line, where=function, problem=problem, fix=fix)


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
    """Return, by function, the signatures that a statement writes in code spans: their lines, and arguments."""
    found: dict[str, list[tuple[int, str]]] = {}
    for span in re.finditer(r"`((?:def )?(\w+)\(([^`]*)\))[^`]*`", statement):
        try:
            node = ast.parse(f"def {span[2]}({' '.join(span[3].split())}): pass").body[0]
        except (SyntaxError, ValueError):
            continue  # a call with values, not a signature
        assert isinstance(node, ast.FunctionDef)
        line = statement.count("\n", 0, span.start()) + 1
        found.setdefault(span[2], []).append((line, _bare(node.args)))
    return found


def _hints(kata: Kata) -> Iterator[tuple[str, str]]:
    """Yield whatever a learner may read of a kata.yaml before having solved it, by its place."""
    for number, hint in enumerate(kata.spec.hints):
        yield f"hints.{number}", hint
    for name, check in kata.checks.items():
        yield f"checks.{name}.hint", check.hint
        yield f"checks.{name}.why", check.why
    for name, budget in kata.budgets.items():
        yield f"budgets.{name}.hint", budget.hint
    for number, mistake in enumerate(kata.spec.mistakes):
        yield f"mistakes.{number}.look", mistake.look


def _given_away(kata: Kata) -> Iterator[Problem]:
    pieces = _pieces(kata.reference)
    for where, text in _hints(kata):
        squeezed = _squeezed(text)
        given = [(line, code) for line, code in pieces if _squeezed(code) in squeezed]
        if given:
            line, code = max(given, key=lambda piece: len(piece[1]))
            yield Problem(
                part="hints",
                file=_spec(kata),
                line=kata.line_of(where),
                where=where,
                problem=f"gives away line {line} of the reference: `{' '.join(code.split())}`",
                fix="Say what to look at, in words.",
            )


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
                    parts = [call]
                case ast.For() | ast.While():
                    parts = [node.iter if isinstance(node, ast.For) else node.test]
            for part in parts:
                code = ast.get_source_segment(source, part) or ""
                if len(_squeezed(code)) >= _LEAST_GIVEN and re.search(r"\W", _squeezed(code)):
                    found.append((part.lineno, code))
    return found


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text).lower()


def _answer_given_away(kata: Exercise) -> Iterator[Problem]:
    said = [sentence.text for sentence in sentences(kata.reference)]
    for number, hint in enumerate(kata.spec.hints):
        for sentence in said:
            if len(_squeezed(sentence)) >= 2 * _LEAST_GIVEN and _squeezed(sentence) in _squeezed(hint):
                where = f"hints.{number}"
                yield Problem(
                    part="hints",
                    file=_spec(kata),
                    line=kata.line_of(where),
                    where=where,
                    problem=f"gives away a sentence of the model answer: “{sentence}”",
                    fix="Ask for it, in other words.",
                )


def _dice(kata: Kata) -> Iterator[Problem]:
    """Hidden tests that draw from what nobody seeds, or look at the clock, are different each time."""
    path = kata.hidden_tests
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (what := _unsteady(node.func, bool(node.args or node.keywords))):
            problem = f"`{what}` gives something else each time"
            fix = "Draw by hypothesis, or from the fixture `rng`."
            yield Problem(part="steadiness", file=str(path), line=node.lineno, problem=problem, fix=fix)


def _unsteady(function: ast.expr, has_arguments: bool) -> str:
    """Return what a call draws from, where it is unsteady."""
    name = ast.unparse(function)
    root, _, rest = name.partition(".")
    drawn = re.match(r"(?:np|numpy)\.random\.(\w+)", name)
    if drawn:
        return name if drawn[1] not in _SEEDED or not has_arguments else ""
    if name == "default_rng":
        return "" if has_arguments else name
    if root in _CLOCKS_AND_DICE and rest and not (rest == "Random" and has_arguments):
        return name
    return name if name in ("os.urandom", "id", "hash") else ""
