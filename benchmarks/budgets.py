"""Whether budgets can be trusted, and what they cost. Prints tables; nothing here passes or fails.

    python benchmarks/budgets.py [--gradings N] [--katas NAME ...] [flips] [cost] [fakes]

flips    gradings of a solution at half and of one at twice its limit of time, with two busy processes on every core
cost     what the budgets add to one more grading of the reference, in the same grader
fakes    how each sample of tests/submissions/costly/ ends on the budget that it tries to get by
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import yaml

from grader.catalogue import Catalogue, find_catalogue
from grader.grading import Grader
from grader.jail.launch import ZygoteProcess
from grader.kata import Kata
from grader.result import BudgetResult, Result
from grader.submission import Submission, read_submission

ROOT = Path(__file__).parents[1]
COSTLY = ROOT / "tests/submissions/costly"
SPEED = "speed"
REPEATS = 9
LOADS = ("while True: pass", "import numpy as np\nblock = np.ones(1 << 20)\nwhile True: block += 1.0")


@contextmanager
def busy_cores() -> Iterator[None]:
    """Two processes a core, half of them counting and half adding up memory, as long as the block lasts."""
    count = 2 * (os.cpu_count() or 1)
    programs = [subprocess.Popen([sys.executable, "-c", LOADS[number % len(LOADS)]]) for number in range(count)]
    try:
        time.sleep(1)
        yield
    finally:
        for program in programs:
            program.kill()
            program.wait()


def repeated(kata: Kata, times: float) -> Submission:
    """A right solution that does the reference's work so many times, on average over its calls."""
    source, ends = kata.reference, f"\n\nTIMES, CALLS, DONE = {times!r}, [0], [0]\n"
    for name in kata.spec.functions:
        source = source.replace(f"def {name}(", f"def once_{name}(")
        ends += (
            f"\n\ndef {name}(*args, **kwargs):\n    CALLS[0] += 1\n    result = once_{name}(*args, **kwargs)\n"
            f"    DONE[0] += 1\n    while DONE[0] + 0.5 < TIMES * CALLS[0]:\n"
            f"        result = once_{name}(*args, **kwargs)\n        DONE[0] += 1\n    return result\n"
        )
    return Submission(name=f"{kata.id}.py", source=source + ends)


def speed_of(result: Result) -> BudgetResult:
    """The budget on time."""
    return next(budget for budget in result.budgets if budget.id == SPEED)


def times_for(grader: Grader, kata: Kata, ratio: float) -> float:
    """How often the reference's work has to be done to come to ``ratio``: work done again is quicker than the first."""
    limit = kata.budgets[SPEED]
    kata.budgets[SPEED] = msgspec.structs.replace(limit, time=1000.0)
    found = [speed_of(grader.grade(kata, repeated(kata, REPEATS))).measured for _ in range(5)]
    kata.budgets[SPEED] = limit
    return 1 + (ratio - 1) * (REPEATS - 1) / (statistics.median(found) - 1)


def flips(grader: Grader, kata: Kata, gradings: int) -> int:
    """Grade at half and at twice the limit of time on a busy machine; return how many verdicts were wrong."""
    limit, wrong = kata.budgets[SPEED].limit, 0
    for share in (0.5, 2.0):
        submission = repeated(kata, times_for(grader, kata, share * limit))
        ratios, pairs, counted = [], [], 0
        with busy_cores():
            for _ in range(gradings):
                result = grader.grade(kata, submission)
                speed = speed_of(result)
                missed = {budget.id for budget in result.budgets if budget.outcome != "passed"}
                counted += missed != (set() if share < 1 else {SPEED}) or speed.pairs == 0
                ratios.append(speed.measured / limit)
                pairs.append(speed.pairs)
        wrong += counted
        print(
            f"flips  {kata.id:16s} at {share:g} of its limit: {counted} wrong of {gradings}   measured "
            f"{min(ratios):.2f} to {max(ratios):.2f} of it, median {statistics.median(ratios):.2f}   "
            f"{statistics.median(pairs):g} pairs, {max(pairs)} at most",
            flush=True,
        )
    return wrong


def cost(grader: Grader, kata: Kata, rounds: int = 9) -> None:
    """A further grading of the reference, with its budgets and without."""
    submission = read_submission(kata.reference_path)
    times: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(rounds + 1):
        for with_budgets, found in times.items():
            started = time.perf_counter()
            grader.grade(kata, submission, with_budgets)
            found.append(time.perf_counter() - started)
    with_s, without_s = (statistics.median(found[1:]) for found in (times[True], times[False]))
    print(
        f"cost   {kata.id:16s} {with_s:.3f} s with budgets, {without_s:.3f} s without: {with_s - without_s:.3f} s more "
        f"(aim: at most 0.6)",
        flush=True,
    )


def fakes(grader: Grader, catalogue: Catalogue) -> None:
    """Every sample that tries to get by a budget."""
    for kata_id, names in yaml.safe_load((COSTLY / "labels.yaml").read_text()).items():
        for name, tried in names.items():
            result = grader.grade(catalogue.load(kata_id), read_submission(COSTLY / kata_id / f"{name}.py"))
            budget = next(budget for budget in result.budgets if budget.id == tried)
            measured = f"{budget.measured:g} of {budget.limit:g}" if budget.pairs else budget.message[:60]
            print(f"fakes  {kata_id}/{name:30s} {tried:7s} {budget.outcome:8s} {measured}", flush=True)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help="flips, cost or fakes; all three without one")
    parser.add_argument("--gradings", type=int, default=50, help="of each solution, for flips")
    parser.add_argument("--katas", nargs="+", metavar="NAME")
    words = parser.parse_args()
    if unknown := {*words.parts} - {"flips", "cost", "fakes"}:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    catalogue = find_catalogue()
    parts = words.parts or ["cost", "fakes", "flips"]
    katas = [catalogue.load(name) for name in words.katas or catalogue.ids("code")]
    with Grader(ZygoteProcess()) as grader:
        for kata in katas if "cost" in parts else []:
            cost(grader, kata)
        if "fakes" in parts:
            fakes(grader, catalogue)
        if "flips" in parts:
            print(f"flips  in all: {sum(flips(grader, kata, words.gradings) for kata in katas)} wrong")


if __name__ == "__main__":
    main()
