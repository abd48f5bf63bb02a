"""The doors for learners: list, start, run, hint."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.catalogue import Catalogue
from grader.cli.files import shown
from grader.cli.katas import as_options, katas_option, learners_katas
from grader.cli.outputs import output_options, outputs_of, send
from grader.cli.pages import show_page
from grader.cli.targets import Target, precious_files, resolve
from grader.cli.warnings import warn
from grader.errors import KataError, UsageError
from grader.history import History, HistoryError
from grader.text import visible
from grader.writing import write_new

if TYPE_CHECKING:
    from grader.judge import Judge
    from grader.result import Result


@click.command("list")
@katas_option
def list_katas(folders: tuple[Path, ...]) -> None:
    """Show the katas: topics, difficulty, your best score here."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    catalogue = learners_katas(folders)
    best: dict[str, float] = {}
    try:
        best = History(Path.cwd()).best_scores()
    except HistoryError as error:
        warn(f"your scores cannot be shown: {error}")
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("kata", min_width=max(map(len, catalogue.ids()), default=0))
    for heading in ("title", "topics", "difficulty"):
        table.add_column(heading)
    table.add_column("best", justify="right")
    for kata_id in catalogue.ids():
        try:
            kata = catalogue.outline(kata_id)
        except KataError as error:
            warn(str(error))
            continue
        score = f"{best[kata_id]:g} / {kata.max_score:g}" if kata_id in best and kata.max_score else "-"
        cells = (kata_id, kata.spec.title, ", ".join(kata.spec.topics), kata.spec.difficulty, score)
        table.add_row(*(Text(visible(cell, keep="")) for cell in cells))
    console = Console(highlight=False)
    console.print(table)


@click.command()
@click.argument("kata_id", metavar="KATA")
@click.option(
    "--dir", "folder", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="Where to put it."
)
@katas_option
def start(kata_id: str, folder: Path, folders: tuple[Path, ...]) -> None:
    """Copy a kata's stub and statement here. Nothing is ever overwritten."""
    kata = learners_katas(folders).load(kata_id)
    stub, statement = folder / kata.file_name, folder / kata.statement_name
    try:
        for path in (stub, statement):
            if os.path.lexists(path):
                problem = f"{shown(path)} is there already, and is left as it is"
                raise UsageError(f"{problem}. Move it away, or choose another `--dir`.")
        write_new({stub: kata.stub, statement: kata.statement})
    except OSError as error:
        raise UsageError(f"cannot write in {shown(folder)}: {error.strerror}. Choose another `--dir`.") from error
    again = kata.id if folder == Path() else shown(stub)
    click.echo(f"{shown(statement)}  says what to do.\n{shown(stub)}  is where you do it.")
    click.echo(f"Then: grade run {again}{as_options(folders)}")


@click.command()
@click.argument("targets", nargs=-1, required=True)
@click.option(
    "--kata", "kata_id", metavar="ID", help="Grade the files as solutions of this kata, whatever their names."
)
@output_options
@click.option("--open", "opens", is_flag=True, help="Show the report as a page in the browser, too.")
@click.option(
    "--budgets/--no-budgets",
    default=True,
    help="Measure time, memory and growth beside the reference.",
    show_default=True,
)
@click.option(
    "--judge",
    "judge_url",
    metavar="URL",
    help="Let a language model look for the points of an explanation that were not found: the address of an"
    " OpenAI-compatible API. Its key, if it needs one, is read from GRADE_JUDGE_KEY.",
)
@click.option("--model", metavar="NAME", help="The model that the judge is to use.")
@katas_option
def run(
    targets: tuple[str, ...],
    kata_id: str | None,
    forms: tuple[str, ...],
    files: tuple[str, ...],
    opens: bool,
    budgets: bool,
    judge_url: str | None,
    model: str | None,
    folders: tuple[Path, ...],
) -> None:
    """Grade each TARGET: a kata (its file in this folder), a file, or a folder of files named after katas.

    Exit status: 0 all passed, 1 some did not, 2 wrong usage, 3 the grader itself failed.
    """
    catalogue = learners_katas(folders)
    found = resolve(targets, kata_id, catalogue)
    judge = _judge(judge_url, model, [catalogue.suffix(name) for name, _ in found])
    outputs = outputs_of(forms, files, precious_files(catalogue, History(Path.cwd()), found), otherwise=["terminal"])
    from grader.result import exit_status

    results = send(_graded(found, catalogue, budgets, judge), outputs)
    if opens:
        show_page(results, is_aside=any(output.path is None and output.form != "terminal" for output in outputs))
    raise SystemExit(exit_status(results))


@click.command()
@click.argument("kata_id", metavar="KATA")
@katas_option
def hint(kata_id: str, folders: tuple[Path, ...]) -> None:
    """Show the next hint, from a nudge to nearly there."""
    kata = learners_katas(folders).load(kata_id)
    hints = kata.spec.hints
    number = 1
    try:
        number = History(Path.cwd()).next_hint(kata.id, len(hints))
    except HistoryError as error:
        warn(f"which hints you had cannot be noted: {error}")
    click.echo(textwrap.fill(visible(f"Hint {number} of {len(hints)}: {hints[number - 1]}"), 78))


def _judge(url: str | None, model: str | None, suffixes: list[str]) -> Judge | None:
    """Return the judge that was asked for."""
    if url is None and model is None:
        return None
    if url is None or model is None:
        given, missing = ("--model", "--judge URL") if url is None else ("--judge", "--model NAME")
        raise UsageError(f"`{given}` needs `{missing}` beside it.")
    if ".md" not in suffixes:
        raise UsageError("`--judge` reads explanations, and there is none among the files. Leave it out.")
    from grader.judge import KEY_VARIABLE, Judge

    history = History(Path.cwd())

    def recall(question: str) -> str | None:
        try:
            return history.judgement(question)
        except HistoryError as error:
            warn(f"what the judge said before cannot be read: {error}")
            return None

    def remember(question: str, reply: str) -> None:
        try:
            history.keep_judgement(question, reply)
        except HistoryError as error:
            warn(f"what the judge said cannot be kept: {error}")

    return Judge(url, model, os.environ.get(KEY_VARIABLE, ""), recall, remember)


def _graded(targets: list[Target], catalogue: Catalogue, with_budgets: bool, judge: Judge | None) -> Iterator[Result]:
    """Grade one target after the other, and note each attempt."""
    zygote = None
    if any(catalogue.suffix(kata_id) == ".py" for kata_id, _ in targets):
        from grader.jail.launch import ZygoteProcess

        zygote = ZygoteProcess()
    from grader.grading import Grader
    from grader.submission import read_submission

    history = History(Path.cwd())
    katas = {kata_id: catalogue.load(kata_id) for kata_id, _ in targets}
    with Grader(zygote, judge) as grader:
        for kata_id, path in targets:
            result = grader.grade(katas[kata_id], read_submission(path), with_budgets)
            try:
                if result.max_score:  # a packed kata has no points, and so no scores to keep
                    history.record(result)
            except HistoryError as error:
                warn(f"this attempt is not in your history: {error}")
            yield result
