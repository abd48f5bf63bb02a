"""Mentors begin a kata, follow the docs, hand packs out, and bring katas from elsewhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.authoring.check import check_katas
from grader.authoring.memory import Memory
from grader.authoring.new import new_kata
from grader.authoring.pack import pack_text
from grader.authoring.texts import TO_FILL
from grader.catalogue import Catalogue, find_catalogue, load, named_root
from grader.entries import Kind
from grader.errors import UsageError
from grader.jail.client import Jail
from grader.jail.launch import ZygoteProcess
from grader.kata import RESERVED
from grader.result import Result, exit_status
from grader.solution import JailedSolution, TrustedSolution
from grader.submission import Submission
from grader.workloads import Recorder
from tests.conftest import ROOT

DOCS = ROOT / "docs"
PACKAGE = DOCS / "softmax-katas"
FENCE = re.compile(r"^(`{3,})(\w+)(?: (\S+))?\n(.*?)^\1$", re.MULTILINE | re.DOTALL)


def run(command: list[str], cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a program with this checkout's `grade` on its path."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=environment)


def grade(cwd: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return run([sys.executable, "-m", "grader", *words], cwd, **variables)


@pytest.mark.parametrize("kind", ["code", "explain"])
def test_a_new_kata_is_sound_but_for_what_is_to_be_filled_in(tmp_path: Path, kind: Kind) -> None:
    """Every place that is marked is found, and nothing else is wrong; with the places filled in, nothing is."""
    paths, count = new_kata(tmp_path, "layer_scale", kind)
    place = (tmp_path / "katas" / "layer_scale", paths[-1])
    (report,) = check_katas([place], 2, Memory(None), lambda *_: None)
    assert {problem.problem.partition(":")[0] for problem in report.errors} == {"is still to be filled in"}
    assert len(report.errors) == count > 15
    for path in paths:
        path.write_text(path.read_text().replace(TO_FILL, "Filled in"))
    (report,) = check_katas([place], 2, Memory(None), lambda *_: None)
    assert [str(problem) for problem in report.errors] == []
    first = (place[0] / "kata.yaml").read_text().splitlines()[0]
    assert (place[0] / first.partition("$schema=")[2]).resolve() == tmp_path / "katas" / "kata.schema.json"


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["Softmax"], "is no name for a kata"),
        (["soft-max"], "is no name for a kata"),
        (["../softmax"], "is no name for a kata"),
        (["lambda"], "is no name for a kata"),
        ([""], "is no name for a kata"),
        (["x" * 300], "is no name for a kata"),
        (["mine"], "is there already, and is left as it is"),
        (["other", "--katas", "file.txt"], "cannot write in file.txt"),
        (["other", "--kind", "riddle"], "'riddle' is not one of 'code', 'explain'"),
    ],
)
def test_new_refuses_what_it_cannot_do(tmp_path: Path, words: list[str], error: str) -> None:
    """In a line, with exit status 2, and overwrites nothing."""
    (tmp_path / "file.txt").write_text("precious")
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "mine.py").write_text("precious")
    done = grade(tmp_path, "kata", "new", *words)
    assert done.returncode == 2
    assert error in done.stderr
    assert (tmp_path / "solutions" / "mine.py").read_text() == (tmp_path / "file.txt").read_text() == "precious"
    assert not (tmp_path / "katas").exists()


def test_the_docs_lead_from_nothing_to_a_checked_kata(tmp_path: Path) -> None:
    """Every file of docs/authoring.md is written, and every command of it run, in its order; each of them succeeds."""
    commands = []
    for _, language, file, text in FENCE.findall((DOCS / "authoring.md").read_text()):
        if file:
            assert text == (PACKAGE / "softmax_katas" / file).read_text(), f"{file} is another in the example package"
            path = tmp_path / file
            assert path.parent.is_dir(), f"{file} comes before its folder"
            path.write_text(text)
        elif language == "sh":
            for command in text.splitlines():
                done = run(["bash", "-euc", command], tmp_path)
                assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
                commands.append((command, done.stdout))
    said = dict(commands)
    assert "Nothing is wrong." in said["grade kata check softmax"]
    assert "The limit tells the two apart." in said["grade kata calibrate softmax"]
    assert "PASSED   softmax" in said["grade run try/softmax.py --katas . --no-budgets"]
    assert sorted(path.name for path in tmp_path.glob("*.zip")) == ["softmax-for-graders.zip", "softmax.zip"]


def test_the_example_package_adds_a_kata_where_it_is_installed(tmp_path: Path) -> None:
    """Built, installed, and found by its entry point; a second kata of its name is refused, with both places."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(tmp_path / "site")]
    source = shutil.copytree(PACKAGE, tmp_path / "source", ignore=shutil.ignore_patterns("__pycache__"))
    done = run([*command, str(source)], tmp_path)
    if "hatchling" in done.stderr and "No matching distribution" in done.stderr:
        pytest.skip("hatchling, which builds it, cannot be had here")
    assert done.returncode == 0, done.stderr
    work = tmp_path / "work"
    work.mkdir()
    path = os.pathsep.join([str(tmp_path / "site"), str(ROOT)])
    assert re.search(r"^softmax +Softmax", grade(work, "list", PYTHONPATH=path).stdout, re.MULTILINE)
    assert grade(work, "start", "softmax", PYTHONPATH=path).returncode == 0
    shutil.copy(tmp_path / "site/softmax_katas/solutions/softmax.py", work / "softmax.py")
    passed = grade(work, "run", "softmax", PYTHONPATH=path)
    assert "10 / 10 points" in passed.stdout, passed.stdout + passed.stderr
    twice = grade(work, "list", "--katas", str(PACKAGE / "softmax_katas"), PYTHONPATH=path)
    assert twice.returncode == 2
    for place in (tmp_path / "site" / "softmax_katas", PACKAGE / "softmax_katas"):
        assert str(place / "katas" / "softmax") in twice.stderr


