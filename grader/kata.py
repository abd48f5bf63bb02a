"""A kata: the folder that a mentor writes, checked once, when it is read."""

from __future__ import annotations

import ast
import importlib.util
import keyword
import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import Meta

from grader.errors import KataError, did_you_mean
from grader.result import total
from grader.spec import Document

SPEC = "kata.yaml"
FILES = (SPEC, "statement.md", "stub.py", "hidden_tests.py")

MAX_TEXT_BYTES = 1 << 20
"""No file of a kata is larger."""
WORKLOAD = "workload_"
"""How the names of workloads in hidden_tests.py begin."""

Words = Annotated[str, Meta(min_length=1)]
Name = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]

RESERVED = (
    *("blame", "calls", "changed_arguments", "close", "defaults", "expect_refusal", "functions", "given", "last_call"),
    *("parameters", "program", "reused_earlier_result", "start", "take_calls", "take_printed", "warned"),
)
"""What hidden tests and workloads find on `solution` beside the kata's functions, which cannot have these names."""


Kind = Literal["code", "explain"]


class Outline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What kata.yaml says of a kata of any kind."""

    title: Words
    topics: Annotated[tuple[Words, ...], Meta(min_length=1)]
    difficulty: Literal["easy", "medium", "hard"]
    sources: Annotated[tuple[Words, ...], Meta(min_length=1)]
    hints: Annotated[tuple[Words, ...], Meta(min_length=1)]
    """From a nudge to nearly there."""


class Check(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one test function of hidden_tests.py is worth and says; its key in kata.yaml is the function's name."""

    title: Words
    """What a right solution does, in the learner's words."""
    points: Annotated[float, Meta(gt=0, le=100)]
    why: Words
    """Why it matters outside of a kata, in one sentence."""
    hint: Words
    """What to look at when the check fails; never the solution."""


BudgetKind = Literal["time", "memory", "growth"]

BUDGET_KINDS: tuple[BudgetKind, ...] = ("time", "memory", "growth")


class Budget(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a solution may cost on one workload beside the reference, in one of three ways; its key names it."""

    title: Words
    workload: Words
    """Name of the function ``workload_<name>`` in hidden_tests.py."""
    points: Annotated[float, Meta(gt=0, le=100)]
    hint: Words
    """Where the cost usually comes from, for a learner whose code is over the limit."""
    time: Annotated[float, Meta(gt=1, le=1000)] | None = None
    """CPU time at most so many times the reference's."""
    memory: Annotated[float, Meta(gt=1, le=1000)] | None = None
    """Peak memory at most so many times the reference's."""
    growth: Annotated[float, Meta(gt=0, le=10)] | None = None
    """Exponent of CPU time against size at most this."""
    sizes: Annotated[tuple[Annotated[int, Meta(ge=1, le=1_000_000_000)], ...], Meta(max_length=6)] = ()
    """Of a growth budget: the sizes that the workload is run at, rising."""

    @property
    def kind(self) -> BudgetKind:
        """Which of the three limits it has."""
        return next(kind for kind in BUDGET_KINDS if getattr(self, kind) is not None)

    @property
    def limit(self) -> float:
        """The limit of its kind."""
        return float(getattr(self, self.kind))


class Edit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"replacement": "with"}):
    """A change of the reference solution's text."""

    replace: Words
    """Text that stands in the reference exactly once."""
    replacement: str
    """What to put there (the key is ``with``)."""

    def apply(self, source: str) -> str:
        """Return ``source`` with the change made; "" where the text to replace does not stand in it exactly once."""
        return source.replace(self.replace, self.replacement) if source.count(self.replace) == 1 else ""


