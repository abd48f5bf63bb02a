"""A batch on a Dask cluster: real scheduler and workers on this machine, and nothing lost where one of them is killed."""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from grader.batch import cluster
from grader.errors import UsageError
from tests.conftest import ROOT
from tests.test_batch import await_lines, batch, by_learner, children, course, grade, interrupted, lines

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")


DOCS = ROOT / "docs"
PAGE = (DOCS / "cluster.md").read_text()


def dask(folder: Path, *words: str) -> subprocess.Popen[str]:
    """Start a part of a cluster, with this checkout's program in it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (folder / f"{words[0]}.log").open("w") as log:
        command = [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:], "--no-dashboard"]
        return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, text=True, env=environment)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A scheduler, with two workers."""
    started = [dask(tmp_path, "scheduler", "--host", "127.0.0.1", "--port", "0")]
    try:
        found = None
        for _ in range(200):
            if found := re.search(r"tcp://127\.0\.0\.1:\d+", (tmp_path / "scheduler.log").read_text()):
                break
            time.sleep(0.1)
        assert found
        started.append(dask(tmp_path, "worker", found[0], "--nworkers", "2", "--nthreads", "1"))
        for _ in range(200):
            if (tmp_path / "worker.log").read_text().count("Registered to") >= 2:
                break
            time.sleep(0.1)
        yield found[0]
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(20)


def test_a_worker_that_is_killed_loses_nothing(tmp_path: Path, address: str) -> None:
    """Nor is anything in the books twice, and what comes of it is what comes of one machine."""
    course(tmp_path / "all", 12)
    running = batch(tmp_path, "--scheduler", address)
    await_lines(tmp_path / "out", 2)
    workers = dask_workers()
    assert len(workers) == 2
    os.kill(workers[0], signal.SIGKILL)
    said = running.communicate(timeout=200)
    assert running.returncode == 0, said
    found = by_learner(tmp_path / "out")
    assert len(found) == 12
    assert not [line for line in lines(tmp_path / "out") if line["given_up"]]
    here = grade(tmp_path, "batch", "all", "-o", "here", "--no-budgets")
    assert here.returncode == 0
    verdicts = {learner: (line["verdict"], line["score"]) for learner, line in by_learner(tmp_path / "here").items()}
    assert {learner: (line["verdict"], line["score"]) for learner, line in found.items()} == verdicts
    assert (tmp_path / "out/gradebook.csv").read_text() == (tmp_path / "here/gradebook.csv").read_text()


def dask_workers() -> list[int]:
    """The workers that Dask's nanny started for this test."""
    (nanny,) = (pid for pid in children(os.getpid()) if "dask_worker" in command_of(pid))
    return [pid for pid in children(nanny) if "spawn_main" in command_of(pid)]


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:  # what listed the processes was one itself
        return ""


def test_an_interruption_leaves_a_state_to_go_on_from(tmp_path: Path, address: str) -> None:
    """Within two seconds, as on one machine."""
    course(tmp_path / "all", 8)
    running = batch(tmp_path, "--scheduler", address)
    await_lines(tmp_path / "out", 1)
    assert "of 8 are graded. The same command goes on there." in interrupted(running)
    ran = grade(tmp_path, "batch", "all", "-o", "out", "--no-budgets", "--scheduler", address)
    assert ran.returncode == 0, ran.stderr
    assert len(by_learner(tmp_path / "out")) == 8


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense"])
def test_an_address_where_no_scheduler_answers(tmp_path: Path, address: str) -> None:
    """One line, that names it."""
    course(tmp_path / "all", 1)
    ran = grade(tmp_path, "batch", "all", "-o", "out", "--scheduler", address)
    assert (ran.returncode, ran.stderr.count("\n")) == (2, 1)
    assert ran.stderr.startswith(f"error: --scheduler {address}: no scheduler answers there")


def test_tls_without_a_certificate(tmp_path: Path) -> None:
    """Dask's own words for it would be pages."""
    course(tmp_path / "all", 1)
    ran = grade(tmp_path, "batch", "all", "-o", "out", "--scheduler", "tls://127.0.0.1:1")
    assert (ran.returncode, ran.stderr.count("\n")) == (2, 1)
    assert "there is no certificate for TLS" in ran.stderr


def dask_takes(words: list[str]) -> bool:
    """Tell whether a command of Dask's is there, and its help knows every option."""
    code = "from dask.__main__ import main; main()"
    told = subprocess.run([sys.executable, "-c", code, words[0], "--help"], capture_output=True, text=True)
    known = set(re.findall(r"--[a-z-]+", told.stdout))
    return told.returncode == 0 and {word for word in words if word.startswith("--")} <= known


