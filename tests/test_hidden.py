"""Hidden tests run behind the wall and alone, give the same verdict each time, and say the smallest input that breaks."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.catalogue import Catalogue
from grader.drawing import generator_for
from grader.errors import KataError
from grader.grading import Grader
from grader.jail.launch import ZygoteProcess
from grader.result import Result, to_json
from grader.submission import Submission, read_submission
from tests.conftest import ROOT

Grade = Callable[[str, str], Result]


def mistaken(catalogue: Catalogue, kata_id: str, mistake_id: str) -> str:
    """The reference with a declared mistake in it."""
    kata = catalogue.load(kata_id)
    return kata.mistaken_source(next(mistake for mistake in kata.spec.mistakes if mistake.id == mistake_id))


def without_duration(text: str | bytes) -> str:
    """A result's JSON, in one form, without when it was made, and how long that took, which alone may differ."""
    data = json.loads(text)
    del data["duration_s"], data["at"]
    return json.dumps(data, sort_keys=True)


def test_a_counterexample_is_small_and_can_be_pasted(catalogue: Catalogue, grade_source: Grade) -> None:
    """For padding on one side, a single pixel under a single weight."""
    result = grade_source("conv2d", mistaken(catalogue, "conv2d", "padding_on_one_side"))
    check = next(check for check in result.checks if check.id == "test_padding")
    example = check.counterexample
    assert example is not None
    assert (
        example.code
        == "import numpy as np\nx = np.array([[[[1.]]]])\nkernel = np.array([[[[1.]]]])\nconv2d(x, kernel, stride=1, padding=1)"
    )
    assert example.where == "the result at [0, 0, 0, 0]: expected 0, got 1 (2 of 9 elements differ)"
    assert check.hint == catalogue.load("conv2d").checks["test_padding"].hint


def test_a_pasted_counterexample_shows_what_it_says(catalogue: Catalogue, grade_source: Grade) -> None:
    """Running the code of every counterexample gives what is said to have come, and the reference what was expected."""
    source = mistaken(catalogue, "conv2d", "swapped_kernel_sides")
    shown = 0
    for check in grade_source("conv2d", source).checks:
        if check.counterexample is None or check.counterexample.expected.startswith(("float", "Value")):
            continue
        for code, text in (
            (source, check.counterexample.got),
            (catalogue.load("conv2d").reference, check.counterexample.expected),
        ):
            *lines, call = check.counterexample.code.split("\n")
            names: dict[str, object] = {}
            exec(code + "\n" + "\n".join(lines) + f"\nresult = {call}", names)
            from grader.literals import shown as text_of

            assert text_of(names["result"]) == text
            shown += 1
    assert shown >= 6


def test_a_wrong_shape_and_a_wrong_dtype_are_said(grade_source: Grade) -> None:
    """Instead of elements that differ."""
    transposed = grade_source(
        "receptive_field",
        "import numpy as np\ndef receptive_field(layers):\n    return np.ones((len(layers) + 1, 1), int)",
    )
    assert transposed.checks[0].counterexample is not None
    assert (
        transposed.checks[0].counterexample.where == "shape (4, 1), expected (4,): there is an axis of size 1 too many"
    )
    floats = grade_source(
        "receptive_field", "import numpy as np\ndef receptive_field(layers):\n    return np.ones(len(layers) + 1)"
    )
    assert floats.checks[0].counterexample is not None
    assert floats.checks[0].counterexample.where == "dtype float64, expected int64"


def test_the_line_that_raised_is_quoted(grade_source: Grade) -> None:
    """With its number, from the innermost of the learner's own frames."""
    source = "import numpy as np\n\ndef inner(n):\n    return [][n]\n\ndef receptive_field(layers):\n    return inner(len(layers))\n"
    check = grade_source("receptive_field", source).checks[0]
    assert check.outcome == "error"
    assert check.line == 4
    assert check.message == "IndexError: list index out of range (line 4: `return [][n]`)."


@pytest.mark.parametrize("mistake", ["flipped_kernel", "single_precision", "first_image_only"])
def test_the_same_submission_gets_the_same_result(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mistake: str
) -> None:
    """In one grader and in another, after another kata, and in a program of its own; but for durations."""
    kata = catalogue.load("conv2d")
    (tmp_path / "conv2d.py").write_text(mistaken(catalogue, "conv2d", mistake))
    monkeypatch.chdir(tmp_path)
    submission = read_submission(Path("conv2d.py"))
    seen = set()
    for _ in range(2):
        with Grader(ZygoteProcess()) as grader:
            for _ in range(2):
                seen.add(without_duration(to_json(grader.grade(kata, submission))))
    alone = subprocess.run(
        [sys.executable, "-m", "grader", "run", "conv2d", "--format", "json"], cwd=tmp_path, capture_output=True
    )
    seen.add(without_duration(alone.stdout))
    assert len(seen) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [".grade", "conv2d.py"]


