"""Results as one page that stands alone: no network, no script, and nothing of a stranger's but as text."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from grader import __version__
from grader.reports import charts
from grader.reports.figures import STATES, figures, state_of
from grader.reports.listing import answer_pieces, code_lines
from grader.reports.plain import look_at, look_of, share, shown_checks
from grader.reports.rows import MARKS
from grader.result import Counterexample, Result
from grader.text import visible

MAX_TEXT = 1500
"""So many bytes of the page a message, a counterexample or what was printed may take."""
MAX_FIGURES = 45_000
"""So many bytes of the page all pictures may take together; of those that no longer fit, the words are left."""
MAX_OPEN = 4
"""So many failing checks are shown whole at once; the others open with a click."""

_TEMPLATES = Path(__file__).parent / "templates"
_CODE = re.compile(r"`([^`\n]+)`")

OUTCOMES = {
    "passed": "passed",
    "failed": "failed",
    "error": "raised an error",
    "timeout": "out of time",
    "memory": "out of memory",
    "crashed": "crashed",
    "skipped": "not run",
    "not_found": "not found",
}


def html_report(results: Iterable[Result]) -> Iterator[str]:
    """Give one page for all ``results``, with a table of them at its head where there are several."""
    yield rendered("results.html.j2", results=list(results))


def rendered(template: str, **values: Any) -> str:
    """Fill in one of the templates."""
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (_TEMPLATES / "style.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment.filters.update(
        said=said, brief=brief, num=lambda value: f"{value:g}", three=lambda v: f"{v:.3g}", address=quote
    )
    environment.globals.update(
        style=Markup(style),
        style_hash=digest,
        version=__version__,
        outcomes=OUTCOMES,
        marks={outcome: mark for outcome, (mark, _) in MARKS.items()},
        bar=charts.bar,
        growth=charts.growth,
        scores=charts.scores,
        histogram=charts.histogram,
        rate=charts.rate,
        pictures=_Pictures,
        code_lines=code_lines,
        answer_pieces=answer_pieces,
        opened=_opened,
        share=share,
        look_at=look_at,
        look_of=look_of,
        shown_checks=shown_checks,
        states=STATES,
        state_of=state_of,
    )
    return environment


def _harmless(value: Any) -> Any:
    """What every value goes through on its way into a page; escaping comes after it."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def said(text: str, limit: int = MAX_TEXT) -> Markup:
    """Return prose in which `code` is set as code."""
    whole = brief(text, limit)
    marked = Markup(_CODE.sub(r"<code>\1</code>", str(whole)))
    return marked if len(marked) <= limit else whole


def brief(text: str, limit: int = MAX_TEXT) -> Markup:
    """Return ``text`` escaped, and no more of it than ``limit`` bytes."""
    shown = visible(text[: limit + 1])
    whole = escape(shown)
    if len(text) <= limit and len(whole.encode()) <= limit:
        return whole
    longest = limit - 20
    while len(escape(shown).encode()) > longest:
        shown = shown[: max(0, min(len(shown) - 1, len(shown) * longest // len(escape(shown).encode())))]
    return escape(shown) + " […]"


def _opened(result: Result) -> set[str]:
    """Return the ids of the checks to show whole: the first of each cause."""
    first = [finding.checks[0] for finding in result.findings]
    failing = [check.id for check in result.checks if check.outcome not in ("passed", "skipped")]
    return set((first or failing)[:MAX_OPEN])


class _Pictures:
    """Draws the pictures of one result, for as long as there is room for them."""

    def __init__(self) -> None:
        self._left = MAX_FIGURES

    def of(self, example: Counterexample) -> Markup:
        """Return the picture, or nothing where there is none or no room."""
        drawn = figures(example.picture)
        if len(drawn.encode()) > self._left:
            return Markup()
        self._left -= len(drawn.encode())
        return drawn