def test_an_entry_point_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    """With the name of the package that says so."""
    info = tmp_path / "broken_katas-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: broken-katas\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[grader.katas]\nbroken = not_there\n")
    done = grade(tmp_path, "list", PYTHONPATH=os.pathsep.join([str(tmp_path), str(ROOT)]))
    assert done.returncode == 2
    assert "broken-katas says that its katas are in `not_there`" in done.stderr


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A collection with softmax alone."""
    ignored = shutil.ignore_patterns("__pycache__", "__init__.py")
    return Path(shutil.copytree(PACKAGE / "softmax_katas", tmp_path / "elsewhere", ignore=ignored))


@pytest.mark.parametrize("way", ["before", "after", "variable", "folder of katas"])
def test_katas_come_from_folders_that_are_named(elsewhere: Path, tmp_path: Path, way: str) -> None:
    """By the option before or after the command, or by the variable."""
    work = tmp_path / "work"
    work.mkdir()
    (work / "softmax.py").write_text((elsewhere / "solutions/softmax.py").read_text())
    done = {
        "before": lambda: grade(work, "--katas", str(elsewhere), "run", "softmax", "--no-budgets"),
        "after": lambda: grade(work, "run", "softmax", "--katas", "../elsewhere", "--no-budgets"),
        "variable": lambda: grade(work, "run", "softmax", "--no-budgets", GRADE_KATAS=f"../elsewhere:{elsewhere}"),
        "folder of katas": lambda: grade(work, "run", "softmax", "--katas", str(elsewhere / "katas"), "--no-budgets"),
    }[way]()
    assert "PASSED   softmax" in done.stdout, done.stderr
    assert "softmax" not in grade(work, "list").stdout


def test_two_katas_of_one_name_are_refused_with_both_places(elsewhere: Path, tmp_path: Path) -> None:
    """Whichever command is asked for; a pack of the same name is no second kata."""
    shutil.copytree(ROOT / "katas/conv2d", elsewhere / "katas/conv2d")
    for words in (["list"], ["start", "iou"], ["run", "iou.py"], ["progress"]):
        done = grade(tmp_path, *words, "--katas", str(elsewhere))
        assert done.returncode == 2
        assert (
            f"two katas have the name `conv2d`: {ROOT / 'katas/conv2d'} and {elsewhere / 'katas/conv2d'}" in done.stderr
        )


def unpacked(tmp_path: Path, *names: str, with_tests: bool = False) -> Path:
    """A pack of the project's own katas, unzipped."""
    catalogue = find_catalogue()
    file = tmp_path / "pack.zip"
    file.write_bytes(pack_text([catalogue.load(name) for name in names], with_tests))
    folder = tmp_path / "pack"
    with zipfile.ZipFile(file) as archive:
        archive.extractall(folder)
    return folder