def test_what_is_printed_is_shown_with_its_check(catalogue: Catalogue, grade_source: Grade) -> None:
    """And shortened."""
    result = grade_source(
        "adam_step",
        catalogue.load("adam_step").reference.replace("    if t < 1:", "    print('step', t)\n    if t < 1:"),
    )
    assert result.verdict == "passed"
    assert result.checks[0].stdout == "step 1\n"
    assert max(len(check.stdout) for check in result.checks) < 4200


def test_after_two_time_outs_the_rest_is_skipped(collection: Path) -> None:
    """And says why; a skipped check is not passed."""
    path = collection / "katas/receptive_field/kata.yaml"
    path.write_text(path.read_text().replace("call_s: 4", "call_s: 0.3"))
    kata = Catalogue(collection).load("receptive_field")
    with Grader(ZygoteProcess()) as grader:
        result = grader.grade(
            kata, Submission(name="a.py", source="def receptive_field(layers):\n    while True: pass")
        )
    assert [check.outcome for check in result.checks] == ["timeout"] * 2 + ["skipped"] * 8
    assert "2 checks before it ran out of time" in result.checks[-1].message
    assert result.score == 0


def test_the_generator_gives_a_test_the_same_numbers_each_time(collection: Path) -> None:
    """Behind the wall, for one submission after another, and to a mentor who runs the file alone."""
    path = collection / "katas/receptive_field/hidden_tests.py"
    number = generator_for("test_no_layers").integers(10**9)
    old, new = "def test_no_layers(solution):", "def test_no_layers(solution, rng):"
    path.write_text(path.read_text().replace(old, f"{new}\n    assert rng.integers(10**9) == {number}\n"))
    kata = Catalogue(collection).load("receptive_field")
    with Grader(ZygoteProcess()) as grader:
        for _ in range(2):
            assert grader.grade(kata, Submission(name="a.py", source=kata.reference)).verdict == "passed"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(path), "-k", "no_layers"]
    assert subprocess.run(command, cwd=collection, capture_output=True).returncode == 0


@pytest.mark.parametrize(
    ("above", "marks", "arguments"),
    [
        ("@pytest.fixture\ndef mine():", "", "solution, mine"),
        ("@pytest.fixture(autouse=True)\ndef mine():", "", "solution"),
        ("@pytest.fixture\ndef mine():", "@pytest.mark.usefixtures('mine')", "solution"),
        ("@pytest.fixture\ndef solution(solution):", "", "solution"),
        (
            "@pytest.fixture\ndef mine(request):",
            "@pytest.mark.parametrize('mine', [1], indirect=True)",
            "solution, mine",
        ),
        ("def setup_function(function):", "", "solution"),
        ("def setup_module(module):", "", "solution"),
    ],
    ids=["fixture", "fixture for all", "mark", "fixture's fixture", "indirect parameter", "function's", "module's"],
)
def test_what_surrounds_a_test_is_set_up_for_each_submission(
    collection: Path, above: str, marks: str, arguments: str
) -> None:
    """As in any pytest file, though tests that nothing surrounds are run without asking pytest."""
    path = collection / "katas/receptive_field/hidden_tests.py"
    returned = "\n    return solution" if "(solution)" in above else ""
    above = f"import pytest\nSEEN = []\n{above}\n    SEEN.append(1){returned}\n\n{marks}"
    old, new = (
        "def test_no_layers(solution):",
        f"{above}\ndef test_no_layers({arguments}):\n    assert SEEN\n    SEEN.clear()\n",
    )
    path.write_text(path.read_text().replace(old, new))
    kata = Catalogue(collection).load("receptive_field")
    with Grader(ZygoteProcess()) as grader:
        for _ in range(2):
            assert grader.grade(kata, Submission(name="a.py", source=kata.reference), False).verdict == "passed"


def test_a_crash_costs_one_check(catalogue: Catalogue, grade_source: Grade) -> None:
    """The next check gets a fresh worker."""
    source = catalogue.load("conv2d").reference.replace(
        "    n, h, w, c_in = x.shape",
        "    if padding > 2:\n        import os\n        os._exit(1)\n    n, h, w, c_in = x.shape",
    )
    result = grade_source("conv2d", source)
    assert {check.id: check.outcome for check in result.checks if check.outcome != "passed"} == {
        "test_padding": "crashed",
        "test_stride_with_padding": "crashed",
    }


