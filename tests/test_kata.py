"""A kata that cannot be used is refused with file, line, field, problem and fix."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.catalogue import Catalogue
from grader.errors import KataError, UsageError
from grader.kata import is_untouched


def refusal(collection: Path, kata_id: str = "conv2d") -> str:
    """The error of loading the kata, with its path cut to the collection's."""
    with pytest.raises(KataError) as caught:
        Catalogue(collection).load(kata_id)
    return str(caught.value).replace(f"{collection}/", "")


def replace(path: Path, old: str, new: str) -> int:
    """Edit a file, and return the line at which the edit begins."""
    text = path.read_text()
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


FAULTS = {
    "unknown key": ("difficulty: medium", "difficulty: medium\nbugdets: []", "bugdets: unknown key", 1),
    "unknown key with a guess": ("hints:\n", "hint: x\nhints:\n", "unknown key (did you mean `hints`?)", 0),
    "unknown key of a check": (
        "points: 0.5",
        "points: 0.5\n    pionts: 2",
        "pionts: unknown key (did you mean `points`?)",
        1,
    ),
    "missing key": ("    points: 0.5\n", "", "points: missing. Add `points: ...`.", None),
    "missing key of the kata": ("title: Two", "# title: Two", "title: missing", None),
    "wrong type": ("points: 0.5", "points: half", "points: expected `float`, got `str`", 0),
    "wrong type in a list": (
        "topics: [convolution, arrays]",
        "topics: [1, 2]",
        "topics.0: expected `str`, got `int`",
        0,
    ),
    "points below zero": ("points: 0.5", "points: -1", "points: expected `float` > 0", 0),
    "difficulty of no kind": ("difficulty: medium", "difficulty: brutal", "difficulty: invalid enum value 'brutal'", 0),
    "no hints": ("functions: [conv2d]", "functions: []", "functions: expected `array` of length >= 1", 0),
    "function of another name": (
        "functions: [conv2d]",
        "functions: [conv_2d]",
        "stub.py defines no `conv_2d` (did you mean `conv2d`?)",
        0,
    ),
    "check without a test": (
        "  test_batch:",
        "  test_batches:",
        "no such test in hidden_tests.py (did you mean `test_batch`?)",
        0,
    ),
    "edit that matches nothing": (
        'replace: "@ kernel[a, b]"',
        'replace: "@ kernel[b, b]"',
        "the text stands 0 times",
        0,
    ),
    "edit that matches twice": (
        'replace: "@ kernel[a, b]"',
        'replace: "padding"',
        "times in solutions/conv2d.py, not once",
        0,
    ),
    "edit that changes nothing": (
        'with: "@ kernel.transpose(1, 0, 2, 3).reshape(kernel.shape)[a, b]"',
        'with: "@ kernel[a, b]"',
        "the edit changes nothing",
        0,
    ),
    "anchor": ("says: The kernel's rows", "says: &x The kernel's rows", "uses a YAML anchor or alias", 0),
    "mistake without a sentence": (
        "    says: The kernel's rows and columns are exchanged.\n",
        "",
        "says: missing",
        None,
    ),
    "mistake of the same id": ("id: swapped_kernel_sides", "id: flipped_kernel", "`flipped_kernel` is there twice", 0),
    "key twice": ("difficulty: medium", "difficulty: medium\ntitle: Again", "title: is there twice", 1),
    "tab": ("difficulty: medium", "\tdifficulty: medium", "is not YAML", 0),
    "limit of no kind": (
        "functions: [conv2d]",
        "functions: [conv2d]\nlimits: {call_s: 0}",
        "limits.call_s: expected `float` > 0",
        1,
    ),
    "unknown limit": (
        "functions: [conv2d]",
        "functions: [conv2d]\nlimits: {memory: 5}",
        "limits.memory: unknown key",
        1,
    ),
    "budget without a limit": ("    time: 6\n", "", "budgets.speed: has no limit. Give each budget one of", -3),
    "budget with two limits": (
        "    time: 6\n",
        "    time: 6\n    memory: 2\n",
        "budgets.speed: has time and memory",
        -3,
    ),
    "limit that nobody can keep": ("time: 6", "time: 0.5", "budgets.speed.time: expected `float` > 1", 0),
    "misspelt limit": ("    time: 6", "    tiem: 6", "budgets.speed.tiem: unknown key (did you mean `time`?)", 0),
    "growth without sizes": ("    sizes: [16, 32, 64]\n", "", "does not suit a budget of growth", None),
    "sizes that fall": ("sizes: [16, 32, 64]", "sizes: [64, 32, 16]", "does not suit a budget of growth", 0),
    "sizes of a budget on time": (
        "    time: 6\n",
        "    time: 6\n    sizes: [1, 2]\n",
        "does not suit a budget of time",
        1,
    ),
    "no such workload": (
        "workload: crops",
        "workload: corps",
        "no such workload in hidden_tests.py (did you mean `crops`?)",
        0,
    ),
    "budget of a check's name": (
        "  speed:\n",
        "  test_batch:\n",
        "budgets.test_batch: a check has this name too",
        None,
    ),
    "package that is not there": (
        "functions: [conv2d]",
        "functions: [conv2d]\npackages: [nunpy]",
        "packages.0: `nunpy` is not installed",
        1,
    ),
}


