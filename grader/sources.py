"""A kata's files as they are read: texts of a bounded size, and the functions of a module, which is not run for it."""

from __future__ import annotations

import ast
from pathlib import Path

from grader.errors import KataError

MAX_TEXT_BYTES = 1 << 20
"""No file of a kata is larger."""


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
        problem = f"cannot be read: it is not UTF-8 text (byte 0x{raw[error.start]:02x})"
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


def refuse_twins(path: Path) -> None:
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


def functions_in(path: Path, prefix: str = "") -> dict[str, int]:
    """Return the names and lines of the functions defined at the top of the module at ``path``."""
    return {name: node.lineno for name, node in signatures(path).items() if name.startswith(prefix)}
