"""From results to what each reader uses. A form takes results as they come and gives text as it is ready."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from grader.reports.terminal import terminal_report
from grader.result import Result, to_json

Form = Callable[[Iterable[Result]], Iterator[str]]


def json_lines(results: Iterable[Result]) -> Iterator[str]:
    """Write one JSON object a line."""
    for result in results:
        yield to_json(result) + "\n"


FORMATS: dict[str, Form] = {"json": json_lines, "terminal": terminal_report}
