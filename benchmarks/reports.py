"""How long a report takes to make, and how large it is. Prints a table; nothing fails.

    python benchmarks/reports.py

Over the results of every reference and of every eighth wrong sample in tests/submissions/, each made three times after
one that loads the templates:

ms         median and most, of a report
bytes      median and most
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from grader.catalogue import find_catalogue
from grader.grading import Grader
from grader.jail.launch import ZygoteProcess
from grader.reports import FORMATS
from grader.result import Result
from grader.submission import read_submission

SUBMISSIONS = Path(__file__).parents[1] / "tests" / "submissions"


def results() -> list[Result]:
    """Grade the samples."""
    catalogue = find_catalogue()
    found = []
    with Grader(ZygoteProcess()) as grader:
        for kata_id in catalogue.ids():
            kata = catalogue.load(kata_id)
            wrong = sorted((SUBMISSIONS / kata_id / "failed").glob("*.py"))[::8]
            for path in (kata.reference_path, *wrong):
                found.append(grader.grade(kata, read_submission(path), with_budgets=path == kata.reference_path))
    return found


def main() -> None:
    """Make every report, and measure."""
    found = results()
    print(f"{len(found)} results")
    print("| form | ms: median | most | bytes: median | most |\n|---|---|---|---|---|")
    for name, form in FORMATS.items():
        "".join(form(found[:1]))
        times_ms, sizes = [], []
        for result in found:
            runs = []
            for _ in range(3):
                started = time.perf_counter()
                text = "".join(form([result]))
                runs.append(1e3 * (time.perf_counter() - started))
            times_ms.append(min(runs))
            sizes.append(len(text.encode()))
        print(
            f"| {name} | {statistics.median(times_ms):.1f} | {max(times_ms):.1f}"
            f" | {statistics.median(sizes):,.0f} | {max(sizes):,} |"
        )


if __name__ == "__main__":
    main()
