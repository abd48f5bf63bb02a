"""JUnit XML, as build servers read it: Ant's schema (where nothing is skipped) and Jenkins' both allow it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from grader.reports.plain import block, budget_text, check_name, described, file_of, one_line, shown_checks
from grader.result import Outcome, Result

MAX_PRINTED = 20_000
"""So many characters of what the code printed are kept."""

Tag = Literal["failure", "error", "skipped"]

_TAGS: dict[Outcome, Tag] = {
    "failed": "failure",
    "not_found": "failure",
    "error": "error",
    "timeout": "error",
    "memory": "error",
    "crashed": "error",
    "skipped": "skipped",
}
"""What an outcome is in JUnit's words; that it passed, JUnit says by silence."""
_NO_TIME = "1970-01-01T00:00:00"
"""The schema has no way to say that the time is not known."""


class _Case(NamedTuple):
    name: str
    outcome: Outcome
    message: str = ""
    text: str = ""


def junit_report(results: Iterable[Result]) -> Iterator[str]:
    """Write one document, a suite each result."""
    results = list(results)
    root = Element("testsuites")
    for number, result in enumerate(results):
        name = f"{result.kata}.{one_line(result.submission.name)}" if len(results) > 1 else result.kata
        _add_suite(root, result, number, one_line(name))
    indent(root)
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _add_suite(root: Element, result: Result, number: int, name: str) -> None:
    cases = list(_cases(result))
    suite = SubElement(root, "testsuite", _suite_attributes(result, number, name, cases))
    _add_properties(suite, result)
    for case in cases:
        _add_case(suite, case, name)
    SubElement(suite, "system-out").text = _printed(result)
    SubElement(suite, "system-err").text = ""


def _suite_attributes(result: Result, number: int, name: str, cases: list[_Case]) -> dict[str, str]:
    counts = Counter(_TAGS.get(case.outcome) for case in cases)
    attributes = {
        "name": name,
        "package": one_line(result.kata),
        "id": str(number),
        "timestamp": result.at[: len(_NO_TIME)] or _NO_TIME,
        "hostname": "localhost",
        "tests": str(len(cases)),
        "failures": str(counts["failure"]),
        "errors": str(counts["error"]),
        "time": f"{result.duration_s:.3f}",
    }
    # Ant's schema has no such attribute, so that it stands only where it says something.
    return attributes | ({"skipped": str(counts["skipped"])} if counts["skipped"] else {})


def _add_properties(suite: Element, result: Result) -> None:
    properties = SubElement(suite, "properties")
    values = {
        "kata": result.kata,
        "file": file_of(result),
        "verdict": result.verdict,
        "score": f"{result.score:g}",
        "max_score": f"{result.max_score:g}",
        "isolation": result.isolation,
    }
    for name, value in values.items():
        SubElement(properties, "property", name=name, value=one_line(value))


def _cases(result: Result) -> Iterator[_Case]:
    """Yield a case each check and budget; a submission that could not be loaded is an error of its own."""
    if result.problem:
        yield _Case("The submission can be loaded", "error", result.problem, f"{result.problem}\n{result.advice}")
    for check in shown_checks(result):
        # What a passing answer leaves unsaid must not turn a build red.
        is_spare = result.verdict == "passed" and check.outcome == "not_found"
        outcome: Outcome = "skipped" if is_spare else check.outcome
        yield _Case(check_name(result, check), outcome, check.message, described(check))
    for budget in result.budgets:
        yield _Case(budget.title, budget.outcome, budget.message, budget_text(budget))


def _add_case(suite: Element, case: _Case, classname: str) -> None:
    element = SubElement(suite, "testcase", name=one_line(case.name), classname=classname, time="0.000")
    tag = _TAGS.get(case.outcome)
    if tag:
        ending = SubElement(element, tag, message=one_line(case.message or case.outcome), type=case.outcome)
        ending.text = block(case.text, MAX_PRINTED)


def _printed(result: Result) -> str:
    """Return what the code printed; what it printed in several checks, once."""
    texts = dict.fromkeys(check.stdout for check in result.checks if check.stdout.strip())
    return block("\n".join(block(text) for text in texts), MAX_PRINTED)
