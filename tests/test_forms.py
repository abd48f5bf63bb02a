"""The forms for other programs are read by these programs, and nothing in them that a stranger wrote is markup."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from benchmarks.explanations import kata as explanation_kata
from grader.explained import grade_explanation
from grader.reports import Form
from grader.reports.gradescope import gradescope_report
from grader.reports.junit import junit_report
from grader.reports.markdown import MAX_CHARACTERS, code_span, fenced, markdown_report, prose
from grader.result import Counterexample, Finding, MistakeNamed, Result
from grader.submission import Submission
from tests.conftest import ROOT, SUBMISSIONS

FORMS = {"markdown": markdown_report, "junit": junit_report, "gradescope": gradescope_report}
WRONG = (
    "Overfitting means that a model does well on its training data but badly on data it has not seen.\n"
    "It happens because there are too few samples.\n\n"
    "Dropout helps, and so does a bigger network. **L2 regularisation** helps too.\n"
)
PRINTS = "print('<b>Hello</b> @everyone ```')\n"

NASTY = (
    "<script>alert(1)</script> ]]> ` `` ``` ```` | \\| \\\\| \n\n# heading\n- list\n| a | b |\n|---|---|\n"
    "@everyone #1 GH-1 a/b#2 0123abcdef ![x](http://e) [y](http://e) <http://e> http://e www.e.com a@e.com\n"
    "[z]: http://e\n</details>\n<!-- \n&lt;b&gt; &#64;all :tada: $x$ ~~s~~ **b** __u__ \x00 \x1b[31m \u202e \u2066 \ud800 \udfff "
    "\ufffe \uffff \x85 \u2028 \r\n~~~\n```\n    indented\n`````````````` "
) + "`" * 300
HOSTILE = {
    "nasty": NASTY,
    "nasty-end": "\\",
    "tick": "`",
    "html-first": "<script>alert(1)</script>\n\n<img src=http://e>",
    "cdata": "]]>",
    "lines": "a\n\nb\n" * 15_000,
    "long": "x" * 60_000,
    "long-nasty": NASTY * 80,
    "long-escapes": "\U000e0001" * 60_000,
    "long-ticks": "`" * 60_000,
    "bars": "|\\" * 200,
    "open-tick": "`a @everyone #1 <b> http://e",
}
"""Texts that try to be more than text."""


def graded_answer(text: str) -> Result:
    submission = Submission(name="explain_overfitting.md", source=text, sha256="0" * 64)
    return grade_explanation(explanation_kata(), submission)


@pytest.fixture(scope="module")
def results(grade_source: Callable[..., Result]) -> dict[str, Result]:
    """One of each kind that there is."""
    iou = (ROOT / "solutions" / "iou.py").read_text()
    conv2d_failed = sorted((SUBMISSIONS / "conv2d" / "failed").glob("*.py"))[0].read_text()
    return {
        "passed": grade_source("iou", iou, with_budgets=True),
        "failed": grade_source("conv2d", conv2d_failed),
        "prints": grade_source("conv2d", conv2d_failed + "\n_first = conv2d\ndef conv2d(*a, **k):\n    " + PRINTS + "    return _first(*a, **k) + 1\n"),
        "raises": grade_source("iou", "def iou(*a, **k):\n    raise RuntimeError('<b>')\n"),
        "invalid": grade_source("iou", "def iou(:\n"),
        "unwritten": grade_source("iou", (ROOT / "katas" / "iou" / "stub.py").read_text()),
        "answer": graded_answer((ROOT / "solutions" / "explain_overfitting.md").read_text()),
        "wrong answer": graded_answer(WRONG),
        "no answer": graded_answer(""),
    }  # fmt: skip


def written(form: Form, *results: Result) -> str:
    return "".join(form(results))


def made_hostile(result: Result, text: str) -> Result:
    """Put ``text`` wherever a stranger's text can stand, and where only the kata's author's can, too."""
    example = Counterexample(code=text, expected=text, got=text, where=text)
    checks = tuple(
        replace(check, title=text, why=text, message=text, hint=text, stdout=text, quote=text, counterexample=example)
        for check in result.checks
    )
    failing = tuple(check.id for check in result.checks if check.outcome not in ("passed", "skipped"))
    named = MistakeNamed(id="named", says=text, look=text, code=text, got=text, quote=text, line=1)
    findings = [Finding(cause=text, checks=(name,), common=text, mistake=mistake) for name, mistake in zip(failing, ["named", *[""] * 99], strict=False)]  # fmt: skip
    return replace(
        result,
        title=text,
        checks=checks,
        findings=() if result.kind == "explain" else tuple(findings),
        mistakes=(named,),
        groups=tuple(replace(group, title=text) for group in result.groups),
        budgets=tuple(replace(budget, title=text, unit=text, message=text, hint=text) for budget in result.budgets),
        submission=replace(result.submission, name=text, path=text, text=text, sha256=text),
        problem=text if result.problem else "",
        advice=text,
        warnings=(text,),
    )


