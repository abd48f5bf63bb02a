"""Hidden tests that draw from what nobody seeds, or look at the clock, are different each time."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.authoring.problem import Problem
from grader.kata import Kata
from grader.sources import text_of

_SEEDED = ("default_rng", "Generator", "RandomState", "SeedSequence", "PCG64", "Philox", "SFC64", "MT19937", "Random")
"""Steady where they are given a seed."""
_UNSTEADY = ("random", "secrets", "time", "uuid", "os.urandom", "os.getpid")
_UNSTEADY_PARTS = ("now", "today", "utcnow")
_BUILTINS = ("id", "hash")


def chances(kata: Kata) -> Iterator[Problem]:
    """Yield the calls of hidden_tests.py whose result depends on chance, a line once."""
    path = kata.hidden_tests
    tree = ast.parse(text_of(path))
    names = dict(_imported(tree))
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    called = [(node, _full_name(node.func, names)) for node in calls]
    seeds = {name.rpartition(".")[0] for node, name in called if name.endswith(".seed") and node.args}
    lines: set[int] = set()
    for node, name in called:
        module = name.rpartition(".")[0]
        if node.lineno in lines or name in own or module in seeds or not _is_unsteady(name, node):
            continue
        lines.add(node.lineno)
        problem = f"`{ast.unparse(node.func)}` gives something else each time"
        fix = "Draw by hypothesis, or from the fixture `rng`."
        yield Problem(part="steadiness", file=str(path), line=node.lineno, problem=problem, fix=fix)


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield the names that imports bind, and what they stand for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.asname or alias.name, alias.name
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def _full_name(function: ast.expr, names: dict[str, str]) -> str:
    """Return what is called, as its module names it."""
    root, dot, rest = ast.unparse(function).partition(".")
    return f"{names.get(root, root)}{dot}{rest}"


def _is_unsteady(name: str, call: ast.Call) -> bool:
    last = name.rpartition(".")[2]
    if last in _SEEDED:
        return not call.args and not call.keywords
    if name.startswith("numpy.random."):
        return "(" not in name
    if name.startswith("datetime."):
        return last in _UNSTEADY_PARTS
    return name in _BUILTINS or any(name == each or name.startswith(f"{each}.") for each in _UNSTEADY)
