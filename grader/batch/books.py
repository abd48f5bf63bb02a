"""What a batch leaves behind: all results in order, the gradebook, and what they come to."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from grader.batch.gathered import Key
from grader.batch.ledger import RESULTS, SETTINGS, Ledger, OutError
from grader.batch.plan import REPORTS, Plan
from grader.reports.course import course_page
from grader.tally import Row, Tally
from grader.writing import half_written, write_whole

GRADEBOOK = "gradebook.csv"
INDEX = "index.html"
_APART = (";", "\t", "|", "\n", "\r")
"""Where they are set to, spreadsheets begin a new cell at one of these, but for one within quotation marks."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell that begins so is a formula to one spreadsheet or another; with the last four, to Japanese ones."""


def write_books(plan: Plan, ledger: Ledger) -> Tally:
    """Write everything that is made of all results.

    Raises:
        OutError: it cannot be written; the results are kept.
        UsageError: the folder for it is there no more.
    """
    ledger.require_place()
    keys = sorted(entry.key for entry in plan.found.entries)
    katas = {kata_id: (kata.spec.title, plan.most_points(kata_id)) for kata_id, kata in plan.katas.items()}
    tally = Tally(katas, plan.found.learners)
    for key in keys:
        tally.add(ledger.result(key))
    try:
        write_whole(ledger.out / GRADEBOOK, gradebook(tally).encode())
        write_whole(ledger.out / INDEX, course_page(tally, plan.found.passed_over).encode("utf-8", "backslashreplace"))
        ledger.settle(keys)
        _sweep(plan, ledger, keys)
    except OSError as error:
        raise OutError(ledger.out, error) from error
    return tally


def _sweep(plan: Plan, ledger: Ledger, keys: Iterable[Key]) -> None:
    """Take away what a run that was killed had half written, and reports of what was handed in no more."""
    wanted = {ledger.out / page for page in map(plan.page_of, keys)}
    names = {*(f"{kata_id}.html" for kata_id in plan.katas), RESULTS, SETTINGS, GRADEBOOK, INDEX}
    for path in (*ledger.out.iterdir(), *ledger.out.glob(f"{REPORTS}/*/*")):
        is_half = path.name.startswith(".") and any(path.name.startswith(half_written(name)) for name in names)
        if is_half or (path.name in names and path.parent != ledger.out and path not in wanted):
            path.unlink()
    for folder in ledger.out.glob(f"{REPORTS}/*"):
        with contextlib.suppress(OSError):  # what is in it still is not ours
            folder.rmdir() if not any(folder.iterdir()) else None


def gradebook(tally: Tally) -> str:
    """Return the gradebook as CSV: a row a learner, a column a kata (empty where nothing was handed in), and totals."""
    file = io.StringIO(newline="")
    plain = csv.writer(file, lineterminator="\n")
    quoting = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
    katas = list(tally.katas)
    plain.writerow(["learner", *katas, "total", "max_total"])
    for row in tally.rows:
        writer = quoting if any(mark in row.learner for mark in _APART) else plain
        writer.writerow(_cells(row, katas, tally.max_total))
    return file.getvalue()


def _cells(row: Row, katas: Sequence[str], max_total: float) -> Iterator[str]:
    yield cell(row.learner)
    for kata in katas:
        yield f"{row.cells[kata].score:g}" if kata in row.cells else ""
    yield f"{row.total:g}"
    yield f"{max_total:g}"


def cell(text: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula, and that no other text becomes."""
    return f"'{text}" if text.lstrip(" '").startswith(_FORMULA) else text