ALL = find_catalogue().ids()


def test_a_pack_gives_nothing_away(tmp_path: Path) -> None:
    """No hidden test, reference, mistake or rubric is in it, and no line of one of them."""
    folder = unpacked(tmp_path, *ALL)
    packed = "\n".join(path.read_text() for path in folder.rglob("*") if path.is_file())
    for name in ALL:
        kata = load(*find_catalogue().paths(name))
        hidden = [kata.reference]
        if kata.kind == "code":
            hidden.append((kata.folder / "hidden_tests.py").read_text())
            assert not [mistake.says for mistake in kata.spec.mistakes if mistake.says in packed]
            assert not [check.hint for check in kata.checks.values() if check.hint in packed]
        else:
            assert not [point.title for point in kata.rubric.points.values() if point.title in packed]
        shown = f"{kata.stub}\n{kata.statement}"
        lines = {line.strip() for text in hidden for line in text.splitlines() if len(line.strip()) > 30}
        assert [line for line in lines if line in packed and line not in shown] == []
        assert set(kata.spec.hints) <= {*load(folder / "katas" / name, folder / "solutions" / name).spec.hints}
    assert not list(folder.rglob("hidden_tests.py"))
    assert not (folder / "solutions").exists()


def test_a_pack_is_the_same_to_the_byte(collection: Path, tmp_path: Path) -> None:
    """Whenever and wherever it is made of the same files; with tests it is another, and a collection that can grade."""
    first = pack_text([find_catalogue().load(name) for name in ALL], False)
    for path in collection.rglob("*"):
        os.utime(path, (10**9, 10**9))
    again = pack_text([Catalogue(collection).load(name) for name in ALL], False)
    assert first == again
    folder = unpacked(tmp_path, "receptive_field", with_tests=True)
    kata = Catalogue(folder).load("receptive_field")
    assert kata.kind == "code"
    assert kata.reference == find_catalogue().load("receptive_field").reference
    done = grade(folder, "run", "receptive_field.py", "--katas", ".")
    assert done.returncode == 2
    assert "two katas have the name `receptive_field`" in done.stderr


@pytest.mark.parametrize(
    ("source", "status", "words"),
    [
        ("", 0, ["PASSED", "not scored", "the score comes from the mentor's side", "Line 24: conv2d(x, kernel)[0, :, :, 0]"]),
        (".astype(np.float32)", 0, ["PASSED"]),
        (" + 1e-12", 0, ["PASSED"]),
        (" * 2", 1, ["FAILED", "array([[37., 47.],", "array([[ 74.,  94.],", "x = np.arange(1.0, 10.0).reshape(1, 3, 3, 1)"]),
        (".tolist()", 1, ["FAILED", "TypeError"]),
        (" / undefined", 1, ["FAILED", "NameError"]),
        (";", 1, ["PASSED"]),
        ("\n    while True: pass", 1, ["FAILED", "took longer"]),
        ("\n    import os; os._exit(1)", 1, ["FAILED"]),
        ("(", 1, ["INVALID"]),
    ],
)  # fmt: skip
def test_a_packed_kata_is_tried_on_its_examples(tmp_path: Path, source: str, status: int, words: list[str]) -> None:
    """Behind the wall as any other, and no score is made up; right answers may differ by rounding."""
    folder = unpacked(tmp_path, "conv2d")
    reference = (ROOT / "solutions/conv2d.py").read_text()
    assert reference.count("    return out\n") == 1
    changed = "    return out;\n" if source == ";" else f"    out = out{source}\n    return out\n"
    (folder / "conv2d.py").write_text(reference.replace("    return out\n", changed))
    done = grade(folder, "run", "conv2d", "--katas", ".")
    assert done.returncode == (0 if source == ";" else status), done.stdout + done.stderr
    for word in words:
        assert word in done.stdout
    assert "points" not in done.stdout
    assert not (folder / ".grade").exists()


