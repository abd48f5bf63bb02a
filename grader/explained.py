"""An explanation is graded: the rubric's marks become a Result, each point with the learner's own sentence."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping

from msgspec.structs import replace

from grader.kata import is_untouched
from grader.prose import ProseKata
from grader.reading.places import span_of
from grader.reading.sentences import MAX_CHARACTERS
from grader.result import CheckResult, GroupResult, MistakeNamed, Result, Span, Verdict, total, utc_now
from grader.rubric import Found, Marks
from grader.submission import Submission
from grader.text import shortened

MAX_QUOTE = 300
"""So many characters of a sentence are quoted."""

SecondReader = Callable[[ProseKata, str, Marks], tuple[Mapping[str, str], str]]
"""Reads an answer once more for the points that were not found: gives each point that it found with a quotation, and a
warning ("" for none)."""

_NOT_FOUND = "Not found. Say it in one plain sentence."
_NOT_READ = "Not read, for the file is no answer."


def grade_explanation(kata: ProseKata, submission: Submission, second_reader: SecondReader | None = None) -> Result:
    """Grade ``submission`` as an answer to ``kata``; ``second_reader`` is asked for what was not found."""
    started, at = time.monotonic(), utc_now()
    unwritten = not submission.problem and (is_untouched(submission.source, kata.stub) or not submission.source.strip())
    marks = kata.rubric.mark("" if unwritten else submission.source)
    warnings = []
    quotes: Mapping[str, str] = {}
    if second_reader and not unwritten and not submission.problem:
        quotes, warning = second_reader(kata, submission.source[:MAX_CHARACTERS], marks)
        marks = kata.rubric.with_found(marks, quotes)
        warnings += [warning] if warning else []
    if len(submission.source) > MAX_CHARACTERS:
        warnings.append(f"Only the first {MAX_CHARACTERS:,} characters were read.")
    checks = tuple(_checks(kata, submission, marks, quotes))
    groups = tuple(
        GroupResult(
            id=key,
            title=group.title,
            points=total(check.points for check in checks if check.group == key),
            max_points=group.points,
        )
        for key, group in kata.rubric.groups.items()
    )
    verdict: Verdict = (
        "invalid" if submission.problem else "passed" if kata.rubric.passes(marks) and not unwritten else "failed"
    )
    mistakes = tuple(_misconceptions(kata, submission, marks))
    return Result(
        kata=kata.id,
        title=kata.spec.title,
        kind="explain",
        submission=submission.ref,
        at=at,
        verdict=verdict,
        score=total(group.points for group in groups),
        max_score=kata.max_score,
        checks=checks,
        groups=groups,
        mistakes=mistakes,
        unwritten=unwritten,
        problem=submission.problem,
        advice=_advice(kata, verdict, unwritten, marks, checks, bool(mistakes)),
        warnings=tuple(warnings),
        isolation="none",
        duration_s=round(time.monotonic() - started, 3),
    )


def _checks(kata: ProseKata, submission: Submission, marks: Marks, quotes: Mapping[str, str]) -> Iterable[CheckResult]:
    """Give every point its outcome."""
    awarded = kata.rubric.awarded(marks.met)
    for name, point in kata.rubric.points.items():
        found = marks.points[name]
        check = CheckResult(
            id=name,
            title=point.title,
            outcome="skipped",
            points=awarded[name],
            max_points=point.points,
            group=point.group,
        )
        quote, line = _quoted(marks, found, quotes.get(name, ""))
        spans = _spans(submission.source, marks, found, quotes.get(name, ""))
        if submission.problem:
            yield replace(check, message=_NOT_READ)
        elif found.state == "met":
            yield replace(check, outcome="passed", quote=quote, line=line, spans=spans)
        elif found.state == "contradicted":
            message = _why_not(kata, marks, found, point.title)
            check = replace(check, outcome="failed", why=point.why, message=message, hint=point.hint)
            yield replace(check, quote=quote, line=line, spans=spans)
        else:
            yield replace(check, outcome="not_found", why=point.why, message=_NOT_FOUND, hint=point.hint)


def _quoted(marks: Marks, found: Found, quote: str = "") -> tuple[str, int | None]:
    """Return the learner's own words, and the line at which they begin."""
    if quote:
        return shortened(quote, MAX_QUOTE), None
    sentences = [marks.reading.sentences[index] for index in found.sentences]
    if not sentences:
        return "", None
    return shortened(" ... ".join(sentence.text for sentence in sentences), MAX_QUOTE), sentences[0].line


def _spans(text: str, marks: Marks, found: Found, quote: str = "") -> tuple[Span, ...]:
    """Return where the learner's own words stand."""
    if quote:
        start = text.find(quote)
        return ((start, start + len(quote)),) if start >= 0 else ()
    return tuple(span_of(text, marks.reading.sentences[index]) for index in found.sentences)


def _why_not(kata: ProseKata, marks: Marks, found: Found, title: str) -> str:
    """Say what is wrong with the sentences that contradict a point."""
    for name, misconception in kata.rubric.misconceptions.items():
        state = marks.misconceptions[name]
        if state.state == "met" and set(state.sentences) & set(found.sentences):
            return misconception.tells
    return f"This says the contrary of a point: {title[0].lower()}{title[1:]}."


def _misconceptions(kata: ProseKata, submission: Submission, marks: Marks) -> Iterable[MistakeNamed]:
    for name, found in marks.misconceptions.items():
        if found.state == "met":
            misconception = kata.rubric.misconceptions[name]
            quote, line = _quoted(marks, found)
            yield MistakeNamed(
                id=name,
                says=misconception.tells,
                look=misconception.look,
                quote=quote,
                line=line,
                spans=_spans(submission.source, marks, found),
            )


def _advice(
    kata: ProseKata, verdict: Verdict, unwritten: bool, marks: Marks, checks: Iterable[CheckResult], mistaken: bool
) -> str:
    """Return the next step."""
    if verdict == "invalid":
        return "Mend that first; nothing else could be tried."
    if unwritten:
        return f"Nothing is written yet. Write your answer, then run this again; `grade hint {kata.id}` gives a nudge."
    if verdict == "passed":
        return ""
    if mistaken:
        return "Mend what is the wrong way round first; then say what was not found, a plain sentence each."
    if marks.reading.unread and not any(check.outcome == "passed" for check in checks):
        return (
            "Nothing is claimed yet: words alone, questions and announcements count for nothing. Say it in sentences."
        )
    return f"Say what was not found, in a plain sentence each; `grade hint {kata.id}` gives a hint."
