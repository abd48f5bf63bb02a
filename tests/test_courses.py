"""Courses grade where they live: on Gradescope, in learners' GitHub repositories, and on a host in Docker."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml

from grader.catalogue import find_catalogue
from grader.handed_in import handed_in
from tests.conftest import ROOT, SUBMISSIONS

DOCS = ROOT / "docs"
SOLUTIONS = ROOT / "solutions"
WORKFLOW = DOCS / "classroom" / "grade.yml"


def run(command: list[str], cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=environment)


def grade(cwd: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return run([sys.executable, "-m", "grader", *words], cwd, **variables)


def sh_blocks(name: str) -> list[str]:
    """The shell commands of a page in docs/."""
    return re.findall(r"^ *```sh\n(.*?)^ *```$", (DOCS / name).read_text(), re.MULTILINE | re.DOTALL)


# Gradescope


class Autograder:
    """A folder that stands for /autograder, set up by the autograder's own setup.sh."""

    def __init__(self, root: Path) -> None:
        self.root, self.log = root, ""

    def set_up(self, script: str) -> None:
        """Run ``script``, without a network: what the grader needs is found in the environment that runs the tests."""
        needed = self.root / "needed"
        needed.mkdir()
        for place in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
            for entry in Path(place).iterdir():
                if not re.match("grader$|deep_learning_katas|__pycache__|pip|.*[.]pth$", entry.name):
                    (needed / entry.name).symlink_to(entry)
        venv = (
            f'"$AUTOGRADER"/venv/lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages/needed.pth'
        )
        (self.root / "bin").mkdir()
        python = self.root / "bin" / "python3"
        says_where = f'if [ "$2" = venv ]; then echo {shlex.quote(str(needed))} > {venv}; fi'
        python.write_text(f'#!/bin/sh\n{shlex.quote(sys.executable)} "$@" && {says_where}\n')
        python.chmod(0o755)
        variables = self.variables | {"PATH": f"{python.parent}:{os.environ['PATH']}", "PIP_NO_INDEX": "1"}
        done = run(["bash", "-euc", script], self.root, **variables)
        assert done.returncode == 0, done.stdout + done.stderr
        self.log = done.stdout

    @property
    def variables(self) -> dict[str, str]:
        return {"AUTOGRADER": str(self.root), "AUTOGRADER_SKIP_APT": "1", "PYTHONPATH": ""}

    def hand_in(self, files: dict[str, str | bytes]) -> dict[str, Any]:
        """Run run_autograder as Gradescope does, and return what results.json says."""
        submission = self.root / "submission"
        shutil.rmtree(submission)
        for name, content in files.items():
            (submission / name).parent.mkdir(parents=True, exist_ok=True)
            (submission / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        submission.mkdir(exist_ok=True)
        return self.graded()

    def graded(self) -> dict[str, Any]:
        started = self.root / "run_autograder"
        shutil.copyfile(self.root / "source" / "run_autograder", started)
        started.chmod(0o755)
        done = run([str(started)], self.root, **self.variables)
        assert done.returncode == 0
        self.log = done.stdout + done.stderr
        text = (self.root / "results" / "results.json").read_text()
        assert "Traceback" not in text
        return documented(json.loads(text))


def documented(report: dict[str, Any]) -> dict[str, Any]:
    """Hold a results.json against Gradescope's specification, and return it."""
    keys = {
        "score",
        "execution_time",
        "output",
        "output_format",
        "visibility",
        "stdout_visibility",
        "extra_data",
        "tests",
    }
    assert report.keys() <= keys
    assert isinstance(report["score"], int | float)
    assert isinstance(report["output"], str)
    assert report["stdout_visibility"] == "hidden"
    assert report.get("visibility", "visible") == "visible"
    for test in report.get("tests", ()):
        assert test.keys() <= {"name", "name_format", "score", "max_score", "status", "output", "output_format", "visibility", "tags"}  # fmt: skip
        assert 0 <= test["score"] <= test["max_score"]
        assert test["status"] in ("passed", "failed")
        assert all(isinstance(tag, str) for tag in test["tags"])
    if "tests" in report:
        assert sum(test["score"] for test in report["tests"]) == pytest.approx(report["score"])
    return report


def maximum(report: dict[str, Any]) -> float:
    return round(sum(test["max_score"] for test in report["tests"]), 6)


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> Autograder:
    """The autograder of one kata, set up as the page says it can be tried."""
    root = tmp_path_factory.mktemp("autograder")
    assert grade(root, "pack", "gradescope", "conv2d", "-o", "autograder.zip").returncode == 0
    shutil.copy(SOLUTIONS / "conv2d.py", root)
    made = Autograder(root)
    made.set_up(next(block for block in sh_blocks("gradescope.md") if "setup.sh" in block))
    return made


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory, single: Autograder) -> Autograder:
    """The autograder of three katas, in a copy of the other's environment, with its own wheel in it."""
    root = tmp_path_factory.mktemp("autograder_of_three")
    names = ("adam_step", "explain_overfitting", "iou")
    assert grade(root, "pack", "gradescope", *names, "-o", "autograder.zip").returncode == 0
    shutil.copytree(single.root / "venv", root / "venv", symlinks=True)
    for folder in ("source", "submission", "results"):
        (root / folder).mkdir()
    with zipfile.ZipFile(root / "autograder.zip") as archive:
        archive.extractall(root / "source")
    place = next((root / "venv").glob("lib/*/site-packages"))
    shutil.rmtree(place / "grader")
    with zipfile.ZipFile(next((root / "source").glob("*.whl"))) as archive:
        archive.extractall(place)
    return Autograder(root)


