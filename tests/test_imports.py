"""Imports run downwards in the plan's list, and start-up stays light."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

# From the edge to the leaf; a module may import those after its own line, and those on it.
LEVELS = [
    ["__main__"],
    ["cli"],
    ["batch"],
    ["reports"],
    ["progress"],
    ["history", "fixtures", "authoring", "tally"],
    ["grading", "crew"],
    ["explained", "judge", "rehearsal", "assorted", "cores"],
    ["causes"],
    ["mistakes"],
    ["sweeps", "repertoires"],
    ["experiments", "variants", "stage"],
    ["recall"],
    ["hidden", "budgets", "examples"],
    ["findings", "drawing", "precedents"],
    ["pictures"],
    ["testkit", "answers", "inputs"],
    ["literals", "solution", "shapes", "pairs", "workloads"],
    ["jail"],
    ["catalogue"],
    ["packed", "unpacking", "handed_in"],
    ["prose"],
    ["rubric"],
    ["reading", "criteria"],
    ["kata", "submission"],
    ["entries"],
    ["result", "spec"],
    ["sources", "forgetful"],
    ["picture"],
    ["errors", "text", "writing"],
]
LEVEL_OF = {name: level for level, names in enumerate(LEVELS) for name in names}
MODULES = sorted((ROOT / "grader").rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT / "grader")))
def test_imports_point_down(path: Path) -> None:
    """No module imports one that stands above it, wherever in it the import stands."""
    relative = path.relative_to(ROOT / "grader").with_suffix("")
    if relative.name == "__init__" and len(relative.parts) == 1:
        return
    level = LEVEL_OF[relative.parts[0]]
    imported = [
        name.split(".")[1]
        for node in ast.walk(ast.parse(path.read_text()))
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
        if name.startswith("grader.")
    ]
    assert [name for name in imported if LEVEL_OF[name] < level] == []


@pytest.mark.parametrize("words", [["--help"], ["list"], ["run", "--help"]], ids=" ".join)
def test_light_commands_do_not_import_numpy(words: list[str], tmp_path: Path) -> None:
    """Nor pytest, nor hypothesis: these cost more than all else."""
    code = (
        "import sys; from grader.cli import main\n"
        f"sys.argv = ['grade', *{words!r}]\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([name for name in ('numpy', 'pytest', 'hypothesis') if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
