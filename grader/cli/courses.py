"""The doors for courses: pack for where they grade, and what runs there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.catalogue import Catalogue, own_root
from grader.cli.files import shown, write
from grader.cli.katas import katas_option
from grader.cli.packing import katas_to_pack

if TYPE_CHECKING:
    from grader.result import Result


@click.group("pack")
def courses() -> None:
    """Make what a course's platform runs. `grade kata pack` makes what learners get.

    \b
    grade pack gradescope conv2d -o autograder.zip
    """


@courses.command("gradescope")
@click.argument("names", metavar="[KATA]...", nargs=-1)
@click.option("-o", "--output", "file", metavar="FILE.zip", required=True, type=click.Path(path_type=Path))
@katas_option
def pack_gradescope(names: tuple[str, ...], file: Path, folders: tuple[Path, ...]) -> None:
    """Write a custom autograder for each KATA, or for all, into FILE.zip; the same files give the same bytes.

    Every one of them counts in the assignment's score; docs/gradescope.md says how it is used.
    """
    from grader.authoring.gradescope import autograder

    katas = katas_to_pack(names, file, folders)
    write(file, autograder(katas))
    listed = ", ".join(shown(Path(kata.id)) for kata in katas)
    points = sum(kata.max_score for kata in katas)
    click.echo(f"{shown(file)} is written: {listed}, {points:g} points, with their tests; not for learners.")


@click.command(hidden=True)
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("file", type=click.Path(path_type=Path))
def autograde(folder: Path, file: Path) -> None:
    """Grade what is in FOLDER as an answer to all of the program's own katas; write FILE, a results.json.

    An autograder's `run_autograder` calls it. FILE says that the grader failed until there is a result.
    """
    from grader.reports.gradescope import failed_report, gradescope_report

    catalogue = Catalogue(own_root())
    write(file, failed_report([catalogue.outline(kata_id) for kata_id in catalogue.ids()]))
    results = list(_graded(folder, catalogue))
    write(file, gradescope_report(results))


def _graded(folder: Path, catalogue: Catalogue) -> Iterator[Result]:
    """Grade one kata after the other, and say of each how it went, for the course's staff."""
    zygote = None
    if catalogue.ids("code"):
        from grader.jail.launch import ZygoteProcess

        zygote = ZygoteProcess()
    from grader.grading import Grader
    from grader.handed_in import handed_in

    katas = [catalogue.load(kata_id) for kata_id in catalogue.ids()]
    with Grader(zygote) as grader:
        for kata, submission in zip(katas, handed_in(folder, katas), strict=True):
            result = grader.grade(kata, submission)
            score = f"{result.score:g} of {result.max_score:g} points"
            click.echo(f"{shown(Path(kata.id))}: {result.verdict}, {score}, isolation: {result.isolation}")
            yield result