def test_the_zip_file_is_what_gradescope_takes(tmp_path: Path) -> None:
    """Both scripts at its top, one to be executed, with the line ends of Unix; the same to the byte each time."""
    for name in ("a.zip", "b.zip"):
        done = grade(tmp_path, "pack", "gradescope", "iou", "conv2d", "-o", name)
        assert done.stdout == f"{name} is written: iou, conv2d, 20 points, with their tests; not for learners.\n"
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        wheel, *scripts = archive.namelist()
        assert scripts == ["run_autograder", "setup.sh"]
        for script in scripts:
            assert archive.getinfo(script).external_attr >> 16 == stat.S_IFREG | 0o755
            assert archive.read(script).startswith(b"#!/usr/bin/env bash\n")
            assert b"\r" not in archive.read(script)
        content = archive.read(wheel)
    assert re.fullmatch(r"deep_learning_katas-[0-9.]+-py3-none-any\.whl", wheel)
    with zipfile.ZipFile(BytesIO(content)) as inside:
        names = inside.namelist()
        katas = {name.split("/")[3] for name in names if name.startswith("grader/_collection/katas/")}
        assert katas == {"conv2d", "iou"}
        assert "grader/_collection/solutions/iou.py" in names
        assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]
        record = inside.read(next(name for name in names if name.endswith("RECORD"))).decode().splitlines()
        assert len(record) == len(names)
        for line in record:
            name, digest, size = line.rsplit(",", 2)
            if digest:
                raw = hashlib.sha256(inside.read(name)).digest()
                assert digest == "sha256=" + base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
                assert int(size) == inside.getinfo(name).file_size


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["conv2d"], "Missing option '-o'"),
        (["conv3d", "-o", "x.zip"], "there is no kata `conv3d` (did you mean `conv2d`?)"),
        (["conv2d", "-o", "x.tar"], "x.tar is to be a zip file. End its name in .zip."),
        (["conv2d", "-o", "folder.zip"], "folder.zip is a folder"),
        (["conv2d", "-o", "nowhere/x.zip"], "there is no folder nowhere"),
        (["iou", "--katas", "packed", "-o", "x.zip"], "iou is packed already"),
        (["--katas", "empty", "-o", "x.zip"], "there is no kata to pack"),
    ],
)
def test_pack_refuses_what_it_cannot_do(tmp_path: Path, words: list[str], error: str) -> None:
    """In a line, with exit status 2, and writes nothing."""
    (tmp_path / "folder.zip").mkdir()
    (tmp_path / "empty" / "katas").mkdir(parents=True)
    if "packed" in words:
        assert grade(tmp_path, "kata", "pack", "iou", "-o", "pack.zip").returncode == 0
        with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
            archive.extractall(tmp_path / "packed")
    done = grade(tmp_path, "pack", "gradescope", *words)
    assert done.returncode == 2
    assert error in done.stderr
    assert not (tmp_path / "x.zip").exists()


