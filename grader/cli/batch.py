"""The door for courses: batch."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.consoles import bars, printer
from grader.cli.files import shown
from grader.cli.katas import graders_katas, katas_option
from grader.cli.statuses import INTERRUPTED
from grader.errors import UsageError
from grader.text import readable

if TYPE_CHECKING:
    from rich.progress import Progress

    from grader.batch.gathered import Gathered
    from grader.batch.ledger import Ledger
    from grader.batch.plan import Plan
    from grader.batch.run import Batch, Runner
    from grader.catalogue import Catalogue

_SAY_EVERY_S = 30.0
_MAX_DEADLINE_S = 7 * 24 * 3600  # what waits for processes cannot wait for four weeks


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("-o", "--output", "out", metavar="OUT", required=True, type=click.Path(path_type=Path), help="A folder.")
@click.option(
    "--pattern",
    default=None,
    help="Whose a file is and for which kata, by its path below DIR; `*` is anything. {learner}/{kata} is what is meant"
    " without it; in one flat folder, {learner}_{kata}.py for example.",
)
@click.option(
    "--list",
    "table",
    metavar="FILE.csv",
    type=click.Path(path_type=Path),
    help="Whose each file is: a CSV file with the columns learner, file (below DIR) and kata, instead of a pattern.",
)
@click.option("--jobs", type=click.IntRange(1, 256), default=None, help="How many at once; one a core, else.")
@click.option(
    "--deadline",
    "deadline_s",
    metavar="SECONDS",
    type=float,
    default=None,
    help="A grading that takes longer is given up; else so long that only the grader's own fault can take it.",
)
@click.option("--budgets/--no-budgets", default=True, help="Measure time, memory and growth.", show_default=True)
@click.option("--scheduler", metavar="ADDRESS", help="Grade on the Dask cluster whose scheduler is there.")
@click.option("--trust-submissions", is_flag=True, help="Run them even where the kernel cannot hold the wall.")
@katas_option
def batch(
    folder: Path,
    out: Path,
    pattern: str | None,
    table: Path | None,
    jobs: int | None,
    deadline_s: float | None,
    budgets: bool,
    scheduler: str | None,
    trust_submissions: bool,
    folders: tuple[Path, ...],
) -> None:
    """Grade everything in DIR: DIR/<learner>/<kata>.py, or as --pattern or --list says.

    OUT gets gradebook.csv, results.jsonl, index.html and a report each. Whatever ends this command, the same command
    goes on where it was. `--katas` may name katas, too: --katas conv2d,iou grades these alone.

    Exit status: 0 all were graded, 1 some gradings were given up (the same command tries them again), 2 wrong usage, or
    OUT cannot be written.
    """
    if pattern is not None and table is not None:
        raise UsageError("`--pattern` and `--list` say the same thing in two ways. Leave one out.")
    if scheduler is not None and jobs is not None:
        raise UsageError("`--jobs` is for this machine; on a cluster, its workers are the jobs. Leave one out.")
    if deadline_s is not None and not 1 <= deadline_s <= _MAX_DEADLINE_S:
        raise UsageError(f"--deadline {deadline_s:g}: this has to be from 1 to {_MAX_DEADLINE_S} seconds.")
    if Path(os.path.realpath(out)).is_relative_to(os.path.realpath(folder)):  # which links to themselves cannot stop
        raise UsageError(f"{shown(out)} lies in {shown(folder)}, among what is graded. Name a folder outside of it.")
    catalogue, roots, asked = graders_katas(folders)
    from grader.batch.gathered import PATTERN
    from grader.batch.ledger import Ledger, Settings
    from grader.batch.plan import Plan, katas_of

    pattern = PATTERN if pattern is None else pattern
    katas = katas_of(catalogue, asked)
    found = _found(folder, pattern, table, list(katas), catalogue)
    settings = Settings(
        folder=readable(os.path.realpath(folder)),
        pattern="" if table else readable(pattern),
        listed=readable(os.path.realpath(table)) if table else "",
        katas=tuple(sorted(asked)),
        budgets=budgets,
    )
    plan = Plan(found, katas, roots, budgets, trust_submissions)
    with Ledger(out, settings) as ledger:
        status = _run(plan, ledger, scheduler, jobs, deadline_s)
    raise SystemExit(status)


def _found(folder: Path, pattern: str, table: Path | None, katas: list[str], catalogue: Catalogue) -> Gathered:
    """Return what was handed in, of which there has to be something."""
    from grader.batch.gathered import found_in, listed_in

    if not os.path.isdir(folder):  # which holds for none that cannot be reached, either
        raise UsageError(f"there is no folder {shown(folder)}.")
    found = listed_in(table, folder, katas) if table else found_in(folder, pattern, katas, catalogue)
    if not found.entries:
        example = pattern.replace("{learner}", "alice").replace("{kata}", katas[0] if katas else "conv2d")
        looked = f"nothing is listed in {shown(table)}" if table else f"nothing in {shown(folder)} is like {example}"
        more = f" {found.passed_over[0]}." if found.passed_over else ""
        raise UsageError(
            f"there is nothing to grade: {looked}.{more} `--pattern` or `--list` says whose files are whose."
        )
    return found


def _run(plan: Plan, ledger: Ledger, scheduler: str | None, jobs: int | None, deadline_s: float | None) -> int:
    """Grade, show how it goes and what it comes to; return the exit status."""
    from grader.batch.books import GRADEBOOK, INDEX, write_books
    from grader.batch.run import Batch
    from grader.reports.course import course_terminal

    running = Batch(plan, ledger)
    total = len(plan.found.entries)
    if ledger.damaged:
        click.echo(f"warning: {ledger.damaged} lines of {shown(ledger.path)} cannot be read; graded again.", err=True)
    started_s = time.monotonic()
    try:
        with _progress() as progress:
            running.run(_runner(plan, scheduler, jobs, deadline_s, progress), _watch(progress, running, total))
        tally = write_books(plan, ledger)
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # once is enough, and twice would end this amid its last words
        click.echo(f"stopped: {running.counted} of {total} are graded. The same command goes on there.", err=True)
        if scheduler is not None:
            os._exit(INTERRUPTED)  # Dask's threads take a second and more to end, and have nothing left to do
        return INTERRUPTED
    took_s = time.monotonic() - started_s
    console = printer()
    for part in course_terminal(tally, plan.found.passed_over):
        console.print(part, soft_wrap=True)
    new = running.counted - running.kept
    rate = f" in {took_s:.0f} s, {new / took_s:.1f} a second" if new and took_s else ""
    before = f", {running.kept} before" if running.kept else ""
    console.print(f"{new} graded{rate}{before}.\n{shown(ledger.out / INDEX)}\n{shown(ledger.out / GRADEBOOK)}")
    return 1 if tally.given_up.count else 0


def _runner(
    plan: Plan, scheduler: str | None, jobs: int | None, deadline_s: float | None, progress: Progress
) -> Runner:
    """Return what does the grading: processes here, or a cluster."""
    deadline_s = deadline_s or plan.deadline_s
    if scheduler is not None:
        from grader.batch.cluster import on_cluster

        def say(text: str) -> None:
            progress.console.print(f"warning: {text}", soft_wrap=True, markup=False, highlight=False)

        return on_cluster(scheduler, deadline_s, say)
    from grader.batch.local import on_this_machine

    return on_this_machine(plan, jobs, deadline_s)


def _progress() -> Progress:
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

    rate, left = TextColumn("{task.fields[rate]}"), TextColumn("left:")
    return bars(BarColumn(), MofNCompleteColumn(), rate, left, TimeRemainingColumn())


def _watch(progress: Progress, running: Batch, total: int) -> Callable[[], None]:
    """Show how many are done; where no bar can be seen, say it now and then."""
    started_s = said_s = time.monotonic()
    bar = progress.add_task("", total=total, rate="")

    def watch() -> None:
        nonlocal said_s
        now_s = time.monotonic()
        rate = (running.counted - running.kept) / max(now_s - started_s, 1e-9)
        progress.update(bar, completed=running.counted, rate=f"{rate:.1f} a second")
        if progress.disable and now_s - said_s >= _SAY_EVERY_S:
            said_s = now_s
            left_s = (total - running.counted) / rate if rate else 0.0
            left = f"{left_s / 60:.0f} minutes left"
            click.echo(f"{running.counted} of {total}, {rate:.1f} a second, {left}", err=True)

    return watch
