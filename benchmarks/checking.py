"""How long `grade kata check --all` takes, from nothing and where nothing has changed, and what it says of the katas.

python benchmarks/checking.py
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time

from grader.catalogue import own_root


def main() -> None:
    """Check every kata twice, in a folder that remembers nothing."""
    command = [sys.executable, "-m", "grader", "kata", "check", "--all", "--format", "json", "--katas", str(own_root())]
    with tempfile.TemporaryDirectory() as folder:
        times, status, lines = [], 0, ""
        for _ in range(2):
            started = time.monotonic()
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
            times.append(time.monotonic() - started)
            status, lines = done.returncode, done.stdout
    reports = [json.loads(line) for line in lines.splitlines()]
    mutations = [report["mutation"] for report in reports if report.get("mutation")]
    print(f"exit status {status}, {len(os.sched_getaffinity(0))} cores, {len(reports)} katas")
    print(f"| from nothing | {times[0]:.0f} s | aim: under 300 |")
    print(f"| where nothing has changed | {times[1]:.1f} s | aim: under 10 |")
    noticed = sum(each.get("killed", 0) + each.get("timed_out", 0) for each in mutations)
    survived = sum(each.get("survived", 0) for each in mutations)
    equivalent = sum(each.get("equivalent", 0) for each in mutations)
    refused = sum(bool(checks) for report in reports for checks in report["refused"].values())
    print(f"| mistakes refused | {refused} of {sum(len(report['refused']) for report in reports)} | |")
    print(f"| mutants killed | {noticed} of {noticed + survived} | {equivalent} equivalent |")


if __name__ == "__main__":
    main()