def test_the_page_s_way_to_try_it_works(single: Autograder) -> None:
    """Only the kata that was named is there, and the reference, which the page hands in, passes."""
    assert re.findall(r"^(\w+) .* medium ", single.log, re.MULTILINE) == ["conv2d"]
    assert "conv2d: passed, 10 of 10 points, isolation: " in single.log
    assert documented(json.loads(single.log[single.log.index("{\n") :]))["score"] == 10


def test_nothing_handed_in_is_configuration(single: Autograder) -> None:
    """Not what pytest and Python read elsewhere, nor modules; and one file has any name where there is one kata."""
    trap = "raise SystemExit('configured')\n"
    report = single.hand_in(
        {
            "my work.py": (SOLUTIONS / "conv2d.py").read_text(),
            **{f"folder/{name}": "[pytest]\naddopts = --nonsense\n" for name in ("pytest.ini", "setup.cfg", "tox.ini")},
            "__init__.pyc": trap,
            ".grade/history.sqlite": "none",
            "katas/conv2d/kata.yaml": "title: mine",
            "pyvenv.cfg": "home = /nowhere\n",
        }
    )
    assert (report["score"], maximum(report)) == (10, 10)
    assert report["extra_data"]["results"][0]["isolation"] in single.log
    traps = ("conftest", "numpy", "json", "sitecustomize", "usercustomize", "grader", "pytest")
    report = single.hand_in({"conv2d.py": "", **{f"{name}.py": trap for name in traps}})
    assert report["extra_data"]["results"][0]["verdict"] == "invalid"
    assert "configured" not in single.log + json.dumps(report)


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"conv2d.py": "def conv2d(x, kernel, stride=1, padding=0):\n    return x\n"}, "failed"),
        ({"conv2d.py": "def conv2d(:\n"}, "line 1"),
        ({"conv2d.py": b"\xff\xfe"}, "not UTF-8"),
        ({}, "conv2d.py was not handed in, nor any other .py file. Hand in a file of this name."),
        ({"a.py": "", "b.py": ""}, "conv2d.py was not handed in: there is a.py, b.py. Name your file conv2d.py."),
    ],
)
def test_what_is_not_right_has_no_or_fewer_points(single: Autograder, files: dict[str, str | bytes], says: str) -> None:
    """Out of the right maximum, with a message; for Gradescope, nothing has crashed."""
    report = single.hand_in(files)
    assert report["score"] < maximum(report) == 10
    assert says in json.dumps(report)
    assert "The grader ended with exit status 0." in single.log
    assert "tell the course's staff" not in json.dumps(report)


@pytest.mark.parametrize("name", ["crashed/exit_at_import.py", "error/kills_its_parent.py", "error/writes_a_file.py"])
def test_hostile_code_gains_nothing(single: Autograder, name: str) -> None:
    """Whatever it does to the process that runs it."""
    report = single.hand_in({"conv2d.py": (SUBMISSIONS / "hostile" / name).read_text()})
    assert report["score"] < maximum(report) == 10


def test_every_kata_counts(several: Autograder) -> None:
    """One in a folder, one under another name, and one not at all."""
    files: dict[str, str | bytes] = {
        "homework/iou.py": (SOLUTIONS / "iou.py").read_text(),
        "homework/adam_stepp.py": (SOLUTIONS / "adam_step.py").read_text(),
    }
    report = several.hand_in(files)
    assert (report["score"], maximum(report)) == (10, 30)
    assert "adam_step.py was not handed in: there is homework/adam_stepp.py, homework/iou.py." in report["output"]
    assert "explain_overfitting.md was not handed in, nor any other .md file." in report["output"]
    assert [one["verdict"] for one in report["extra_data"]["results"]] == ["invalid", "invalid", "passed"]


