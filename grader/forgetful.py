"""Which programs keep nothing between calls, read off their text: these answer a call alike, whatever came before."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import Literal

Memory = Literal["none", "own", "shared"]
"""What a program may keep from call to call: nothing, objects of its own module, or what other programs see too."""

_LASTING: tuple[Memory, ...] = ("none", "own", "shared")

_PLAIN_MODULES = {"__future__", "itertools", "math", "numpy", "operator", "typing"}
_SHARED_NAMES = {"__import__", "breakpoint", "compile", "eval", "exec", "getattr", "hash", "id", "input", "open"}
_EMPTY = {"empty", "empty_like"}
_SHARED_ATTRIBUTES = {*_EMPTY, "attrgetter", "methodcaller", "random", "testing", "*"}
_REDUCTIONS = {"all", "any", "max", "mean", "min", "prod", "std", "sum", "var"}
_OWN_NAMES = {"delattr", "globals", "locals", "setattr", "vars"}
_NEW_STATEMENT = re.compile(r"\n(?=[A-Za-z_])")


def memory_of(source: str, *, fills_arrays: bool = False) -> Memory:
    """Return the most that a program may keep between calls; where that cannot be seen, more than it does keep.

    ``fills_arrays``: whether it is taken for granted that nothing is read from ``np.empty`` that was not written there.
    """
    try:
        found = [_memory_of_part(part, fills_arrays) for part in _NEW_STATEMENT.split(source)]
    except SyntaxError:  # a string or a bracket goes over what seems to be several statements
        try:
            found = [_memory_of_part(source, fills_arrays)]
        except SyntaxError:
            return "shared"
    return max(found, key=_LASTING.index)


@lru_cache(maxsize=2048)
def _memory_of_part(source: str, fills_arrays: bool) -> Memory:
    """Do so for some statements of a module: mistakes share most of theirs with the reference."""
    tree = ast.parse(source)
    if any(_is_shared(node) and not (fills_arrays and _is_empty(node)) for node in ast.walk(tree)):
        return "shared"
    if all(_is_plain(statement) for statement in tree.body) and not any(_keeps(node) for node in ast.walk(tree)):
        return "none"
    return "own"


def _is_shared(node: ast.AST) -> bool:
    """Tell whether a node may touch what lies outside its module, or read memory that nothing was written to."""
    match node:
        case ast.Import(names=names):
            paths = [alias.name.split(".") for alias in names]
            return any(top not in _PLAIN_MODULES or any(map(_is_of_all, path)) for top, *path in paths)
        case ast.ImportFrom(module=module, names=names):
            return module not in _PLAIN_MODULES or any(_is_of_all(alias.name) for alias in names)
        case ast.Name(id=name):
            return name in _SHARED_NAMES or (name.startswith("__") and name not in ("__name__", "__class__"))
        case ast.Attribute(attr=name):
            return _is_of_all(name)
        case ast.Call(func=ast.Attribute(attr="ndarray")):
            return True
        case ast.Call(func=ast.Attribute(attr=name)) if name in _REDUCTIONS:
            return False
        case ast.Call(keywords=keywords):
            given = {keyword.arg for keyword in keywords}
            return "where" in given and "out" not in given
    return False


def _is_of_all(name: str) -> bool:
    """Tell whether a module's attribute of this name may be, or change, what all programs share; "*" is any."""
    return name in _SHARED_ATTRIBUTES or name.startswith(("__", "set_", "seterr", "setbuf"))


def _is_empty(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in _EMPTY


def _is_plain(statement: ast.stmt) -> bool:
    """Tell whether a statement of a module makes nothing that can be changed later."""
    match statement:
        case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
            return True
        case ast.FunctionDef(decorator_list=[], args=arguments):
            return all(_is_constant(value) for value in [*arguments.defaults, *arguments.kw_defaults])
        case ast.Assign(targets=targets, value=value):
            return all(isinstance(target, ast.Name) for target in targets) and _is_constant(value)
        case ast.AnnAssign(target=ast.Name(), value=value):
            return _is_constant(value)
    return False


def _is_constant(node: ast.expr | None) -> bool:
    match node:
        case None | ast.Constant():
            return True
        case ast.Tuple(elts=items):
            return all(_is_constant(item) for item in items)
        case ast.UnaryOp(operand=value):
            return _is_constant(value)
        case ast.BinOp(left=left, right=right):
            return _is_constant(left) and _is_constant(right)
    return False


def _keeps(node: ast.AST) -> bool:
    """Tell whether a node inside of a function may keep something in the module, or in a function."""
    match node:
        case ast.Global() | ast.ClassDef():
            return True
        case ast.Name(id=name):
            return name in _OWN_NAMES
        case ast.Attribute(ctx=ast.Store() | ast.Del()):
            return True
        case ast.FunctionDef() | ast.Lambda():
            return not all(_is_constant(value) for value in [*node.args.defaults, *node.args.kw_defaults])
    return False