def test_a_packed_question_is_looked_at_and_not_marked(tmp_path: Path) -> None:
    """Whether something is written is all that a pack can tell."""
    folder = unpacked(tmp_path, "explain_overfitting")
    untouched = grade(folder, "run", "explain_overfitting", "--katas", ".")
    assert untouched.returncode == 1
    assert "Nothing is written yet" in untouched.stdout
    (folder / "explain_overfitting.md").write_text("It is good on the training set and bad on the test set.")
    done = grade(folder, "run", "explain_overfitting", "--katas", ".")
    assert done.returncode == 0
    assert "the score comes from the mentor's side" in done.stdout.replace("\n  ", " ")


@pytest.mark.parametrize("form", ["json", "html", "markdown", "junit", "gradescope"])
def test_every_report_can_do_without_points(tmp_path: Path, form: str) -> None:
    """And says nothing of 0 points of 0."""
    folder = unpacked(tmp_path, "conv2d")
    (folder / "conv2d.py").write_text((ROOT / "solutions/conv2d.py").read_text())
    done = grade(folder, "run", "conv2d", "--katas", ".", "--format", form)
    assert done.returncode == 0, done.stderr
    assert "0 / 0" not in done.stdout
    assert "of 0 points" not in done.stdout


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["pack", "softmax"], "Missing option '-o'"),
        (["pack", "sofmax", "-o", "x.zip"], "there is no kata `sofmax` (did you mean `softmax`?)"),
        (["pack", "softmax", "-o", "folder.zip"], "folder.zip is a folder"),
        (["pack", "softmax", "-o", "nowhere/x.zip"], "there is no folder nowhere"),
        (["pack", "softmax", "-o", "katas/softmax/kata.yaml"], "End its name in .zip"),
        (["pack", "softmax", "-o", "solutions/softmax.py"], "End its name in .zip"),
    ],
)
def test_pack_refuses_what_it_cannot_do(elsewhere: Path, words: list[str], error: str) -> None:
    """In a line, with exit status 2, and overwrites nothing."""
    (elsewhere / "folder.zip").mkdir()
    before = {path: path.read_bytes() for path in elsewhere.rglob("*") if path.is_file()}
    done = grade(elsewhere, "kata", *words)
    assert done.returncode == 2
    assert error in done.stderr
    assert {path: path.read_bytes() for path in elsewhere.rglob("*") if path.is_file()} == before


def test_nothing_named_is_no_collection(tmp_path: Path) -> None:
    """A name that leads to none is told with what it is."""
    with pytest.raises(UsageError, match="is no folder"):
        named_root(tmp_path / "nowhere")


def test_a_result_without_points_passes_or_not(grade_source: Callable[..., Result]) -> None:
    """The exit status is that of the verdict, scored or not."""
    assert exit_status([grade_source("iou", "def iou(): pass")]) == 1


def hostile_pack(tmp_path: Path, examples: str, source: str) -> subprocess.CompletedProcess[str]:
    """Run a packed kata with one function, `f(x)`, whose statement has these examples."""
    folder = tmp_path / "katas" / "tried"
    folder.mkdir(parents=True)
    (folder / "kata.yaml").write_text(
        "packed: true\ntitle: Tried\ntopics: [a]\ndifficulty: easy\nsources: [b]\nhints: [c]\nfunctions: [f]\n"
        "limits: {call_s: 1}\n"
    )
    (folder / "statement.md").write_text(f"# tried\n\n{examples}\n")
    (folder / "stub.py").write_text("def f(x):\n    raise NotImplementedError\n")
    (tmp_path / "tried.py").write_text(source)
    return grade(tmp_path, "run", "tried", "--katas", ".", "--format", "json")