def test_the_grader_s_own_failure_is_told(several: Autograder) -> None:
    """Without a trace for learners, with one for staff; no points, out of as many as there are."""
    tests = next(several.root.glob("venv/lib/*/site-packages/grader/_collection/katas/iou/hidden_tests.py"))
    text = tests.read_text()
    try:
        tests.write_text("import nothing_of_this_name\n" + text)
        report = several.hand_in({"iou.py": (SOLUTIONS / "iou.py").read_text()})
        assert (report["score"], maximum(report)) == (0, 30)
        assert "no fault of yours. Please tell the course's staff." in report["output"]
        assert "nothing_of_this_name" in several.log
        tests.unlink()
        report = several.graded()
        assert report["score"] == 0
        assert "Please tell the course's staff." in report["output"]
    finally:
        tests.write_text(text)


def test_where_python_does_not_start_the_script_says_so(tmp_path: Path) -> None:
    """In a results.json that Gradescope can read."""
    with zipfile.ZipFile(BytesIO(packed_bytes(tmp_path))) as archive:
        archive.extractall(tmp_path / "source")
    for folder in ("submission", "results"):
        (tmp_path / folder).mkdir()
    report = Autograder(tmp_path).graded()
    assert report == {"score": 0, "output": report["output"], "stdout_visibility": "hidden"}
    assert "Please tell the course's staff." in report["output"]


@pytest.mark.parametrize(("is_new", "wanted"), [(True, "python3 python3-venv"), (False, "python3.11 python3.11-venv")])
def test_setup_asks_for_a_python_that_is_new_enough(tmp_path: Path, is_new: bool, wanted: str) -> None:
    """Of Ubuntu's packages, where the image has an older one; that and libseccomp are all that it takes of them."""
    for name in ("apt-get", "python3", "python3.11"):
        status = int(not is_new) if name == "python3" else 0
        ends = "exit 1" if name != "apt-get" else "exit 0"  # this is as far as it is to go
        says = f'[ "$1" = -c ] && exit {status}\necho {name} "$@" >>"$AUTOGRADER/asked"\n{ends}\n'
        (tmp_path / name).write_text(f"#!/bin/sh\n{says}")
        (tmp_path / name).chmod(0o755)
    script = ROOT / "grader" / "authoring" / "autograder" / "setup.sh"
    variables = {"AUTOGRADER": str(tmp_path), "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    assert run(["bash", str(script)], tmp_path, **variables).returncode == 1
    assert (tmp_path / "asked").read_text().splitlines() == [
        "apt-get update -qq",
        f"apt-get install -y -qq --no-install-recommends libseccomp2 {wanted}",
        f"{wanted.split()[0]} -m venv --clear {tmp_path}/venv",
    ]


def packed_bytes(folder: Path) -> bytes:
    assert grade(folder, "pack", "gradescope", "iou", "-o", "packed.zip").returncode == 0
    return (folder / "packed.zip").read_bytes()


@pytest.mark.parametrize(
    ("katas", "files", "found"),
    [
        ("iou", "iou.py other.py", "iou.py"),
        ("iou", "a/iou.py iou.py", "iou.py"),
        ("iou", "a/b/iou.py a/other.py", "a/b/iou.py"),
        ("iou", "mine.py notes.txt", "mine.py"),
        ("iou", ".hidden.py __MACOSX/iou.py .git/iou.py mine.py", "mine.py"),
        ("iou", "a/iou.py b/iou.py", "There are 2 files called iou.py: a/iou.py, b/iou.py. Hand in one of them."),
        ("iou", "iou.txt", "iou.py was not handed in, nor any other .py file."),
        ("iou", "Iou.py x.py", "iou.py was not handed in: there is Iou.py, x.py."),
        ("iou nms", "mine.py", "iou.py was not handed in: there is mine.py. Name your file iou.py."),
        ("iou nms", "\x1b[31m.py", "iou.py was not handed in: there is \\x1b[31m.py."),
        ("explain_overfitting", "explain_overfitting.statement.md my.md", "my.md"),
        ("iou", " ".join(f"a{number}.py" for number in range(10, 30)), "a17.py, and 12 more"),
    ],
)
def test_the_file_that_answers_a_kata(tmp_path: Path, katas: str, files: str, found: str) -> None:
    """Is told by its name, or by being the only one; where there is none, the learner is told what came."""
    for name in files.split(" "):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"# {name}\n")
    catalogue = find_catalogue()
    first, *_ = handed_in(tmp_path, [catalogue.outline(name) for name in katas.split()])
    if found in files.split(" "):
        assert (first.source, first.problem) == (f"# {found}\n", "")
    else:
        assert found in first.problem
        assert first.problem.isprintable()


