"""The doors for mentors: kata new, check, calibrate, pack."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.catalogue import find_catalogue
from grader.cli.consoles import bars, printer
from grader.cli.files import shown, write
from grader.cli.katas import as_options, katas_option, mentors_katas, place_of_new
from grader.cli.packing import katas_to_pack
from grader.entries import Kind
from grader.errors import UsageError
from grader.kata import Kata

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from grader.authoring.check import Watch

REMEMBERED = Path(".grade") / "checks.sqlite"


@click.group("kata")
def mentor() -> None:
    """Write a kata, check that its tests are good, and hand it out.

    \b
    grade kata new softmax          a folder to fill in
    grade kata check softmax        whether its tests catch what they should
    grade kata calibrate softmax    which limits its budgets may have
    grade kata pack softmax -o softmax.zip
    """


@mentor.command()
@click.argument("name")
@click.option(
    "--kind", type=click.Choice(["code", "explain"]), default="code", show_default=True, help="In code, or in prose."
)
@katas_option
def new(name: str, kind: Kind, folders: tuple[Path, ...]) -> None:
    """Begin the kata NAME: a folder that `grade kata check` finds sound, but for what is marked to be filled in."""
    from grader.authoring.new import check_name, new_kata
    from grader.authoring.texts import TO_FILL

    check_name(name)
    taken = find_catalogue()
    if name in taken.ids():
        place = shown(taken.paths(name)[0])
        raise UsageError(f"there is a kata `{name}` already, {place}. Choose another name, so that both can be run.")
    paths, count = new_kata(place_of_new(folders), name, kind)
    for path in paths:
        click.echo(shown(path))
    click.echo(f"{count} places are marked {TO_FILL}. Then: grade kata check {name}{as_options(folders)}")


@mentor.command()
@click.argument("names", metavar="[KATA]...", nargs=-1)
@click.option("--all", "takes_all", is_flag=True, help="Check every kata.")
@click.option("--fix", is_flag=True, help="Mend what a program can mend, and check again.")
@click.option("--format", "form", type=click.Choice(["terminal", "json"]), default="terminal", show_default=True)
@click.option("--jobs", type=click.IntRange(1, 256), default=None, help="How many processes; one a core, else.")
@click.option("--fresh", is_flag=True, help="Try everything again, whatever was tried before.")
@katas_option
def check(
    names: tuple[str, ...],
    takes_all: bool,
    fix: bool,
    form: str,
    jobs: int | None,
    fresh: bool,
    folders: tuple[Path, ...],
) -> None:
    """Tell whether each KATA is sound and its hidden tests good: what is wrong, where, and what mends it.

    Exit status: 0 nothing is wrong, 1 something is, 2 wrong usage, 3 the grader itself failed.
    """
    catalogue = mentors_katas(folders)
    if bool(names) == takes_all:
        raise UsageError("name the katas to check, or say `--all`." if not names else "`--all` takes no names.")
    ids = list(dict.fromkeys(names)) or catalogue.ids()
    if not ids:
        raise UsageError("there is no kata to check. `grade kata new NAME` makes one.")
    places = [catalogue.paths(name) for name in ids]
    if takes_all:  # a folder that lost its kata.yaml would be passed over in silence
        places += [(folder, folder / "kata.yaml") for folder in catalogue.unfinished()]
    from grader.authoring.check import check_katas
    from grader.authoring.memory import Memory
    from grader.authoring.mend import mend
    from grader.cores import cores
    from grader.reports.checked import checked_json, checked_terminal

    memory = Memory(REMEMBERED, recalls=not fresh)
    jobs = jobs or cores()
    try:
        with _progress() as progress:
            reports = check_katas(places, jobs, memory, _watch(progress))
        if fix and (mended := [problem for report in reports for problem in report.problems if problem.mend]):
            mend(mended)
            for problem in mended:
                click.echo(f"mended: {problem.place}: {problem.problem}", err=True)
            with _progress() as progress:
                reports = check_katas(places, jobs, memory, _watch(progress))
    finally:
        memory.close()
    if form == "json":
        for line in checked_json(reports):
            click.echo(line, nl=False)
    else:
        console = printer()
        for part in checked_terminal(reports):
            console.print(part, soft_wrap=True)
    raise SystemExit(1 if any(report.errors for report in reports) else 0)


@mentor.command()
@click.argument("name", metavar="KATA")
@katas_option
def calibrate(name: str, folders: tuple[Path, ...]) -> None:
    """Measure what KATA's reference costs, and its naive.py and right/ where there are any; propose limits."""
    kata = mentors_katas(folders).load(name)
    if not isinstance(kata, Kata):
        raise UsageError(f"{kata.id} has no budgets: it is {'in prose' if kata.kind == 'explain' else 'packed'}.")
    if not kata.budgets:
        raise UsageError(f"{kata.id} has no budgets. Add `budgets` to its kata.yaml, with any limits, and ask again.")
    from rich.console import Console

    from grader.authoring.calibrate import calibrate as proposals_of
    from grader.grading import Grader
    from grader.jail.launch import ZygoteProcess
    from grader.reports.checked import proposals_terminal

    with Grader(ZygoteProcess()) as grader:
        proposals = proposals_of(grader, kata)
    console = Console(highlight=False)
    for part in proposals_terminal(proposals):
        console.print(part, soft_wrap=True)
    raise SystemExit(1 if any(proposal.reference.problem for proposal in proposals) else 0)


@mentor.command()
@click.argument("names", metavar="[KATA]...", nargs=-1)
@click.option("-o", "--output", "file", metavar="FILE.zip", required=True, type=click.Path(path_type=Path))
@click.option("--with-tests", is_flag=True, help="With hidden tests, references, mistakes and rubrics, for who grades.")
@katas_option
def pack(names: tuple[str, ...], file: Path, with_tests: bool, folders: tuple[Path, ...]) -> None:
    """Write what learners get of each KATA, or of all, into FILE.zip; the same files give the same bytes."""
    from grader.authoring.pack import pack_text

    katas = katas_to_pack(names, file, folders)
    write(file, pack_text(katas, with_tests))
    listed = ", ".join(shown(Path(kata.id)) for kata in katas)
    what = "with their tests; not for learners" if with_tests else "without tests and references"
    click.echo(f"{shown(file)} is written: {listed}, {what}.")


def _progress() -> Progress:
    """Return bars, a kata each."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn

    return bars(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())


def _watch(progress: Progress) -> Watch:
    bars: dict[str, TaskID] = {}

    def watch(kata: str, done: int, known: int) -> None:
        if kata not in bars:
            bars[kata] = progress.add_task(kata)
        progress.update(bars[kata], completed=done, total=known)

    return watch
