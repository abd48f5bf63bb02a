"""From results to what each reader uses. A form takes results as they come and gives text as it is ready."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator

from grader.result import Result, to_json

Form = Callable[[Iterable[Result]], Iterator[str]]


def json_lines(results: Iterable[Result]) -> Iterator[str]:
    """Write one JSON object a line."""
    for result in results:
        yield to_json(result) + "\n"


def _late(module: str, name: str) -> Form:
    """Return a form that is imported when it is first used: who wants one need not wait for the others."""

    def form(results: Iterable[Result]) -> Iterator[str]:
        make: Form = getattr(importlib.import_module(f"grader.reports.{module}"), name)
        return make(results)

    return form


FORMATS: dict[str, Form] = {
    "terminal": _late("terminal", "terminal_report"),
    "json": json_lines,
    "html": _late("page", "html_report"),
    "markdown": _late("markdown", "markdown_report"),
    "junit": _late("junit", "junit_report"),
    "gradescope": _late("gradescope", "gradescope_report"),
}