def test_what_is_no_file_is_no_answer(tmp_path: Path) -> None:
    """A link, a folder or a pipe under the name of a kata is told as such, and nothing else is taken for it."""
    (tmp_path / "other.py").write_text("# other")
    (tmp_path / "iou.py").symlink_to("other.py")
    os.mkfifo(tmp_path / "nms.py")
    (tmp_path / "conv2d.py").mkdir()
    catalogue = find_catalogue()
    for name, kind in (("iou", "a symbolic link"), ("nms", "a named pipe"), ("conv2d", "a folder")):
        (submission,) = handed_in(tmp_path, [catalogue.outline(name)])
        assert f"This is {kind}" in submission.problem


# GitHub


@pytest.fixture
def steps() -> list[dict[str, Any]]:
    (job,) = yaml.safe_load(WORKFLOW.read_text())["jobs"].values()
    return job["steps"]


def test_the_workflow_has_no_rights_that_it_does_not_need(steps: list[dict[str, Any]]) -> None:
    """It reads the repository, keeps no credentials, has no secret, and each action has its major version."""
    text = WORKFLOW.read_text()
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {"contents": "read"}
    assert "secrets" not in text
    assert "pull_request_target" not in text
    (job,) = workflow["jobs"].values()
    assert "permissions" not in job
    assert 0 < job["timeout-minutes"] <= 30
    used = [step["uses"] for step in steps if "uses" in step]
    assert [action.partition("@")[0] for action in used] == [
        "actions/checkout", "actions/setup-python", "actions/upload-artifact",
    ]  # fmt: skip
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", action) for action in used)
    assert steps[0]["with"]["persist-credentials"] is False
    assert "${{ github" not in "".join(step.get("run", "") for step in steps)  # what learners name would be run
    assert "!cancelled()" in steps[-1]["if"]
    assert workflow["env"]["GRADER"].startswith("git+https://github.com/YOUR-COURSE/")