@pytest.fixture(params=HOSTILE)
def hostile(request: pytest.FixtureRequest, results: dict[str, Result]) -> list[Result]:
    return [made_hostile(result, HOSTILE[request.param]) for result in results.values()]


# Of every form


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_what_is_written_is_text(form: Form, hostile: list[Result]) -> None:
    """No control, bidirectional or unassigned character is in it, and UTF-8 can carry it."""
    for one in [[result] for result in hostile] + [hostile]:
        text = written(form, *one)
        text.encode()
        assert {unicodedata.category(character) for character in set(text) - {"\n", "\t"}} & {"Cc", "Cf", "Cs", "Co", "Cn"} == set()  # fmt: skip


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_point_that_was_not_found_is_not_named(form: Form, results: dict[str, Result]) -> None:
    """For its title is the answer; what was said is named."""
    for name in ("wrong answer", "no answer"):
        text = written(form, results[name])
        missing = [check.title for check in results[name].checks if check.outcome == "not_found"]
        assert missing
        assert [title for title in missing if title in text] == []
    assert "There is too little data" in written(form, results["wrong answer"])


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_an_answer_that_is_no_text_names_no_point(form: Form, results: dict[str, Result]) -> None:
    """Where nothing could be read, every point is skipped."""
    submission = Submission(name="a.md", source="", sha256="0" * 64, problem="It is no text.")
    result = grade_explanation(explanation_kata(), submission)
    text = written(form, result)
    assert [check.title for check in result.checks if check.title in text] == []
    assert "It is no text." in text


# JUnit


def schema(name: str) -> Any:
    """A schema of the folder that JUNIT_SCHEMAS names, or of .schemas/; they are not ours to pass on."""
    folder = Path(os.environ.get("JUNIT_SCHEMAS") or ROOT / ".schemas")
    if not (folder / name).is_file():
        pytest.skip(f"there is no {folder / name}; JUNIT_SCHEMAS names the folder")
    return pytest.importorskip("xmlschema", reason="needs the package xmlschema").XMLSchema(folder / name)


@pytest.mark.parametrize("name", ["JUnit.xsd", "junit-10.xsd"])
def test_junit_is_valid(name: str, results: dict[str, Result]) -> None:
    """By Ant's schema, which knows nothing of skipped tests, and by Jenkins'."""
    the_schema, valid = schema(name), 0
    for one in [[result] for result in results.values()] + [list(results.values())]:
        if name == "JUnit.xsd":
            one = [result for result in map(without_skipped, one) if result.checks]
        the_schema.validate(written(junit_report, *one))
        valid += len(one)
    assert valid >= len(results)


@pytest.mark.parametrize("name", ["JUnit.xsd", "junit-10.xsd"])
def test_hostile_junit_is_valid(name: str, hostile: list[Result]) -> None:
    """Whatever a stranger wrote."""
    schema(name).validate(written(junit_report, *(map(without_skipped, hostile) if name == "JUnit.xsd" else hostile)))


def without_skipped(result: Result) -> Result:
    parts = {name: tuple(part for part in getattr(result, name) if part.outcome != "skipped") for name in ("checks", "budgets")}  # fmt: skip
    return replace(result, **parts)


def test_junit_says_what_the_result_says(results: dict[str, Result]) -> None:
    """A case each check and budget, of the same outcome; one more where the file could not be loaded."""
    result = results["raises"]
    suite = ElementTree.fromstring(written(junit_report, result))[0]
    cases = suite.findall("testcase")
    assert [case.get("name") for case in cases] == [part.title for part in (*result.checks, *result.budgets)]
    assert suite.get("errors") == str(len(suite.findall("testcase/error"))) != "0"
    assert suite.get("skipped") == str(len(suite.findall("testcase/skipped"))) == str(len(result.budgets))
    assert [child.tag for child in suite] == ["properties", *["testcase"] * len(cases), "system-out", "system-err"]
    assert suite.get("timestamp") == result.at[:19]


