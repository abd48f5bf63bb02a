"""`grade kata check` finds what is wrong with a kata, says where, and finds nothing where nothing is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.authoring.check import check_katas
from grader.authoring.memory import Memory
from grader.authoring.mutants import mutants_of
from grader.authoring.report import Report
from grader.catalogue import Catalogue
from grader.drawing import generator_for
from tests.conftest import ROOT

EXAMPLE = ROOT / "docs" / "softmax-katas" / "softmax_katas"
SPEC, STATEMENT, STUB, TESTS, REFERENCE = (
    "katas/softmax/kata.yaml",
    "katas/softmax/statement.md",
    "katas/softmax/stub.py",
    "katas/softmax/hidden_tests.py",
    "solutions/softmax.py",
)

LUCK = generator_for("test_worked_example").integers(10**6)

Check = Callable[[], Report]


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Memory:
    """What is not changed need not be tried again for each fault."""
    return Memory(tmp_path_factory.mktemp("memory") / "checks.sqlite")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A collection with the softmax of the docs, to plant faults in."""
    shutil.copytree(EXAMPLE, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


@pytest.fixture
def check(root: Path, memory: Memory) -> Check:
    def checked() -> Report:
        place = (root / "katas" / "softmax", root / REFERENCE)
        (report,) = check_katas([place], 1, memory, lambda *_: None)
        return report

    return checked


def edit(root: Path, file: str, old: str, new: str) -> int:
    """Change a file, and return the line at which the change begins; "" for ``old`` appends."""
    path = root / file
    text = path.read_text()
    assert old in text, f"{file} does not have {old!r}"
    path.write_text(text.replace(old, new, 1) if old else text + new)
    return text[: text.index(old)].count("\n") + 1 if old else text.count("\n") + 1


def test_nothing_is_wrong_with_the_kata_of_the_docs(check: Check) -> None:
    """And what it says of it is true."""
    report = check()
    assert [str(problem) for problem in report.errors] == []
    assert {problem.part for problem in report.problems} <= {"checks", "mutants"}
    assert report.refused["empty_taken"] == ("test_bad_input",)
    assert "empty_taken" in report.checks["test_bad_input"].alone
    assert report.right == 1
    pytest.importorskip("cosmic_ray", reason="cosmic-ray is not installed (the extra `author`)")
    assert report.mutation is not None
    assert report.mutation.rate == 1
    assert report.mutation.killed > 20


# Each fault: the edits, the file and the line (counted from the first edit's) that it is found at, and words of it.
FAULTS: dict[str, tuple[list[tuple[str, str, str]], str, int | None, str]] = {
    "points that add up to too much": (
        [(SPEC, "points: 0.5", "points: 5")],
        SPEC,
        None,
        "all points together are 14.5, not 10",
    ),
    "a key misspelt": ([(SPEC, "points: 2", "pionts: 2")], SPEC, 0, "unknown key (did you mean `points`?)"),
    "a tab": ([(SPEC, "    points: 2", "\tpoints: 2")], SPEC, 0, "Indent with spaces, not tabs"),
    "a bomb of anchors": (
        [(SPEC, "topics: [activations]", "topics: [&a b, *a, *a]")],
        SPEC,
        0,
        "uses a YAML anchor or alias",
    ),
    "a bomb of brackets": ([(SPEC, "topics: [activations]", "topics: " + "[" * 5000)], SPEC, 0, "nesting depth"),
    "a number that is none": ([(SPEC, "points: 2", "points: !!int x")], SPEC, 0, "is not a value"),
    "a text that is blank": ([(SPEC, "why: A classifier scores one example a row.", 'why: " "')], SPEC, 0, "says nothing"),
    "a wrong example": (
        [(STATEMENT, "array([0.25, 0.25, 0.25, 0.25])", "array([0.25, 0.25, 0.25, 0.26])")],
        STATEMENT,
        -1,
        "gives array([0.25, 0.25, 0.25, 0.25]), and the statement says array([0.25, 0.25, 0.25, 0.26])",
    ),
    "an example that is no Python": ([(STATEMENT, "softmax(np.array([0.0,", "softmax(np.array([0.0;")], STATEMENT, 0, "SyntaxError"),
    "another signature in the statement": (
        [(STATEMENT, "`softmax(logits, axis=-1)`", "`softmax(logits, axis=0)`")],
        STATEMENT,
        0,
        "says `softmax(logits, axis=0)`, and the reference takes (logits, axis=-1)",
    ),
    "another signature in the stub": (
        [(STUB, "logits: np.ndarray, axis: int = -1", "scores: np.ndarray, axis: int = -1")],
        STUB,
        0,
        "takes (scores, axis=-1), and the reference (logits, axis=-1)",
    ),
    "no source": ([(STATEMENT, "Source: Goodfellow, Bengio and Courville", "Source: a book")], STATEMENT, None, "names none of the sources"),
    "a hint with the answer": (
        [(SPEC, "  - Write it for one list", "  - Write powers/powers.sum(axis = axis, keepdims=True) for one list")],
        SPEC,
        0,
        "gives away line 21 of the reference",
    ),
    "a check's hint with the answer": (
        [(SPEC, "hint: Sum along one axis, and not over everything.", "hint: Try `np.exp(logits - logits.max(axis=axis, keepdims=True))`.")],
        SPEC,
        0,
        "gives away line 20 of the reference",
    ),
    "something to be filled in": ([(STATEMENT, "the last step", "FILL IN: the step")], STATEMENT, 0, "still to be filled in"),
    "a stub that passes": (
        [(STUB, 'raise NotImplementedError("softmax is yours to write")', "return np.exp(logits - logits.max(axis, keepdims=True)) / np.exp(logits - logits.max(axis, keepdims=True)).sum(axis, keepdims=True) if logits.size else int('logits')")],
        STUB,
        None,
        "passes every check",
    ),
    "a stub that is not Python": ([(STUB, "import numpy", "imoprt numpy")], STUB, 0, "is not Python"),
    "a stub that fails unkindly": ([(STUB, 'raise NotImplementedError("softmax is yours to write")', "return undefined")], STUB, 0, "is not kind"),
    "a reference that prints": (
        [(REFERENCE, "    powers =", '    print("here")\n    powers =')],
        REFERENCE,
        0,
        "prints (“here”)",
    ),
    "a reference that a test refuses": ([(TESTS, "np.full(4, 0.25)", "np.full(4, 0.3)")], TESTS, -2, "the reference fails it"),
    "a limit on memory that the reference nearly takes": (
        [(SPEC, "checks:\n", "limits:\n  memory_mib: 48\nchecks:\n"), (REFERENCE, "    powers =", "    _ = np.ones(4_000_000 if logits.size == 4 else 0)\n    powers =")],
        SPEC,
        1,
        "the reference takes more than half of the memory",
    ),
    "a limit that the reference nearly takes": ([(SPEC, "    time: 4", "    time: 1.5")], SPEC, 0, "and the limit is 1.5"),
    "a test that asserts nothing": (
        [(TESTS, "assert_close(solution.softmax(logits), reference.softmax(logits))", "solution.softmax(logits)")],
        TESTS,
        -2,
        "asserts nothing",
    ),
    "a test that compares nothing": (
        [(TESTS, "assert_close(solution.softmax(np.zeros(4)), np.full(4, 0.25))", "assert True")],
        TESTS,
        -2,
        "the stub passes it",
    ),
    "a flaky test": (
        [(TESTS, '    assert_close(solution.softmax(np.zeros(4))', "    import random as dice\n    assert dice.random() < 0.7\n    assert_close(solution.softmax(np.zeros(4))")],
        TESTS,
        -2,
        "is flaky",
    ),
    "a test that nobody seeds": (
        [(TESTS, "solution.softmax(np.zeros(4))", "solution.softmax(np.zeros(4) + np.random.rand())")],
        TESTS,
        0,
        "`np.random.rand` gives something else each time",
    ),
    "a test that holds by luck": (
        [
            (TESTS, "def test_worked_example(solution):", "def test_worked_example(solution, rng):"),
            (TESTS, "    assert_close(solution.softmax(np.zeros(4))", f"    assert int(rng.integers(10**6)) == {LUCK}\n    assert_close(solution.softmax(np.zeros(4))"),
        ],
        TESTS,
        0,
        "refuses the reference when other inputs are drawn (seed 1)",
    ),
    "a mistake let through": (
        [(SPEC, "mistakes:\n", "mistakes:\n  - id: other_words\n    replace: logits must hold a score\n    with: logits has no score\n    says: Other words.\n")],
        SPEC,
        1,
        "`other_words` is let through: no check refuses it",
    ),
    "a mistake that is no program": (
        [(SPEC, "mistakes:\n", "mistakes:\n  - id: none\n    replace: import numpy as np\n    with: import nunpy as np\n    says: No numpy.\n")],
        SPEC,
        1,
        "only because it cannot be loaded",
    ),
    "two mistakes that are one": (
        [(SPEC, "mistakes:\n", "mistakes:\n  - id: twin\n    replace: 'return powers / powers.sum(axis=axis, keepdims=True)'\n    with: return 1 * powers\n    says: Not divided either.\n")],
        SPEC,
        1,
        "`twin` is refused, but not named",
    ),
    "a right answer that is refused": (
        [("katas/softmax/naive.py", "max(scores)", "min(scores)")],
        "katas/softmax/naive.py",
        None,
        "is there as a right answer, and fails test_large_scores",
    ),
    "a test that never ends": (
        [(TESTS, "    assert_close(solution.softmax(np.zeros(4))", "    while True:\n        pass\n    assert_close(solution.softmax(np.zeros(4))")],
        TESTS,
        None,
        "took longer than",
    ),
    "a test without an entry": ([(TESTS, "\n\ndef workload", "\n\ndef test_more(solution):\n    pass\n\n\ndef workload")], TESTS, 2, "has no entry in kata.yaml"),
    "a test in a class": (
        [(TESTS, "\n\ndef workload", "\n\nclass TestMore:\n    def test_rows(self, solution):\n        pass\n\n\ndef workload")],
        TESTS,
        3,
        "is not a plain function at the top of the module",
    ),
    "a test defined twice": ([(TESTS, "def test_axes(", "def test_rows(")], TESTS, 0, "is defined twice, on line 17 before"),
    "a test that ends pytest": (
        [(TESTS, "    assert_close(solution.softmax(np.zeros(4))", '    pytest.exit("bye")\n    assert_close(solution.softmax(np.zeros(4))')],
        TESTS,
        None,
        "test_worked_example: ends pytest before its time",
    ),
    "a test that compares an answer with itself": (
        [(TESTS, "assert_close(solution.softmax(np.zeros(4)), np.full(4, 0.25))", "answer = solution.softmax(np.zeros(4))\n    assert_close(answer, answer)")],
        TESTS,
        -2,
        "numbers that are all one too large pass it",
    ),
    "a die under another name": (
        [(TESTS, "import numpy as np\n", "import os as system\nimport numpy as np\n"), (TESTS, "solution.softmax(np.zeros(4))", "solution.softmax(np.zeros(4) + system.urandom(1)[0])")],
        TESTS,
        None,
        "`system.urandom` gives something else each time",
    ),
    "a reference that cannot be imported": ([(REFERENCE, "import numpy as np\n", "import numpy as np\nimport nowhere\n")], REFERENCE, 1, "No module named 'nowhere'"),
    "a reference that ends the process": ([(REFERENCE, "    powers =", "    import os\n    os._exit(3)\n    powers =")], TESTS, None, "ended its process (exit code 3)"),
    "a reference that reads a file": ([(REFERENCE, "    powers =", '    open("/etc/passwd").read()\n    powers =')], REFERENCE, 0, "PermissionError"),
    "an example that never ends": ([(STATEMENT, ">>> import numpy as np\n", ">>> import numpy as np\n>>> while True: pass\n")], STATEMENT, 1, "took longer than"),
    "a function twice": ([(SPEC, "functions: [softmax]", "functions: [softmax, softmax]")], SPEC, 0, "`softmax` is there twice"),
    "a limit that the statement does not promise": ([(STATEMENT, "at most 4 times", "little beside")], STATEMENT, None, "does not say the limit of the budget `speed`, 4"),
    "the answer in the stub": ([(STUB, "    raise Not", "    # np.exp(logits - logits.max(axis=axis, keepdims=True))\n    raise Not")], STUB, None, "gives away line 20"),
    "another signature in a block": (
        [(STATEMENT, "Write `softmax(logits, axis=-1)`", "Write\n\n    def softmax(logits, axis=0)\n\n")],
        STATEMENT,
        2,
        "says `softmax(logits, axis=0)`",
    ),
    "a file too many": ([(SPEC, "", "")], "katas/softmax/notes.txt", None, "belongs to no part of a kata"),
}  # fmt: skip


@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_planted_fault_is_found(root: Path, check: Check, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its file, its line, and a word on what it is."""
    edits, file, offset, words = FAULTS[fault]
    monkeypatch.setattr("grader.authoring.check.LEAST_DEADLINE_S", 1.0)
    lines = [edit(root, *each) for each in edits]
    if fault == "a file too many":
        (root / file).write_text("Remember the milk.")
    report = check()
    found = [problem for problem in report.errors if words in f"{problem}"]
    assert found, [str(problem) for problem in report.problems]
    placed = [problem for problem in found if problem.file == str(root / file)]
    assert placed, [str(problem) for problem in found]
    if offset is not None:
        assert placed[0].line == lines[0] + offset
    assert placed[0].fix


def test_a_mutant_that_survives_is_shown(root: Path, check: Check) -> None:
    """As a diff; declared as equivalent it is none, and a declaration that is not true is a problem too."""
    pytest.importorskip("cosmic_ray", reason="cosmic-ray is not installed (the extra `author`)")
    line = edit(root, REFERENCE, "    if not logits.size:\n", "    if logits.size == 0:\n")
    (root / SPEC).write_text((root / SPEC).read_text().replace("if not logits.size", "if logits.size == 0"))
    report = check()
    survivors = [problem for problem in report.errors if problem.part == "mutants"]
    assert {problem.line for problem in survivors} == {line}
    assert any(
        "-    if logits.size == 0:\n+    if logits.size <= 0:" in problem.problem.replace("      ", "")
        for problem in survivors
    )
    assert report.mutation is not None
    assert report.mutation.survived == len(survivors)
    declared = sorted(
        {text[1:].strip() for problem in survivors for text in problem.problem.splitlines() if text.startswith("+")}
    )
    wrong = ["if logits.size != 0:", "if logits.seize:"]
    entries = "\n".join(f"      - {json.dumps(text)}" for text in [*declared, *wrong])
    edit(root, SPEC, "", f"equivalents:\n  - because: There is no negative size.\n    mutants:\n{entries}\n")
    report = check()
    assert report.mutation is not None
    assert report.mutation.survived == 0
    assert report.mutation.equivalent == len(survivors)
    assert [problem.problem for problem in report.errors] == [
        "`if logits.size != 0:` is declared to compute the same, and the tests refuse it",
        "no mutant has the line `if logits.seize:`",
    ]  # fmt: skip


def test_an_idle_check_is_a_note(root: Path, check: Check) -> None:
    """It stops nobody."""
    edit(
        root,
        TESTS,
        "\n\n@given(logits=arrays((3, 4)))",
        '\n\ndef test_again(solution):\n    """Four equal scores give a quarter each."""\n    assert_close(solution.softmax(np.zeros(4)), np.full(4, 0.25))\n\n\n@given(logits=arrays((3, 4)))',
    )
    edit(root, SPEC, "checks:\n", "checks:\n  test_again: {title: a, points: 0.5, why: b, hint: c}\n")
    edit(root, SPEC, "    points: 2\n", "    points: 1.5\n")
    report = check()
    assert not report.errors
    assert "test_again" in {problem.where for problem in report.problems if "is idle" in problem.problem}  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (STUB, "logits: np.ndarray, axis: int = -1", "logits, axis=-1"),
        (STATEMENT, "Write `softmax(logits, axis=-1)`", "Write `def softmax(logits, axis=-1)`"),
        (
            STATEMENT,
            "Write `softmax(logits, axis=-1)`",
            "Write\n\n```python\ndef softmax(logits: np.ndarray, axis: int = -1) -> np.ndarray:\n```\n",
        ),
        (
            TESTS,
            "import numpy as np\n",
            "import datetime\nimport numpy as np\n\nDAY = datetime.timedelta(days=1)\nSTATE = np.random.RandomState(3)\n",
        ),
        (STATEMENT, ">>> import numpy as np\n", ""),
        (STATEMENT, "array([0.25, 0.25, 0.25, 0.25])\n", "array([0.25, 0.25,\n       0.25, 0.25])\n"),
        (STATEMENT, "```\n\n## What", "\n```\n\n## What"),
        (SPEC, "hint: Sum along one axis, and not over everything.", "hint: Sum along `axis`, with keepdims."),
        (REFERENCE, '"""Softmax along', 'r"""Softmax along'),
    ],
)
def test_what_is_right_is_not_refused(root: Path, check: Check, file: str, old: str, new: str) -> None:
    """Other ways to write the same."""
    edit(root, file, old, new)
    assert [str(problem) for problem in check().errors] == []


def grade(root: Path, *words: str, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the program as a mentor does, in the collection's own folder."""
    return subprocess.run(
        [sys.executable, "-m", "grader", *words], cwd=root, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )  # fmt: skip


def test_the_command_remembers_and_says_it_all_in_json(root: Path) -> None:
    """Exit status 0 and 1, one object a line, and nothing tried twice."""
    first = grade(root, "kata", "check", "softmax", "--format", "json")
    assert first.returncode == 0, first.stderr + first.stdout
    started = time.monotonic()
    again = grade(root, "kata", "check", "--all", "--format", "json")
    assert time.monotonic() - started < 10
    assert again.stdout == first.stdout
    data = json.loads(again.stdout)
    assert data["schema"] == "kata-check/1"
    assert data["kata"] == "softmax"
    edit(root, SPEC, "    points: 2\n", "    points: 3\n")
    wrong = grade(root, "kata", "check", "softmax")
    assert wrong.returncode == 1
    assert "katas/softmax/kata.yaml:8: checks" in wrong.stdout
    assert "1 problem in 1 of 1 katas." in wrong.stdout


def test_fix_mends_what_a_program_can(root: Path) -> None:
    """The stub's arguments, the statement's examples and the schema's line, and nothing else."""
    before = {file: (root / file).read_text() for file in (SPEC, STATEMENT, STUB, TESTS, REFERENCE)}
    edit(root, STUB, "logits: np.ndarray, axis: int = -1", "scores,\n    axis: int = 0")
    edit(root, STATEMENT, "array([0.25, 0.25, 0.25, 0.25])", "array([1.0])")
    edit(root, STATEMENT, "array([[0. , 1. ],\n       [0.5, 0.5]])", "something\nelse")
    edit(root, SPEC, "# yaml-language-server: $schema=../kata.schema.json\n", "")
    done = grade(root, "kata", "check", "softmax", "--fix")
    assert done.returncode == 0, done.stdout
    assert done.stderr.count("mended: ") == 4
    assert {file: (root / file).read_text() for file in before} == before


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["kata", "check"], "name the katas to check, or say `--all`"),
        (["kata", "check", "softmax", "--all"], "`--all` takes no names"),
        (["kata", "check", "sofmax"], "there is no kata `sofmax` (did you mean `softmax`?)"),
        (["kata", "check", "softmax", "--katas", "nowhere"], "--katas nowhere: this is no folder"),
        (["kata", "check", "softmax", "--katas", "solutions"], "--katas solutions: this has no folder katas/"),
        (["kata", "calibrate", "nothing"], "there is no kata `nothing`"),
    ],
)
def test_wrong_usage_is_told(root: Path, words: list[str], error: str) -> None:
    """In a line, with exit status 2."""
    done = grade(root, *words)
    assert done.returncode == 2
    assert error in done.stderr
    assert "Traceback" not in done.stderr