def test_tests_that_cannot_be_collected_are_the_kata_s_error(collection: Path) -> None:
    """Not the learner's."""
    path = collection / "katas/conv2d/hidden_tests.py"
    path.write_text("import nowhere_to_be_found\n" + path.read_text())
    kata = Catalogue(collection).load("conv2d")
    with Grader(ZygoteProcess()) as grader, pytest.raises(KataError, match="nowhere_to_be_found"):
        grader.grade(kata, Submission(name="a.py", source="def conv2d(): pass"))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("reference.receptive_field(layers))", "reference.receptive_feild(layers))", "no function `receptive_feild`"),
        ("def test_no_layers(solution)", "def test_no_layers(solution, referense)", "FixtureLookupError"),
        ("np.array([1]))", "np.array([1], dtype='int46'))", "TypeError"),
    ],
    ids=["a misspelt function", "a misspelt fixture", "a wrong argument"],
)
def test_a_test_that_breaks_down_is_the_kata_s_error(collection: Path, old: str, new: str, problem: str) -> None:
    """And costs the learner nothing."""
    path = collection / "katas/receptive_field/hidden_tests.py"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    kata = Catalogue(collection).load("receptive_field")
    with Grader(ZygoteProcess()) as grader, pytest.raises(KataError) as caught:
        grader.grade(kata, Submission(name="a.py", source=kata.reference))
    assert str(caught.value).startswith(str(path))
    assert "fails with the reference too" in str(caught.value)
    assert problem in str(caught.value)


def test_an_answer_that_a_test_cannot_use_is_the_learner_s(grade_source: Grade) -> None:
    """A tuple of two where three are wanted, say; and no hint that would mislead."""
    result = grade_source(
        "adam_step", "def adam_step(param, grad, m, v, t, lr=0, beta1=0, beta2=0, eps=0):\n    return param, m\n"
    )
    assert {check.outcome for check in result.checks} == {"failed"}
    assert result.checks[0].message == "The call did not return 3 results."
    assert result.checks[0].hint == ""


@pytest.mark.parametrize(("mistake", "status", "words"), [("", 0, "passed"), ("flipped_kernel", 1, "failed")])
def test_a_mentor_can_run_hidden_tests_alone(
    catalogue: Catalogue, tmp_path: Path, mistake: str, status: int, words: str
) -> None:
    """By pytest, against the reference or a file."""
    words_of_file = []
    if mistake:
        path = tmp_path / "mine.py"
        path.write_text(mistaken(catalogue, "conv2d", mistake))
        words_of_file = ["--solution", str(path)]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "katas/conv2d/hidden_tests.py",
            *words_of_file,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == status, done.stdout
    assert words in done.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    "addition",
    ["# " + "x" * 300_000, "#" + "é" * 500_000, " " * 250_000, "\n" * 500_000],
    ids=["a long comment", "a long comment of two bytes a letter", "blanks", "empty lines"],
)
def test_a_right_submission_may_be_long(catalogue: Catalogue, grade_source: Grade, addition: str) -> None:
    """Up to 1 MiB, and at no cost in time."""
    result = grade_source("adam_step", catalogue.load("adam_step").reference + addition + "\n")
    assert result.verdict == "passed"
    assert result.duration_s < 5


@pytest.mark.parametrize("expression", ["-" * 100_000 + "1", "(" * 150 + ")" * 150, "+".join(["1"] * 60_000)])
def test_what_is_nested_too_deeply_is_invalid(grade_source: Grade, expression: str) -> None:
    """Not out of memory, which is what the compiler says of it."""
    result = grade_source("adam_step", f"def adam_step(*a):\n    return {expression}\n")
    assert result.verdict in ("invalid", "failed")
    assert {check.outcome for check in result.checks} <= {"skipped", "failed", "error"}


def test_a_configuration_beside_the_submission_means_nothing(catalogue: Catalogue, tmp_path: Path) -> None:
    """conftest.py, pytest.ini, katas/, numpy.py and json.py in the working folder are not read."""
    (tmp_path / "katas/conv2d").mkdir(parents=True)
    for name in ("conftest.py", "numpy.py", "json.py", "sitecustomize.py", "katas/conv2d/kata.yaml", "grader.py"):
        (tmp_path / name).write_text("raise SystemExit('read')\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --collect-only\n")
    (tmp_path / "conv2d.py").write_text(catalogue.load("conv2d").reference)
    done = subprocess.run(
        [sys.executable, "-P", "-m", "grader", "run", "conv2d", "--format", "json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    assert '"verdict":"passed"' in done.stdout
