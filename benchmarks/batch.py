"""How many submissions a second `grade batch` grades on this machine, what memory it takes, and how a cluster compares.

python benchmarks/batch.py [COUNT] [--budgets] [--cluster]

Half of them are right and half are wrong, each a file of its own. With --cluster, the same is graded once more by a
Dask scheduler and a worker a core on this machine, started for it.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "tests" / "submissions"
KATAS = ("adam_step", "batch_norm", "conv2d", "iou", "nms", "receptive_field", "self_attention")
_MIB = 1 << 20


def main() -> None:
    """Grade a course, and print what it took."""
    words = [word for word in sys.argv[1:] if word.isdigit()]
    count = int(words[0]) if words else 500
    budgets = "--budgets" if "--budgets" in sys.argv else "--no-budgets"
    cores = len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hand_in(folder / "all", count)
        here = graded(folder, "here", budgets)
        print(
            f"{count} submissions, half of them right, {budgets}, {cores} cores, on this machine: {here:.1f} a second"
        )
        if "--cluster" in sys.argv:
            with cluster(folder, cores) as address:
                there = graded(folder, "there", budgets, "--scheduler", address)
            print(f"on a Dask cluster of {cores} workers: {there:.1f} a second, {there / here:.2f} of that")


def hand_in(folder: Path, count: int) -> None:
    """Make so many submissions, which no two learners share to the byte."""
    files = [
        islice(cycle([path for kata in KATAS for path in sorted(SAMPLES.glob(f"{kata}/{verdict}/*.py"))]), half)
        for verdict, half in (("passed", count - count // 2), ("failed", count // 2))
    ]
    numbers = dict.fromkeys(KATAS, 0)
    for path in (path for verdict in files for path in verdict):
        kata = path.parts[-3]
        numbers[kata] += 1
        learner = folder / f"learner{numbers[kata]:05}"
        learner.mkdir(parents=True, exist_ok=True)
        (learner / f"{kata}.py").write_bytes(path.read_bytes() + f"\n# {learner.name}\n".encode())


def graded(folder: Path, out: str, *options: str) -> float:
    """Grade them; print memory and what lies on the disk; return how many were graded a second."""
    command = [sys.executable, "-m", "grader", "batch", "all", "-o", out, *options]
    started = time.monotonic()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True, env=environment)
    taken: list[float] = []
    over = threading.Event()
    watch = threading.Thread(target=look, args=(running.pid, taken, over))
    watch.start()
    said, _ = running.communicate()
    took_s = time.monotonic() - started
    over.set()
    watch.join()
    if running.returncode:
        raise SystemExit(f"exit status {running.returncode}: {said}")
    results = (folder / out / "results.jsonl").read_bytes().count(b"\n")
    size = sum(path.stat().st_size for path in (folder / out).rglob("*") if path.is_file())
    half = taken[len(taken) // 2] if taken else 0.0
    print(f"  {results} results in {took_s:.0f} s, {size / results / 1024:.1f} KiB of {out}/ each")
    print(f"  memory of all its processes: {half:.0f} MiB half-way, {max(taken, default=0.0):.0f} MiB at most")
    return results / took_s


def look(pid: int, taken: list[float], over: threading.Event) -> None:
    """Note now and then what a process and all that came of it take, shared memory counted once, in MiB."""
    while not over.wait(1):
        taken.append(sum(map(proportional_bytes, family(pid))) / _MIB)


def family(pid: int) -> Iterator[int]:
    """Yield a process and all that it started."""
    yield pid
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            for child in Path(f"/proc/{pid}/task/{task}/children").read_text().split():
                yield from family(int(child))
    except OSError:
        return


def proportional_bytes(pid: int) -> int:
    """Return what a process takes, its part of what it shares with others included."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[str]:
    """Start a scheduler and its workers; give its address."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    log = (folder / "cluster.log").open("w")

    def start(part: str, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{part}", *words, "--no-dashboard"]
        return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=environment)

    started = [start("scheduler", "--host", "127.0.0.1", "--port", "0")]
    try:
        address = said(folder / "cluster.log", r"tcp://127\.0\.0\.1:\d+")
        started.append(start("worker", address, "--nworkers", str(workers), "--nthreads", "1"))
        said(folder / "cluster.log", "(?s)" + ".*Registered to" * workers)
        yield address
    finally:
        for process in reversed(started):
            process.send_signal(signal.SIGTERM)
            process.wait()
        log.close()


def said(log: Path, pattern: str) -> str:
    """Wait until a log has something in it; return that."""
    for _ in range(600):
        if found := re.search(pattern, log.read_text()):
            return found[0]
        time.sleep(0.1)
    raise SystemExit(f"no {pattern} in {log.read_text()}")


if __name__ == "__main__":
    main()
