"""Results to make reports of: graded ones of every kata, and one in which a stranger wrote whatever he could."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from msgspec.structs import replace

from grader.catalogue import Catalogue
from grader.grading import Grader
from grader.result import Counterexample, Finding, Result
from grader.submission import read_submission
from tests.conftest import SUBMISSIONS

HOSTILE = (
    "<script>document.title='owned'</script></style></title></textarea><img src=http://127.0.0.1:9/x onerror=\"document"
    ".title='owned'\"> {{ 7*7 }} {% raw %} ]]> <!-- --> `'\" | @everyone #1 ![x](http://127.0.0.1:9/y) "
    "\x00\x07\x1b[31m\u202eevil\u2066\u200b\ud800\ufffe\U000e0041 \r\n\tjavascript:alert(1)"
)


@cache
def passing_and_failing(grader: Grader, catalogue: Catalogue, kata_id: str) -> tuple[Result, Result]:
    """Grade the reference with its budgets, and a wrong submission."""
    kata = catalogue.load(kata_id)
    right = grader.grade(kata, read_submission(kata.reference_path))
    if kata.kind == "explain":
        wrong = Path(__file__).parent / "answer_for_pages.md"
    else:
        wrong = sorted((SUBMISSIONS / kata_id / "failed").glob("*.py"))[3]
    return right, grader.grade(kata, read_submission(wrong), with_budgets=False)


def hostile(result: Result, text: str = HOSTILE) -> Result:
    """Put ``text`` wherever a stranger's words may stand."""
    example = Counterexample(code=text, expected=text, got=text, where=text)
    checks = tuple(
        replace(
            check,
            outcome="error",
            message=text,
            stdout=text,
            quote=text if check.quote else "",
            line=1,
            counterexample=example,
        )
        for check in result.checks
    )
    findings = (Finding(cause=text, checks=tuple(check.id for check in checks), common=text, line=1),)
    return replace(
        result,
        submission=replace(result.submission, name=text, path=text, text=(text + "\n") * 3),
        verdict="failed",
        checks=checks,
        findings=findings if result.kind == "code" else (),
        warnings=(text,),
    )
