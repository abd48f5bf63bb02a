"""A kata: the folder that a mentor writes, checked once, when it is read."""

from __future__ import annotations

import importlib.util
import keyword
import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from grader.entries import BUDGET_KINDS, Budget, Check, CodeOutline, Edit, Kind, Limits, Mistake, Outline, Spec
from grader.errors import KataError, did_you_mean
from grader.result import total
from grader.sources import functions_in, parameters_in, refuse_twins, text_of
from grader.spec import Document

SPEC = "kata.yaml"
FILES = (SPEC, "statement.md", "stub.py", "hidden_tests.py")

WORKLOAD = "workload_"
"""How the names of workloads in hidden_tests.py begin."""

RESERVED = (
    *("begin_again", "blame", "call_ahead", "calls", "changed_arguments", "close", "defaults", "expect_refusal"),
    *("forget_ahead", "functions", "given", "has_stock", "keeps", "last_call", "listen", "parameters", "program"),
    *("reused_earlier_result", "start", "take_ahead", "take_calls", "take_heard", "take_printed", "warned"),
)
"""What hidden tests and workloads find on `solution` beside the kata's functions, which cannot have these names."""


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
        self._document = Document(self.spec_path)
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
    def spec_path(self) -> Path:
        return self.folder / SPEC

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
        refuse_twins(self.hidden_tests)
        tests = functions_in(self.hidden_tests, prefix="test_")
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
            defined = functions_in(path)
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
        workloads = functions_in(self.hidden_tests, prefix=WORKLOAD)
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
