"""How often the known mistake behind a wrong submission is named, and how often rightly. Prints a table; nothing fails.

    python benchmarks/naming.py [--batch]

With --batch, as `grade batch` grades, which does less to explain what went wrong.

Over the wrong samples in tests/submissions/, whose mistakes tests/submissions/mistakes.yaml has by their own accounts:

declared   samples whose mistake is on the kata's list
named      of these, how many get it named, and nothing else: the recall
claims     samples for which anything is named
right      of these, how many are named for what they are: the precision
"""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

from grader.batch.work import BRISK
from grader.catalogue import find_catalogue
from grader.grading import Effort, Grader
from grader.jail.launch import ZygoteProcess
from grader.submission import read_submission

SUBMISSIONS = Path(__file__).parents[1] / "tests" / "submissions"


def main() -> None:
    """Grade every wrong sample, and count."""
    labels = yaml.safe_load((SUBMISSIONS / "mistakes.yaml").read_text())
    effort = BRISK if "--batch" in sys.argv else Effort()
    totals = [0] * 5
    print(f"{'kata':<18} wrong  declared  named  claims  right")
    with Grader(ZygoteProcess()) as grader:
        for kata_id, samples in labels.items():
            kata = find_catalogue().load(kata_id)
            counts = [0] * 5
            for name, made in samples.items():
                submission = read_submission(SUBMISSIONS / kata_id / "failed" / f"{name}.py")
                result = grader.grade(kata, submission, effort=effort)
                named = [mistake.id for mistake in result.mistakes]
                is_right = bool(named) and named == sorted(made)
                for column, one in enumerate((True, bool(made), bool(made) and is_right, bool(named), is_right)):
                    counts[column] += one
            totals = [total + count for total, count in zip(totals, counts, strict=True)]
            print(f"{kata_id:<18} {counts[0]:>5}  {counts[1]:>8}  {counts[2]:>5}  {counts[3]:>6}  {counts[4]:>5}")
    print(f"{'all':<18} {totals[0]:>5}  {totals[1]:>8}  {totals[2]:>5}  {totals[3]:>6}  {totals[4]:>5}")
    print(f"recall {totals[2] / totals[1]:.3f}, precision {totals[4] / totals[3]:.3f}")


if __name__ == "__main__":
    main()