def test_an_invalid_submission_is_an_error_in_junit(results: dict[str, Result]) -> None:
    """Though every check is skipped."""
    suite = ElementTree.fromstring(written(junit_report, results["invalid"]))[0]
    assert suite.get("errors") == "1"
    error = suite.find("testcase/error")
    assert error is not None
    assert (error.get("message") or "") in results["invalid"].problem


def test_junit_without_a_time_and_without_results(results: dict[str, Result]) -> None:
    """Old results have no time; the schema wants one."""
    text = written(junit_report, replace(results["passed"], at=""))
    assert ElementTree.fromstring(text)[0].get("timestamp") == "1970-01-01T00:00:00"
    assert len(ElementTree.fromstring(written(junit_report))) == 0


def test_what_was_printed_is_in_junit_once(results: dict[str, Result]) -> None:
    """However many checks it was printed in."""
    result = results["prints"]
    twice = tuple(replace(check, stdout="HELLO\n") for check in result.checks)
    suite = ElementTree.fromstring(written(junit_report, replace(result, checks=twice)))[0]
    assert suite.findtext("system-out") == "HELLO"
    real = ElementTree.fromstring(written(junit_report, result))[0].findtext("system-out") or ""
    assert "<b>Hello</b> @everyone ```" in real


def test_junitparser_reads_it(results: dict[str, Result], tmp_path: Path) -> None:
    """Counting as we do, hostile or not."""
    junitparser = pytest.importorskip("junitparser")
    every = [*results.values(), *(made_hostile(result, NASTY) for result in results.values())]
    path = tmp_path / "junit.xml"
    path.write_text(written(junit_report, *every), encoding="utf-8")
    suites = list(junitparser.JUnitXml.fromfile(str(path)))
    assert len(suites) == len(every)
    for suite in suites:
        counts = suite.tests, suite.failures, suite.errors, suite.skipped
        suite.update_statistics()
        assert counts == (suite.tests, suite.failures, suite.errors, suite.skipped)


# Gradescope


def test_gradescope_s_scores_add_up(results: dict[str, Result]) -> None:
    """Of each, and of all together, hostile or not: what the tests give is the score, and their maxima are its."""
    for one in [[result] for result in results.values()] + [list(results.values())]:
        for these in (one, [made_hostile(result, NASTY) for result in one]):
            report = json.loads(written(gradescope_report, *these))
            assert report["score"] == pytest.approx(sum(result.score for result in these))
            assert sum(test["score"] for test in report["tests"]) == pytest.approx(report["score"])
            wanted = sum(result.max_score for result in these)
            assert sum(test["max_score"] for test in report["tests"]) == pytest.approx(wanted)


def test_gradescope_s_fields(results: dict[str, Result], hostile: list[Result]) -> None:
    """Every one is of those that Gradescope knows, and all of them are plain text."""
    for these in (list(results.values()), hostile):
        report = json.loads(written(gradescope_report, *these))
        assert report["output_format"] == "text"
        for test in report["tests"]:
            assert test.keys() == {"name", "name_format", "score", "max_score", "status", "output", "output_format", "visibility", "tags"}  # fmt: skip
            assert (test["name_format"], test["output_format"], test["visibility"]) == ("text", "text", "visible")
            assert test["status"] in ("passed", "failed")
            assert "\n" not in test["name"]
        assert [one["verdict"] for one in report["extra_data"]["results"]] == [result.verdict for result in these]


def test_gradescope_shows_nothing_that_was_printed(results: dict[str, Result]) -> None:
    """For that may be the hidden tests' inputs."""
    assert any("Hello" in check.stdout for check in results["prints"].checks)
    text = written(gradescope_report, results["prints"])
    assert "Hello" not in text
    assert json.loads(text)["stdout_visibility"] == "hidden"


def test_tests_of_several_results_are_told_apart_in_gradescope(results: dict[str, Result]) -> None:
    """By the kata, and by the file where the kata comes twice."""
    one, other = (
        results["passed"],
        replace(results["raises"], submission=replace(results["raises"].submission, name="b.py")),
    )
    names = [test["name"] for test in json.loads(written(gradescope_report, one, other, results["failed"]))["tests"]]
    assert len(set(names)) == len(names)
    assert {name.split(":")[0] for name in names} == {"iou (iou.py)", "iou (b.py)", "conv2d"}