@pytest.mark.parametrize(("handed", "status"), [("right", 0), ("wrong", 1), ("missing", 2)])
def test_the_workflow_grades(tmp_path: Path, steps: list[dict[str, Any]], handed: str, status: int) -> None:
    """Its own command lines, with this checkout's grader where they install one."""
    submission, temporary = tmp_path / "submission", tmp_path / "temporary"
    submission.mkdir()
    (submission / "conftest.py").write_text("raise SystemExit('configured')")
    if handed != "missing":
        source = (SOLUTIONS / "conv2d.py").read_text()
        (submission / "conv2d.py").write_text(source if handed == "right" else "def conv2d(x):\n    return x\n")
    program = temporary / "grader" / "bin" / "grade"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -P -m grader "$@"\n')
    program.chmod(0o755)
    (tmp_path / "summary").touch()
    (step,) = [step for step in steps if step["name" if "name" in step else "uses"] == "Grade"]
    assert step["working-directory"] == "${{ runner.temp }}"
    variables = yaml.safe_load(WORKFLOW.read_text())["env"] | {
        "GITHUB_WORKSPACE": str(tmp_path),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "RUNNER_TEMP": str(temporary),
    }
    done = run(["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]], temporary, **variables)
    assert done.returncode == status, done.stderr
    assert "configured" not in done.stdout + done.stderr
    if handed == "missing":
        assert "conv2d.py" in done.stderr
        return
    assert ("PASSED" if status == 0 else "FAILED") in done.stdout
    assert "isolation: " in done.stdout
    assert (temporary / "reports" / "report.html").read_text().startswith("<!doctype html>")
    assert (temporary / "reports" / "junit.xml").read_text().startswith("<?xml")
    assert "conv2d" in (tmp_path / "summary").read_text()


def test_the_install_step_is_what_the_test_replaces(steps: list[dict[str, Any]]) -> None:
    """It puts the grader where the step that grades takes it from, outside of what was checked out."""
    (install,) = [step["run"] for step in steps if step.get("name") == "Install the grader"]
    assert 'python -m venv "$RUNNER_TEMP/grader"' in install
    assert '"$RUNNER_TEMP/grader/bin/python" -m pip install' in install
    assert '"$GRADER"' in install
    assert run(["bash", "-n", "-c", install], ROOT).returncode == 0


# Docker


def instructions() -> Iterator[tuple[str, str]]:
    text = re.sub(r"\\\n", "", re.sub(r"^#.*\n", "", (DOCS / "docker" / "Dockerfile").read_text(), flags=re.MULTILINE))
    for line in filter(None, text.splitlines()):
        word, _, rest = line.partition(" ")
        yield word, rest


def test_the_dockerfile_can_be_built_from_what_is_here() -> None:
    """Every instruction is known, what is copied is there and let in, and shell lines are shell."""
    known = {"FROM", "RUN", "WORKDIR", "COPY", "USER", "ENV", "ENTRYPOINT", "CMD"}
    found = list(instructions())
    assert {word for word, _ in found} <= known
    assert found[0] == ("FROM", "python:3.11-slim")
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = [source for word, rest in found if word == "COPY" for source in rest.split()[:-1]]
    assert set(copied) == let_in
    for source in copied:
        assert (ROOT / source).exists()
    for word, rest in found:
        if word == "RUN":
            assert run(["sh", "-n", "-c", rest], ROOT).returncode == 0
        if word in ("ENTRYPOINT", "CMD"):
            assert all(isinstance(part, str) for part in json.loads(rest))
    assert "libseccomp2" in dict(found[::-1])["RUN"]
    assert [rest for word, rest in found if word == "USER"] == ["grader"]
    users = [number for number, (word, _) in enumerate(found) if word == "USER"]
    assert not [rest for word, rest in found[users[0] :] if word == "RUN"]  # all is installed as root, and stays root's


def test_docker_knows_its_image_s_files() -> None:
    """What pip needs to build the program is among what is copied."""
    copied = [source for word, rest in instructions() if word == "COPY" for source in rest.split()[:-1]]
    project = (ROOT / "pyproject.toml").read_text()
    for needed in ("README.md", "LICENSE", "katas", "solutions", "grader"):
        assert f'"{needed}"' in project
        assert needed in copied


def docker_run_lines() -> list[list[str]]:
    lines = [re.sub(r"\\\n", " ", block) for block in sh_blocks("docker.md")]
    return [shlex.split(line) for block in lines for line in block.splitlines() if line.startswith("docker run")]


def test_the_container_is_locked() -> None:
    """Each command of the page that runs one has every lock, and mounts what was handed in for reading only."""
    lines = docker_run_lines()
    assert len(lines) == 2
    for words in lines:
        image = words.index("grader")
        options = " ".join(words[:image])
        for lock in (
            "--rm", "--init", "--network none", "--read-only", "--tmpfs /tmp:rw,nosuid,nodev,noexec,size=",
            "--cap-drop ALL", "--security-opt no-new-privileges", "--pids-limit ", "--memory ", "--memory-swap ", "--cpus ",
            "dst=/submissions,readonly",
        ):  # fmt: skip
            assert lock in options, lock
        assert "--privileged" not in options
        assert "seccomp=" not in options
        assert "docker.sock" not in options
    assert lines[0][lines[0].index("grader") + 1 :] == ["batch", "/submissions", "-o", "/grades", "--jobs", "4"]
    assert "dst=/grades --mount" not in " ".join(lines[1])


def test_the_pages_lead_to_what_is_there() -> None:
    """Links to files lead somewhere, and no page says where packages come from."""
    for page in ("gradescope.md", "github-classroom.md", "docker.md"):
        text = (DOCS / page).read_text()
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            assert target.startswith("https://") or (DOCS / target).exists(), target
        assert f"docs/{page}" in (ROOT / "README.md").read_text()