def test_the_page_s_commands_are_dask_s_own() -> None:
    """Scheduler, workers and the batch agree on one address, and links lead to what is there."""
    commands = [
        shlex.split(line) for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()
    ]
    started = [words for words in commands if words[0] == "dask"]
    assert [words[1] for words in started] == ["scheduler", "worker", "worker"]
    assert all(dask_takes(words[1:]) for words in started)
    assert not dask_takes(["worker", "x", "--no-such-option"])
    addresses = {word for words in commands for word in words if word.startswith("tcp://10.")}
    assert addresses == {"tcp://10.0.0.1:8786"}
    for target in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert target.startswith("https://") or (DOCS / target).exists(), target
    assert "docs/cluster.md" in (ROOT / "README.md").read_text()


def test_the_cluster_s_description_is_what_the_operator_asks_for() -> None:
    """Its fields are those of the operator's documentation, its commands are Dask's, and every container is locked."""
    cluster, policy = yaml.safe_load_all((DOCS / "cluster" / "grader.yaml").read_text())
    assert (cluster["apiVersion"], cluster["kind"]) == ("kubernetes.dask.org/v1", "DaskCluster")
    spec = cluster["spec"]
    assert set(spec) == {"scheduler", "worker"}
    assert set(spec["scheduler"]) == {"spec", "service"}
    assert set(spec["worker"]) == {"replicas", "spec"}
    name = cluster["metadata"]["name"]
    assert spec["scheduler"]["service"]["selector"]["dask.org/cluster-name"] == name
    assert policy["spec"]["podSelector"]["matchLabels"]["dask.org/cluster-name"] == name
    image = (DOCS / "docker" / "Dockerfile").read_text()
    for part in ("scheduler", "worker"):
        (container,) = spec[part]["spec"]["containers"]
        assert container["command"] == ["/opt/grader/bin/dask"]
        assert "python -m venv /opt/grader" in image
        assert '".[cluster]"' in image
        assert dask_takes(container["args"])
        locked = container["securityContext"]
        assert locked["readOnlyRootFilesystem"]
        assert locked["runAsNonRoot"]
        assert locked["capabilities"] == {"drop": ["ALL"]}
        assert f"--uid {locked['runAsUser']}" in image
        assert spec[part]["spec"]["automountServiceAccountToken"] is False
    ports = {port["name"]: port["containerPort"] for port in spec["scheduler"]["spec"]["containers"][0]["ports"]}
    assert ports == {"tcp-comm": 8786, "http-dashboard": 8787}
    assert f"service/{name}-scheduler 8786:8786" in PAGE


def test_where_no_worker_is_left_it_says_so(tmp_path: Path, address: str) -> None:
    """And goes on as soon as there is one."""
    course(tmp_path / "all", 8)
    running = batch(tmp_path, "--scheduler", address)
    await_lines(tmp_path / "out", 1)
    (nanny,) = (pid for pid in children(os.getpid()) if "dask_worker" in command_of(pid))
    for pid in (nanny, *children(nanny)):
        os.kill(pid, signal.SIGKILL)
    assert running.stderr is not None
    while "the cluster has no worker now" not in (line := running.stderr.readline()):
        assert line, "it ended"
    again = dask(tmp_path, "worker", address, "--nthreads", "1")
    try:
        said = running.communicate(timeout=200)
        assert running.returncode == 0, said
        assert len(by_learner(tmp_path / "out")) == 8
    finally:
        again.terminate()
        again.wait(20)


def test_what_is_no_scheduler_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of Dask's, say, whose address is printed beside the scheduler's."""
    monkeypatch.setattr(cluster, "_CONNECT_S", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(UsageError, match="no greeting in 1 s"):
        cluster.on_cluster(f"tcp://127.0.0.1:{other.getsockname()[1]}", 60, print)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_where_the_scheduler_ends_so_does_the_batch(tmp_path: Path, address: str, number: int) -> None:
    """With one line, and a state to go on from on this machine alone."""
    course(tmp_path / "all", 8)
    running = batch(tmp_path, "--scheduler", address)
    await_lines(tmp_path / "out", 1)
    (scheduler,) = (pid for pid in children(os.getpid()) if "dask_scheduler" in command_of(pid))
    os.kill(scheduler, number)
    _, said = running.communicate(timeout=60)
    (error,) = (line for line in said.splitlines() if not line.endswith("minutes left"))
    assert running.returncode == 2
    assert error.startswith("error: the cluster's scheduler is gone. What is graded is kept")
    ran = grade(tmp_path, "batch", "all", "-o", "out", "--no-budgets")
    assert ran.returncode == 0, ran.stderr
    assert len(by_learner(tmp_path / "out")) == 8