# Markdown

DETAILS = {"<details><summary>What the code printed</summary>", "</details>"}


def tokens(text: str) -> Iterator[Any]:
    """The tokens of a Markdown text, those within lines too."""
    parser = pytest.importorskip("markdown_it").MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for token in parser.parse(text):
        yield token
        yield from token.children or ()


def assert_harmless(text: str) -> None:
    """Nothing but our own markup is in it, and no word outside of code that GitHub makes a link of."""
    for token in tokens(text):
        assert token.type not in ("html_inline", "link_open", "image", "s_open", "hr", "code_block"), token
        if token.type == "html_block":
            assert token.content.strip() in DETAILS
        if token.type == "text":
            assert not re.search(r"[@#<>`|$\\]|https?:|www\.|GH-|\[|^\s*[-+] ", token.content), token.content
        if token.type == "fence":
            assert token.info in ("text", "python")


def last_cells(text: str) -> list[str]:
    """The last cell of every row of every table."""
    cells: list[str] = []
    row: list[str] = []
    inside = False
    for token in tokens(text):
        if token.type == "tr_open":
            row, inside = [], True
        elif token.type == "tr_close":
            cells.append(row[-1])
            inside = False
        elif inside and token.type == "inline":
            row.append(token.content)
    return cells


def test_markdown_of_real_results_is_harmless(results: dict[str, Result]) -> None:
    """And says the verdict, the score and the advice."""
    for result in results.values():
        text = written(markdown_report, result)
        assert_harmless(text)
        assert f"{result.verdict}: " in text
        assert f"{result.score:g} / {result.max_score:g} points" in text
    assert_harmless(written(markdown_report, *results.values()))
    assert "<details>" in written(markdown_report, results["prints"])


def test_hostile_markdown_is_harmless(hostile: list[Result]) -> None:
    """No table breaks, and one result's text fits a comment."""
    for result in hostile:
        text = written(markdown_report, result)
        assert len(text) <= MAX_CHARACTERS
        assert_harmless(text)
        assert [cell for cell in last_cells(text) if cell != "points" and not re.fullmatch(r"[\d.]+ / [\d.]+", cell)] == []  # fmt: skip
    summary = written(markdown_report, *hostile).split("###")[0]
    assert len(last_cells(summary)) == 1 + len(hostile)
    assert_harmless(summary)


def test_the_code_to_try_stands_as_it_is(results: dict[str, Result]) -> None:
    """In a block of Python that can be copied."""
    result = results["failed"]
    example = next(check.counterexample for check in result.checks if check.id == result.findings[0].checks[0])
    assert example
    blocks = [token.content for token in tokens(written(markdown_report, result)) if token.type == "fence" and token.info == "python"]  # fmt: skip
    assert example.code + "\n" in blocks


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Stride moves the window.", "Stride moves the window."),
        ("`param` is wrong, see `m *= b`.", "`param` is wrong, see `m *= b`."),
        ("beta1**t and x_hat", "`beta1**t` and `x_hat`"),
        ("Ask @everyone: see #1.", "Ask `@everyone:` see `#1.`"),
        ("https://e.com/x", "`https://e.com/x`"),
        ("an open ` tick", "an open `` ` `` tick"),
        ("`a``b`", "``` `a``b` ```"),
        ("<b>", "`<b>`"),
        ("", ""),
    ],
)
def test_prose_keeps_its_code_and_nothing_else(text: str, wanted: str) -> None:
    """Words that could be markup, a link or a mention are code, and nothing is lost."""
    assert prose(text) == wanted


@pytest.mark.parametrize("bars", ["|", r"\|", r"\\|", r"\\\|", "||", r"|\|"])
def test_a_bar_in_a_cell_has_odd_backslashes(bars: str) -> None:
    """Whether a parser counts them, as GitHub's does, or looks at the last one only."""
    span = code_span(bars, in_table=True)
    assert all(len(run) % 2 == 1 for run in re.findall(r"(\\*)\|", span))


@pytest.mark.parametrize("text", ["`", "``` x", "`" * 300, "~~~\n```\n", ""])
def test_a_fence_is_longer_than_what_is_in_it(text: str) -> None:
    """And no longer than a parser counts."""
    assert [token.type for token in tokens(fenced(text))] == ["fence"]
    assert len(fenced(text).split("text")[0]) < 80
