"""How fast grading is, as ratios measured in one run. Prints a table; nothing here passes or fails.

    python benchmarks/speed.py [--rounds N]

cold     `grade run conv2d` from nothing, budgets and all, beside `pytest` on the same hidden tests in one process
         without a wall
warm     one more submission in the same grader, without its budgets (see budgets.py), beyond the time that its
         own calls take in a bare loop
light    `grade --help` and `grade list`, beside `python -c "import click, yaml"`
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from grader.catalogue import find_catalogue
from grader.grading import Grader
from grader.jail.client import Worker
from grader.jail.launch import ZygoteProcess
from grader.submission import read_submission

ROOT = Path(__file__).parents[1]


def seconds(action: Callable[[], Any]) -> float:
    """Wall-clock time of one run of ``action``."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def alternately(actions: dict[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    """Median time of each action, taken in turns so that a busy moment meets all of them."""
    times: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(rounds):
        for name, action in actions.items():
            times[name].append(seconds(action))
    return {name: statistics.median(found) for name, found in times.items()}


def command(folder: Path, *words: str) -> Callable[[], Any]:
    """A program to be run in ``folder`` by this Python; its output is thrown away."""
    return lambda: subprocess.run([sys.executable, *words], cwd=folder, capture_output=True, check=True)


def cold_and_light(rounds: int) -> None:
    """Whole commands."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(ROOT / "solutions/conv2d.py", folder)
        tests = str(ROOT / "katas/conv2d/hidden_tests.py")
        found = alternately(
            {
                "grade": command(folder, "-m", "grader", "run", "conv2d"),
                "pytest": command(folder, "-m", "pytest", "-q", "-p", "no:cacheprovider", tests),
                "help": command(folder, "-m", "grader", "--help"),
                "list": command(folder, "-m", "grader", "list"),
                "import": command(folder, "-c", "import click, yaml"),
            },
            rounds,
        )
    print(f"cold   grade run conv2d {found['grade']:.2f} s   pytest {found['pytest']:.2f} s", end="   ")
    print(f"ratio {found['grade'] / found['pytest']:.2f} (aim: at most 1.5)")
    for name in ("help", "list"):
        print(f"light  grade {name:4s} {found[name]:.3f} s   imports {found['import']:.3f} s", end="   ")
        print(f"ratio {found[name] / found['import']:.2f} (aim: at most 3)")


def warm(kata_id: str, rounds: int) -> None:
    """A further submission in the same grader, and its calls alone."""
    kata = find_catalogue().load(kata_id)
    submission = read_submission(kata.reference_path)
    calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []
    plain_call = Worker.call

    def noted(self: Worker, function: str, args: Any, kwargs: Any, within_s: float) -> Any:
        calls.append((function, args, kwargs))
        return plain_call(self, function, args, kwargs, within_s)

    with Grader(ZygoteProcess()) as grader:
        Worker.call = noted  # type: ignore[method-assign]  # only to learn which calls are made
        grader.grade(kata, submission, with_budgets=False)
        Worker.call = plain_call  # type: ignore[method-assign]
        functions: dict[str, Any] = {}
        exec(compile(submission.source, submission.name, "exec"), functions)

        def bare() -> None:
            for function, args, kwargs in calls:
                try:
                    functions[function](*args, **kwargs)
                except ValueError:
                    continue  # bad input, refused

        found = alternately(
            {"grading": lambda: grader.grade(kata, submission, with_budgets=False), "bare": bare}, rounds
        )
    beyond_s = found["grading"] - found["bare"]
    print(
        f"warm   {kata_id}: {len(calls)} calls, grading {found['grading']:.3f} s, bare loop {found['bare']:.3f} s",
        end="   ",
    )
    print(f"beyond {beyond_s:.3f} s (aim for conv2d: at most 0.15)")


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    for kata_id in find_catalogue().ids("code"):
        warm(kata_id, rounds)
    cold_and_light(rounds)


if __name__ == "__main__":
    main()
