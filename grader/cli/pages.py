"""The doors to pages: report and progress, and the browser."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.files import PAGES, STDOUTS, refuse_unwritable, shown, write
from grader.cli.katas import katas_option, learners_katas
from grader.cli.outputs import form_of, output_options, outputs_of, send
from grader.cli.targets import precious_files
from grader.errors import UsageError
from grader.history import History, HistoryError

if TYPE_CHECKING:
    from grader.result import Result

PROGRESS_FORMS = ("terminal", "html")
_TEXT_BROWSERS = ("w3m", "lynx", "links", "elinks", "www-browser")
"""These would take the terminal over."""


@click.command()
@click.argument("kata_id", metavar="KATA")
@output_options
@katas_option
def report(kata_id: str, forms: tuple[str, ...], files: tuple[str, ...], folders: tuple[Path, ...]) -> None:
    """Show the last report of a kata again: as a page in the browser, or in the form asked for."""
    catalogue = learners_katas(folders)
    catalogue.require(kata_id)
    try:
        history = History(Path.cwd())
        result = history.last(kata_id)
    except HistoryError as error:
        raise UsageError(str(error)) from error
    if result is None:
        raise UsageError(f"there is no attempt at {kata_id} in this folder yet. `grade run {kata_id}` makes one.")
    if forms or files:
        send([result], outputs_of(forms, files, precious_files(catalogue, history)))
    else:
        show_page([result])


@click.command()
@click.option("--format", "form", type=click.Choice(PROGRESS_FORMS), default=None, help="A table, or a page.")
@click.option(
    "-o", "--output", "file", metavar="FILE", help="Write it into FILE: a page, unless --format says otherwise."
)
@click.option("--open", "opens", is_flag=True, help="Show it as a page in the browser.")
@katas_option
def progress(form: str | None, file: str | None, opens: bool, folders: tuple[Path, ...]) -> None:
    """Show where you stand: your scores over time, what comes back, and what to practise next."""
    from grader.progress import progress_of
    from grader.reports.progress import progress_page, progress_table

    catalogue = learners_katas(folders)
    form = form or (form_of(file) if file else "") or ("html" if file or opens else "terminal")
    if form not in PROGRESS_FORMS:
        raise UsageError(f"progress has no form {form}. End the name in .html, or say `--format`.")
    as_page = form == "html"
    path = Path(file) if file and file not in STDOUTS else None
    try:
        history = History(Path.cwd())
        if path:
            refuse_unwritable(path, {name.resolve() for name in precious_files(catalogue, history)})
        found = progress_of(catalogue, history)
    except HistoryError as error:
        raise UsageError(str(error)) from error
    text = progress_page(found) if as_page else progress_table(found)
    if path:
        write(path, [text if as_page else click.unstyle(text)])
        click.echo(f"{shown(path)} is written.", err=True)
    elif not opens:
        click.echo(text, nl=False, color=True)
    if opens:
        _show(PAGES / "progress.html", progress_page(found))


def show_page(results: Iterable[Result], is_aside: bool = False) -> None:
    """Make a page of ``results``, keep it, and show it in the browser; where there is none, its path is all.

    ``is_aside``: standard output is for something else.
    """
    from grader.reports import FORMATS

    results = list(results)
    name = results[0].kata if len({result.kata for result in results}) == 1 else "all"
    _show(PAGES / f"{name}.html", "".join(FORMATS["html"](results)), is_aside)


def _show(path: Path, page: str, is_aside: bool = False) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{path.parent} cannot be made: {error.strerror}. Name a file with `-o`.") from error
    write(path, [page])
    opened = _open(path.resolve().as_uri())
    click.echo(f"{path}{'' if opened else ' is the page; no browser was found to open it in.'}", err=is_aside)


def _open(address: str) -> bool:
    """Show a page in a browser with windows, where there is one. Tell whether there was."""
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("BROWSER")
    ):
        return False
    import webbrowser

    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    if Path(getattr(browser, "name", "")).name in _TEXT_BROWSERS:
        return False
    return browser.open(address)
