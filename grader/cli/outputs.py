"""Where each report goes: `--format` and `-o`, one of each or several."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click
import msgspec

from grader.cli.files import STDOUTS, refuse_unwritable, shown, write
from grader.errors import UsageError
from grader.reports import FORMATS
from grader.result import Result

_SUFFIXES = {
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".xml": "junit",
    ".json": "json",
    ".jsonl": "json",
    ".txt": "terminal",
}


class Output(msgspec.Struct, frozen=True):
    """A form, and the file that it goes to; None for standard output."""

    form: str
    path: Path | None = None


def output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options `--format` and `-o`."""
    command = click.option(
        "-o",
        "--output",
        "files",
        multiple=True,
        metavar="FILE",
        help="Write a report into FILE, in the form of --format, or of what its name ends in (.html, .md, .xml, .json)."
        " May be given several times.",
    )(command)
    return click.option(
        "--format",
        "forms",
        multiple=True,
        type=click.Choice(list(FORMATS)),
        help="The form of the report, else that for the terminal. May be given several times, each with its -o.",
    )(command)


def outputs_of(
    forms: Sequence[str], files: Sequence[str], precious: Iterable[Path], otherwise: Sequence[str] = ()
) -> list[Output]:
    """Pair forms with files. ``precious`` are files that no report may be written over; ``otherwise`` are the forms
    for standard output where none is asked for, and nothing goes there.

    A file whose name fits one of the forms takes it. Where there are as many forms as files, the others go together in
    their order; else a file has the form of its name, or where that tells nothing the next form. A form that is left
    goes to standard output, and only one may.

    Raises:
        UsageError: a file has no form, two reports would go to one place, or a file cannot be written.
    """
    left = list(forms)
    chosen: list[str] = []
    for form in map(form_of, files):
        chosen.append(form if form in left else "")
        if chosen[-1]:
            left.remove(form)
    for place, file in enumerate(files):
        if chosen[place]:
            continue
        # A report for the terminal is the last that somebody wants in a file.
        waiting = sorted(left, key=lambda form: form == "terminal")
        if waiting and (len(forms) == len(files) or not form_of(file)):
            chosen[place] = waiting[0]
            left.remove(waiting[0])
        else:
            chosen[place] = form_of(file)
        if not chosen[place]:
            problem = f"`-o {shown(Path(file))}` has no form."
            raise UsageError(f"{problem} Add `--format`, or end the name in .html, .md, .xml or .json.")
        if file.endswith("/"):
            raise UsageError(f"{shown(Path(file))} is a folder. Name a file for the report.")
    pairs = zip(chosen, files, strict=True)
    outputs = [Output(form, None if file in STDOUTS else Path(file)) for form, file in pairs]
    if not forms and not any(output.path is None for output in outputs):
        left = [*otherwise]
    outputs = [*(Output(form) for form in left), *outputs]
    _check(outputs, precious if files else ())
    return outputs


def form_of(file: str) -> str:
    """Return the form that the name of a file asks for; "" for none."""
    name = file.lower()
    if name.endswith("results.json"):
        return "gradescope"
    return _SUFFIXES.get(Path(name).suffix, "")


def _check(outputs: Sequence[Output], precious: Iterable[Path]) -> None:
    """Refuse what cannot be written before anything is graded for it."""
    plain = [output.form for output in outputs if output.path is None]
    if len(plain) > 1:
        raise UsageError(
            f"{' and '.join(plain)} would both go to standard output. Give each but one a file, with `-o`."
        )
    kept, seen = {path.resolve() for path in precious}, set[Path]()
    for path in (output.path for output in outputs if output.path is not None):
        target = refuse_unwritable(path, kept)
        if target in seen:
            raise UsageError(f"two reports would go to {shown(path)}. Give each a file of its own.")
        seen.add(target)


def send(results: Iterable[Result], outputs: Sequence[Output]) -> list[Result]:
    """Show and write ``results`` in every form asked for, on standard output as they come. Return them.

    Raises:
        UsageError: a file cannot be written after all; what goes to standard output was shown.
    """
    kept: list[Result] = []

    def noted() -> Iterator[Result]:
        for result in results:
            kept.append(result)
            yield result

    coming = noted()
    for form in (output.form for output in outputs if output.path is None):
        if form != "terminal" and isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")  # what programs read is UTF-8, whatever the terminal is
        for text in FORMATS[form](coming):
            click.echo(text, nl=False, color=True)  # the form has decided on colours itself
    for _ in coming:  # where nothing goes to standard output
        pass
    failures = []
    for output in outputs:
        if output.path is not None:
            try:
                texts = FORMATS[output.form](kept)
                write(output.path, map(click.unstyle, texts) if output.form == "terminal" else texts)
                click.echo(f"{shown(output.path)} is written.", err=True)
            except UsageError as error:
                failures.append(error)  # the other reports can be had all the same
    if failures:
        raise UsageError("\n".join(map(str, failures)))
    return kept