@pytest.mark.parametrize(
    ("examples", "returned", "verdict"),
    [
        (">>> f(1)\n2", "2", "passed"),
        (">>> print(f(1))\n2", "'#'", "failed"),
        (">>> print(f(1))\n2", "'\\ud800'", "failed"),
        (">>> f(1)\ninf", "7.0", "failed"),
        (">>> f(1)\n1.5", "__import__('numpy').float64(1.5)", "passed"),
        (">>> f(1)\n0.3", "0.1 + 0.2", "passed"),
        (">>> f(1)\n0.3", "0.31", "failed"),
        (">>> exit()", "2", "failed"),
        (">>> raise KeyboardInterrupt", "2", "failed"),
        (">>> while True: pass\n>>> f(1)\n2", "2", "failed"),
        (">>> import os; os._exit(0)", "2", "failed"),
        (">>> _ = open('/tmp/grade-was-here-examples', 'w')", "2", "failed"),
        (">>> f(1)\nTraceback (most recent call last):\nnumpy.linalg.LinAlgError: no", "__import__('numpy').linalg.inv([[0.0]])", "passed"),
        ("No examples.", "2", "passed"),
    ],
)  # fmt: skip
def test_examples_run_behind_the_wall(tmp_path: Path, examples: str, returned: str, verdict: str) -> None:
    """Whatever a statement, which may come from a stranger, or a submission does."""
    done = hostile_pack(tmp_path, examples, f"def f(x):\n    return {returned}\n")
    assert json.loads(done.stdout)["verdict"] == verdict, done.stdout + done.stderr
    assert done.returncode == (verdict != "passed")


def test_an_example_that_is_none_is_told(tmp_path: Path) -> None:
    """With its line."""
    done = hostile_pack(tmp_path, ">>>f(1)", "def f(x): return 1\n")
    assert done.returncode == 2
    assert "statement.md:3: has an example that is none" in done.stderr


def test_names_that_a_solution_has_for_itself_are_refused(elsewhere: Path, tmp_path: Path) -> None:
    """Such a function could not be called by a test."""
    assert {name for kind in (JailedSolution, Recorder) for name in dir(kind) if not name.startswith("_")} <= {
        *RESERVED
    }
    kata = load(*Catalogue(elsewhere).paths("softmax"))
    assert kata.kind == "code"
    jail, submission = Jail(ZygoteProcess()), Submission(name="softmax.py", source=kata.reference)
    jailed = JailedSolution(jail, kata.spec, submission, {})
    jail.close()
    for solution in (TrustedSolution(kata, kata.reference_path), jailed):
        assert {name for name in vars(solution) if not name.startswith("_")} <= {*RESERVED}
    for name in ("close", "true", "np"):
        done = grade(tmp_path, "kata", "new", name)
        assert done.returncode == 2
        assert "is no name for a kata" in done.stderr
    path = elsewhere / "katas/softmax/kata.yaml"
    path.write_text(path.read_text().replace("functions: [softmax]", "functions: [close]"))
    (elsewhere / "softmax.py").write_text("x = 1\n")
    done = grade(elsewhere, "run", "softmax", "--katas", ".")
    assert done.returncode == 2
    assert "`close` is a name that `solution` has for itself" in done.stderr


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ("1 / 0", "solutions/softmax.py:4: cannot be loaded (ZeroDivisionError: division by zero)"),
        ("raise SystemExit('bye')", "solutions/softmax.py:4: cannot be loaded (SystemExit: bye)"),
        ("input()", "cannot be loaded"),
    ],
)
def test_a_reference_that_cannot_be_loaded_is_told(elsewhere: Path, change: str, error: str) -> None:
    """With its line, by whichever command."""
    path = elsewhere / "solutions/softmax.py"
    path.write_text(path.read_text().replace("import numpy as np\n", f"import numpy as np\n{change}\n", 1))
    (elsewhere / "softmax.py").write_text("def softmax(logits, axis=-1):\n    return logits\n")
    done = grade(elsewhere, "run", "softmax", "--katas", ".")
    assert done.returncode == 2
    assert error in done.stderr
    done = grade(elsewhere, "kata", "check", "softmax")
    assert done.returncode == 1
    assert "cannot be" in done.stdout