class Mistake(Edit, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A known mistake, as an edit of the reference solution; every one of them must fail the hidden tests."""

    id: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$")]
    says: Words
    """The sentence that tells the learner what went wrong."""
    look: str = ""
    """What to look at, in one sentence; never the solution."""
    rounds: bool = False
    """Whether its answers are right but for the rounding to a shorter float, which differs from code to code."""
    remembers: bool = False
    """Whether what it gives depends on the calls before."""
    also: tuple[Edit, ...] = ()
    """Other edits that come to the same mistake."""

    @property
    def edits(self) -> tuple[Edit, ...]:
        """Every way in which the mistake is made."""
        return (self, *self.also)


class Equivalent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Mechanical mutants of the reference that no test can kill, for they compute what the statement promises."""

    because: Words
    mutants: Annotated[tuple[Words, ...], Meta(min_length=1)]
    """The changed line of each, without its indentation."""


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a learner's code may take before it is stopped."""

    call_s: Annotated[float, Meta(gt=0, le=600)] = 2.0
    """Seconds of wall clock for the import, and for each call."""
    total_s: Annotated[float, Meta(gt=0, le=3600)] = 10.0
    """Seconds of wall clock for all the calls of one grading together."""
    memory_mib: Annotated[int, Meta(ge=16, le=65536)] = 256
    """MiB of address space beyond what Python and the allowed packages take."""
    output_kib: Annotated[int, Meta(ge=1, le=65536)] = 1024
    """KiB that one call may print."""


class Drawn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is drawn of a failing call, in one of four ways; without it, a heat map of the last two axes."""

    heat_map: tuple[Words, Words] | None = None
    """Names, as in ``shapes``, of the axes that run down and across."""
    box_pair: tuple[Words, Words] | None = None
    """Two arguments that hold boxes; the result says something of each pair."""
    kept_boxes: Words | None = None
    """An argument that holds boxes; the result is the rows that are kept. What the arguments ``scores``, ``classes``,
    ``iou_threshold`` and ``score_threshold`` hold is shown too."""
    layer_stack: Words | None = None
    """An argument that lists layers as (kernel_size, stride, dilation); the result is their fields."""


class CodeOutline(Outline, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What kata.yaml says of what a submission in code is, and may do."""

    kind: Literal["code"] = "code"
    functions: Annotated[tuple[Name, ...], Meta(min_length=1)]
    """Names of the functions that a submission must define."""
    packages: tuple[Name, ...] = ("numpy",)
    """What a submission may import beside the standard library."""
    limits: Limits = Limits()


class Spec(CodeOutline, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """kata.yaml; the entries of ``checks`` and ``budgets`` are checked one by one, so that an error has their names."""

    checks: Annotated[dict[str, Any], Meta(min_length=1)]
    budgets: dict[str, Any] = {}
    shapes: dict[str, tuple[Words, ...]] = {}
    """Names of the axes of an argument or a result, by its name (a function's own name stands for its one result)."""
    picture: Drawn = Drawn()
    styles: tuple[Edit, ...] = ()
    """Edits that leave every answer of the reference right, but with which a mistake may come out otherwise."""
    mistakes: tuple[Mistake, ...] = ()
    equivalents: tuple[Equivalent, ...] = ()


def statement_name(kata_id: str, suffix: str) -> str:
    """What a statement is called beside a learner's file whose name ends in ``suffix``."""
    return f"{kata_id}.md" if suffix != ".md" else f"{kata_id}.statement.md"


class Exercise:
    """What katas of every kind have: the texts in their folder, and the reference beside the collection."""

    kind: ClassVar[Kind]
    files: ClassVar[tuple[str, ...]]
    """What stands in the folder."""
    stub_name: ClassVar[str]
    """Which of these a learner starts from."""
    suffix: ClassVar[str]
    """How the name of a learner's file, and the reference's, ends."""
    spec: Outline
    max_score: float

    def __init__(self, folder: Path, reference: Path) -> None:
        """Read kata.yaml.

        Raises:
            KataError: a file is missing, or kata.yaml is not a mapping.
        """
        self.id, self.folder, self.reference_path = folder.name, folder, reference
        for path in self.paths():
            if not path.is_file():
                problem = "is not a file" if os.path.lexists(path) else "missing"
                raise KataError(path, None, "", problem, f"A kata has {', '.join(self.files)}, and its reference.")
        self._document = Document(folder / SPEC)
        if not isinstance(self._document.data, dict):
            raise self._document.error("", "is not a mapping", "Start with `title: ...`.")

    def paths(self) -> tuple[Path, ...]:
        """Return where everything stands that must be there."""
        return *(self.folder / name for name in self.files), self.reference_path

    @property
    def file_name(self) -> str:
        """What a learner's file is called."""
        return f"{self.id}{self.suffix}"

    @property
    def statement_name(self) -> str:
        """What the statement is called beside it."""
        return statement_name(self.id, self.suffix)

    def blanks(self) -> Iterator[str]:
        """Yield the fields of kata.yaml whose text is nothing but blanks."""
        yield from _blanks(self._document.data, "")

    def check_names(self, spec: CodeOutline) -> None:
        """Hold the names of functions and packages against what there is.

        Raises:
            KataError: a function has a name that is taken, or a package is not installed.
        """
        for index, function in enumerate(spec.functions):
            if function in RESERVED or keyword.iskeyword(function):
                problem = f"`{function}` is a name that `solution` has for itself"
                raise self._document.error(f"functions.{index}", problem, "Choose another name.")
            if function in spec.functions[:index]:
                raise self._document.error(f"functions.{index}", f"`{function}` is there twice", "Keep one of them.")
        for index, package in enumerate(spec.packages):
            if importlib.util.find_spec(package) is None:
                problem, fix = f"`{package}` is not installed here", f"Install it: pip install {package}."
                raise self._document.error(f"packages.{index}", problem, fix)

    def line_of(self, where: str) -> int:
        """Return the line of kata.yaml at which the field ``where`` stands, or the nearest field around it."""
        return self._document.line_of(where)

    @property
    def statement_path(self) -> Path:
        return self.folder / "statement.md"

    @cached_property
    def stub(self) -> str:
        return text_of(self.folder / self.stub_name)

    @cached_property
    def statement(self) -> str:
        return text_of(self.statement_path)

    @cached_property
    def reference(self) -> str:
        return text_of(self.reference_path)


class Kata(Exercise):
    """An exercise in code."""

    kind = "code"
    files = FILES
    stub_name = "stub.py"
    suffix = ".py"

    def __init__(self, folder: Path, reference: Path) -> None:
        """Read and check kata.yaml; ``check_files`` goes on to what it says of the other files.

        Raises:
            KataError: a file is missing, or kata.yaml is not as ``Spec`` says.
        """
        super().__init__(folder, reference)
        document = self._document
        for index, entry in enumerate(_sequence(document.data.get("mistakes"))):
            document.convert(entry, Mistake, f"mistakes.{index}")
        if isinstance(document.data.get("limits"), dict):
            document.convert(document.data["limits"], Limits, "limits")
        self.spec: Spec = document.convert(document.data, Spec, "")
        self.checks = {
            name: document.convert(entry, Check, f"checks.{name}") for name, entry in self.spec.checks.items()
        }
        self.budgets = {
            name: document.convert(entry, Budget, f"budgets.{name}") for name, entry in self.spec.budgets.items()
        }
        parts: list[Check | Budget] = [*self.checks.values(), *self.budgets.values()]
        self.max_score = total(part.points for part in parts)

    @property
    def hidden_tests(self) -> Path:
        return self.folder / "hidden_tests.py"

    def check_files(self) -> None:
        """Hold kata.yaml against the other files.

        Raises:
            KataError: a check has no test or a test no check, a function is not in the stub or the reference, or a
                mistake's edit does not match the reference exactly once.
        """
        document = self._document
        _refuse_twins(self.hidden_tests)
        tests = _functions(self.hidden_tests, prefix="test_")
        for name in self.checks:
            if name not in tests:
                problem = f"no such test in hidden_tests.py{did_you_mean(name, tests)}"
                raise document.error(f"checks.{name}", problem, f"Write `def {name}`, or remove the entry.")
        for name, line in tests.items():
            if name not in self.checks:
                fix = f"Add `{name}: {{title: ..., points: ..., why: ..., hint: ...}}` under `checks` in kata.yaml."
                raise KataError(self.hidden_tests, line, name, "the test has no entry in kata.yaml", fix)
        self.check_names(self.spec)
        for path in (self.folder / "stub.py", self.reference_path):
            defined = _functions(path)
            for index, function in enumerate(self.spec.functions):
                if function not in defined:
                    problem = f"{path.name} defines no `{function}`{did_you_mean(function, defined)}"
                    raise document.error(f"functions.{index}", problem, "Define it there, or remove the entry.")
        self._check_picture(document)
        self._check_budgets(document)
        self._check_mistakes(document)

    def _check_picture(self, document: Document) -> None:
        drawn = self.spec.picture
        ways = [way for way in drawn.__struct_fields__ if getattr(drawn, way) is not None]
        if len(ways) > 1:
            raise document.error("picture", f"has {' and '.join(ways)}", "Keep one of them.")
        known = [axis for axes in self.spec.shapes.values() for axis in axes]
        for axis in drawn.heat_map or ():
            if axis not in known:
                problem = f"no axis `{axis}` in shapes{did_you_mean(axis, known)}"
                raise document.error("picture.heat_map", problem, "Name two axes of a result.")
        names = drawn.box_pair or tuple(filter(None, (drawn.kept_boxes, drawn.layer_stack)))
        taken = parameters_in(self.reference_path) if names else {}
        parameters = [parameter for function in self.spec.functions for parameter in taken.get(function, [])]
        for name in names:
            if name not in parameters:
                problem = f"no function takes `{name}`{did_you_mean(name, parameters)}"
                raise document.error(f"picture.{ways[0]}", problem, "Name an argument.")

    def _check_budgets(self, document: Document) -> None:
        workloads = _functions(self.hidden_tests, prefix=WORKLOAD)
        for name, budget in self.budgets.items():
            where = f"budgets.{name}"
            if name in self.checks:
                raise document.error(where, "a check has this name too", "Name the budget otherwise.")
            limits = [kind for kind in BUDGET_KINDS if getattr(budget, kind) is not None]
            if len(limits) != 1:
                problem = f"has {' and '.join(limits) or 'no limit'}"
                raise document.error(where, problem, "Give each budget one of time, memory and growth.")
            if (budget.kind == "growth") != (len(budget.sizes) >= 2) or [*budget.sizes] != sorted({*budget.sizes}):
                problem = f"{[*budget.sizes]} does not suit a budget of {budget.kind}"
                fix = "Give two or more rising sizes for growth, and none otherwise."
                raise document.error(f"{where}.sizes" if budget.sizes else where, f"sizes: {problem}", fix)
            if WORKLOAD + budget.workload not in workloads:
                known = [workload.removeprefix(WORKLOAD) for workload in workloads]
                problem = f"no such workload in hidden_tests.py{did_you_mean(budget.workload, known)}"
                fix = f"Write `def {WORKLOAD}{budget.workload}(solution, rng)`, or name another."
                raise document.error(f"{where}.workload", problem, fix)
        used = {WORKLOAD + budget.workload for budget in self.budgets.values()}
        for workload, line in workloads.items():
            if workload not in used:
                problem = "no budget in kata.yaml uses this workload"
                raise KataError(self.hidden_tests, line, workload, problem, "Add a budget, or remove the workload.")

    def _check_mistakes(self, document: Document) -> None:
        seen: set[str] = set()
        for index, style in enumerate(self.spec.styles):
            self._check_edit(document, style, f"styles.{index}")
        for index, mistake in enumerate(self.spec.mistakes):
            where = f"mistakes.{index}"
            if mistake.id in seen:
                raise document.error(
                    f"{where}.id", f"`{mistake.id}` is there twice", "Give each mistake an id of its own."
                )
            seen.add(mistake.id)
            for number, edit in enumerate(mistake.edits):
                self._check_edit(document, edit, f"{where}.also.{number - 1}" if number else where)

    def _check_edit(self, document: Document, edit: Edit, where: str) -> None:
        count = self.reference.count(edit.replace)
        if count != 1:
            problem = f"the text stands {count} times in {self.reference_path}, not once"
            fix = "Quote more of it." if count else "Quote the reference to the letter."
            raise document.error(f"{where}.replace", problem, fix)
        if edit.replacement == edit.replace:
            raise document.error(f"{where}.with", "the edit changes nothing", "Write what the mistaken code says.")

    def mistaken_source(self, mistake: Mistake) -> str:
        """Return the reference with ``mistake`` made in it, in the first of its ways."""
        return mistake.apply(self.reference)


def load_kata(folder: Path, reference: Path) -> Kata:
    """Read the kata in ``folder``, and check that its files agree.

    Raises:
        KataError: anything in it that cannot be used, with the place and the fix.
    """
    kata = Kata(folder, reference)
    kata.check_files()
    return kata


def is_untouched(source: str, stub: str) -> bool:
    """Tell whether ``source`` is the stub as it came, blanks at the ends of lines and empty lines aside."""
    first, second = ([line.strip() for line in text.splitlines() if line.strip()] for text in (source, stub))
    return first == second


def text_of(path: Path) -> str:
    """Return the text of one of a kata's files.

    Raises:
        KataError: it cannot be read, or is not UTF-8.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_TEXT_BYTES + 1)
    except OSError as error:
        raise KataError(path, None, "", f"cannot be read ({error.strerror})", "Write a file there.") from error
    if len(raw) > MAX_TEXT_BYTES:
        raise KataError(path, None, "", "is larger than 1 MiB", "Make it shorter.")
    try:
        text = raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problem = f"is not UTF-8 text (byte 0x{raw[error.start]:02x})"
        raise KataError(path, line, "", problem, "Save it as UTF-8.") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise KataError(path, line, "", "has a null byte in it, which no text has", "Remove it.")
    return text


def signatures(path: Path) -> dict[str, ast.FunctionDef]:
    """Return the functions defined at the top of the module at ``path``, by name.

    Raises:
        KataError: it is not Python.
    """
    text = text_of(path)
    try:
        tree = ast.parse(text, filename=str(path))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = error.lineno if isinstance(error, SyntaxError) else None
        reason = error.msg if isinstance(error, SyntaxError) else str(error) or "it is nested too deeply"
        problem = f"is not Python ({reason})"
        raise KataError(path, line, "", problem, "Mend the syntax.") from error
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def _refuse_twins(path: Path) -> None:
    """Raise KataError where two functions of a module have one name, of which only the second counts."""
    text = text_of(path)
    signatures(path)  # which says it where it is not Python
    seen: dict[str, int] = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef):
            if node.name in seen:
                problem = f"is defined twice, on line {seen[node.name]} before"
                raise KataError(path, node.lineno, node.name, problem, "Give one of them another name.")
            seen[node.name] = node.lineno


def parameters_in(path: Path) -> dict[str, list[str]]:
    """Return the names of the parameters of every function defined at the top of the module at ``path``."""
    return {
        name: [argument.arg for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
        for name, node in signatures(path).items()
    }


def _functions(path: Path, prefix: str = "") -> dict[str, int]:
    """Return the names and lines of the functions defined at the top of the module at ``path``."""
    return {name: node.lineno for name, node in signatures(path).items() if name.startswith(prefix)}


def _blanks(value: Any, where: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            if key != "with":
                yield from _blanks(part, f"{where}.{key}".lstrip("."))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _blanks(part, f"{where}.{number}")
    elif isinstance(value, str) and not value.strip():
        yield where


def _sequence(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