def test_calibrate_proposes_a_limit_between_the_two(root: Path) -> None:
    """And says what the naive solution and right answers take."""
    done = grade(root, "kata", "calibrate", "softmax")
    assert done.returncode == 0, done.stderr
    rows = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines() if line.startswith("  ")}
    reference, naive, proposed = float(rows["reference"][0]), float(rows["naive.py"][0]), float(rows["proposed"][1])
    assert reference < 2 < proposed < naive
    assert "The limit tells the two apart" in done.stdout
    (root / "katas/softmax/naive.py").write_text("def softmax(logits, axis=-1):\n    return logits\n")
    assert (
        "naive.py could not be measured: it fails test_worked_example"
        in grade(root, "kata", "calibrate", "softmax").stdout
    )


def test_mutants_differ_in_code() -> None:
    """Each changes one line, and none only the words of a message."""
    pytest.importorskip("cosmic_ray", reason="cosmic-ray is not installed (the extra `author`)")
    source = "def f(x):\n    if x < 1:\n        raise ValueError(f'x is {x + 1}')\n    return x * 2\n"
    mutants = list(mutants_of(source))
    assert {mutant.line for mutant in mutants} == {2, 4}
    assert len({mutant.source for mutant in mutants}) == len(mutants) > 10
    assert "return x + 2" in [mutant.now for mutant in mutants]


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "words"),
    [
        ("answer.md", "", "A model that overfits has a low error on the training set and a high error on the test set.\n", "answer.md", "says def_train_vs_test of the answer"),
        ("kata.yaml", "hint: Say how the model does on the data it was trained on", 'hint: " "\n      #', "kata.yaml", "says nothing"),
        ("kata.yaml", "points: 4}", "points: 5}", "kata.yaml", "all points together are 11, not 10. Share 10 points out among the groups"),
        ("kata.yaml", "misconceptions: [inverted_cause", "misconceptions: [inverted_couse", "kata.yaml", "there is no `inverted_couse` (did you mean `inverted_cause`?)"),
        ("statement.md", None, b"\xff", "statement.md", "is not UTF-8 text (byte 0xff)"),
        ("right/short.md", None, b"Overfitting.", "right/short.md", "is there as a right answer, and does not pass"),
        ("naive.py", None, b"", "naive.py", "belongs to no part of a kata"),
    ],
)  # fmt: skip
def test_a_planted_fault_in_prose_is_found(
    collection: Path, file: str, old: str | None, new: str | bytes, place: str, words: str
) -> None:
    """The same way."""
    folder, reference = Catalogue(collection).paths("explain_overfitting")
    if isinstance(new, bytes):
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_bytes(new)
    else:
        edit(folder, file, old or "", new)
    (report,) = check_katas([(folder, reference)], 1, Memory(None), lambda *_: None)
    found = [problem for problem in report.errors if words in str(problem)]
    assert found, [str(problem) for problem in report.problems]
    assert found[0].file == str(folder / place)


def test_a_folder_that_lost_its_kata_yaml_is_found(root: Path) -> None:
    """With `--all` too."""
    (root / SPEC).unlink()
    (root / "katas/other").mkdir()
    shutil.copy(EXAMPLE / SPEC, root / "katas/other/kata.yaml")
    done = grade(root, "kata", "check", "--all")
    assert done.returncode == 1
    assert "katas/softmax/kata.yaml" in done.stdout
    assert "missing" in done.stdout