def test_fix_harms_nothing(elsewhere: Path) -> None:
    """Not what cannot be mended, nor the ends of lines."""
    statement = elsewhere / "katas/softmax/statement.md"
    stub = elsewhere / "katas/softmax/stub.py"
    spec = elsewhere / "katas/softmax/kata.yaml"
    statement.write_text(
        statement.read_text()
        + "\n    >>> np.zeros((2, 1, 1))\n    0\n\n>>> softmaks(1)\n1\n\n>>> list(range(2000))\n[]\n"
    )
    stub.write_text(
        stub.read_text().replace("(logits: np.ndarray, axis: int = -1) -> np.ndarray:", "(scores):  # what are they?")
    )
    spec.write_bytes(b"\xef\xbb\xbf" + spec.read_bytes().partition(b"\n")[2].replace(b"\n", b"\r\n"))
    before = stub.read_text(), spec.read_bytes()
    for _ in range(2):
        assert grade(elsewhere, "kata", "check", "softmax", "--fix").returncode == 1
    assert (stub.read_text(), spec.read_bytes()) == before
    text = statement.read_text()
    assert "    array([[[0.]],\n    <BLANKLINE>\n           [[0.]]])\n" in text
    assert ">>> softmaks(1)\n1\n" in text
    assert text.endswith("[]\n")


def test_variables_may_be_empty_and_say_who_they_are(elsewhere: Path, tmp_path: Path) -> None:
    """An empty part of GRADE_KATAS is none, and what is wrong with a part names the variable."""
    assert "softmax" in grade(tmp_path, "list", GRADE_KATAS=f":{elsewhere}:").stdout
    assert "GRADE_KATAS nowhere: this is no folder" in grade(tmp_path, "list", GRADE_KATAS="nowhere").stderr
    assert grade(tmp_path, "--katas", str(elsewhere), "list", GRADE_KATAS="nowhere").returncode == 0
    long = grade(tmp_path, "list", "--katas", "a" * 300)
    assert long.returncode == 2
    assert "File name too long" in long.stderr


def test_the_next_step_can_be_pasted(elsewhere: Path, tmp_path: Path) -> None:
    """With the folder that was named."""
    started = grade(tmp_path, "start", "softmax", "--katas", str(elsewhere))
    assert started.stdout.splitlines()[-1] == f"Then: grade run softmax --katas {elsewhere}"
    begun = grade(tmp_path, "--katas", "my katas", "kata", "new", "mine")
    assert begun.stdout.splitlines()[-1].endswith("Then: grade kata check mine --katas 'my katas'")
    assert (tmp_path / "my katas/katas/mine/kata.yaml").is_file()
    again = grade(tmp_path, "kata", "new", "conv2d")
    assert again.returncode == 2
    assert "there is a kata `conv2d` already" in again.stderr


def test_a_pack_can_be_named_as_it_came(tmp_path: Path) -> None:
    """A zip file, unpacked once; what else is in it, and whatever would go elsewhere, is passed over."""
    pack = tmp_path / "pack.zip"
    pack.write_bytes(pack_text([find_catalogue().load("conv2d")], False))
    with zipfile.ZipFile(pack, "a") as archive:
        archive.writestr("katas/../../escaped.py", "x")
        archive.writestr("/tmp/grade-was-here-zip", "x")
    (tmp_path / "conv2d.py").write_text((ROOT / "solutions/conv2d.py").read_text())
    for _ in range(2):
        done = grade(tmp_path, "run", "conv2d", "--katas", "pack.zip")
        assert "PASSED   conv2d" in done.stdout, done.stderr
        assert "not scored" in done.stdout
    assert len(list((tmp_path / ".grade/packs").iterdir())) == 1
    assert not list(tmp_path.rglob("escaped.py"))


@pytest.mark.parametrize("content", ["nothing", "no katas", "a bomb"])
def test_what_is_no_pack_is_told(tmp_path: Path, content: str) -> None:
    """In a line, and nothing is left of it."""
    pack = tmp_path / "pack.zip"
    pack.write_bytes(b"PK")
    if content != "nothing":
        with zipfile.ZipFile(pack, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("katas/a/kata.yaml" if content == "a bomb" else "a.txt", b" " * (5 << 20))
    done = grade(tmp_path, "list", "--katas", "pack.zip")
    assert done.returncode == 2
    assert "pack.zip" in done.stderr
    assert not list((tmp_path / ".grade/packs").iterdir())