@pytest.mark.parametrize(("old", "new", "problem", "line_after"), list(FAULTS.values()), ids=list(FAULTS))
def test_a_fault_in_kata_yaml_is_placed(
    collection: Path, old: str, new: str, problem: str, line_after: int | None
) -> None:
    """The message has the file, the line, the field, what is wrong and what to do."""
    line = replace(collection / "katas/conv2d/kata.yaml", old, new)
    message = refusal(collection)
    assert message.startswith("katas/conv2d/kata.yaml:")
    if line_after is not None:
        assert message.startswith(f"katas/conv2d/kata.yaml:{line + line_after}: ")
    assert problem in message
    assert message.endswith(".")


def test_a_test_without_an_entry_is_placed(collection: Path) -> None:
    """In hidden_tests.py, at its line."""
    path = collection / "katas/conv2d/hidden_tests.py"
    line = path.read_text().count("\n") + 1
    path.write_text(path.read_text() + "def test_more(solution):\n    assert solution\n")
    message = refusal(collection)
    assert message.startswith(
        f"katas/conv2d/hidden_tests.py:{line}: test_more: the test has no entry in kata.yaml. Add "
    )


def test_a_workload_without_a_budget_is_placed(collection: Path) -> None:
    """In hidden_tests.py, at its line."""
    path = collection / "katas/conv2d/hidden_tests.py"
    line = path.read_text().count("\n") + 1
    path.write_text(path.read_text() + "def workload_more(solution, rng):\n    return solution\n")
    message = refusal(collection)
    assert message.startswith(f"katas/conv2d/hidden_tests.py:{line}: workload_more: no budget in kata.yaml uses this")


def test_code_that_is_not_python_is_placed(collection: Path) -> None:
    """Whichever file it is."""
    (collection / "katas/conv2d/stub.py").write_text("def conv2d(:\n")
    assert refusal(collection).startswith("katas/conv2d/stub.py:1: is not Python")


@pytest.mark.parametrize("name", ["statement.md", "stub.py", "hidden_tests.py"])
def test_a_missing_file_is_named(collection: Path, name: str) -> None:
    """With what a kata consists of."""
    (collection / "katas/conv2d" / name).unlink()
    assert refusal(collection).startswith(f"katas/conv2d/{name}: missing. A kata has ")


def test_a_missing_reference_is_named(collection: Path) -> None:
    """It stands beside the collection."""
    (collection / "solutions/conv2d.py").unlink()
    assert refusal(collection).startswith("solutions/conv2d.py: missing")


@pytest.mark.parametrize("text", ["", "- 1\n", "just words\n", "title: [\n", "1: 2\n? [a]\n: b\n"])
def test_yaml_of_another_form_is_refused(collection: Path, text: str) -> None:
    """Nothing, a list, a word, half a list, odd keys."""
    (collection / "katas/conv2d/kata.yaml").write_text(text)
    assert refusal(collection).startswith("katas/conv2d/kata.yaml")


def test_bytes_that_are_no_text_are_refused(collection: Path) -> None:
    """As a file that cannot be read."""
    (collection / "katas/conv2d/kata.yaml").write_bytes(b"title: \xff\n")
    assert "cannot be read" in refusal(collection)


def test_an_unknown_kata_gets_a_guess(catalogue: Catalogue) -> None:
    """A letter off is enough."""
    with pytest.raises(UsageError, match=r"there is no kata `conv2` \(did you mean `conv2d`\?\)"):
        catalogue.load("conv2")


def test_an_untouched_stub_is_known_whatever_its_line_ends() -> None:
    """Windows line ends and blanks do not make it a solution; a changed line does."""
    stub = "def f():\n    raise NotImplementedError\n"
    assert is_untouched(stub.replace("\n", "\r\n") + "\n\n", stub)
    assert not is_untouched(stub.replace("raise NotImplementedError", "return 1"), stub)
