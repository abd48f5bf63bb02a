"""One finding per cause: grouped checks, what their inputs have in common, and the learner's own line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from grader.catalogue import Catalogue
from grader.result import Result
from tests.test_cli import grade

Grade = Callable[[str, str], Result]

EMPTY_SLICE = """import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

def conv2d(x, kernel, stride=1, padding=0):
    if stride < 1: raise ValueError("stride")
    if padding < 0: raise ValueError("padding")
    n, h, w, c = x.shape
    if kernel.shape[2] != c: raise ValueError("kernel")
    p = padding
    big = np.zeros((n, h + 2 * p, w + 2 * p, c), x.dtype)
    if kernel.shape[0] > big.shape[1] or kernel.shape[1] > big.shape[2]: raise ValueError("kernel")
    big[:, p:-p, p:-p] = x
    win = sliding_window_view(big, kernel.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    return np.einsum("nijcab,abco->nijo", win, kernel)
"""


def test_a_slice_that_is_empty_without_padding(grade_source: Grade) -> None:
    """Some checks raise and some give wrong numbers, and all for one cause, on one line, with padding=0."""
    result = grade_source("conv2d", EMPTY_SLICE)
    (finding,) = result.findings
    assert set(finding.checks) == {check.id for check in result.checks if check.outcome != "passed"}
    assert {check.outcome for check in result.checks} == {"passed", "failed", "error"}
    assert finding.common == "padding=0"
    assert finding.line == 12
    assert "At line 12, the slice `p:-p` is empty where `p` is 0." in finding.cause


def test_the_same_exception_at_the_same_line_is_one_finding(catalogue: Catalogue, grade_source: Grade) -> None:
    """With the line, quoted; an exception at another line is another finding."""
    source = catalogue.load("adam_step").reference.replace(
        "    m_hat = m / (1 - beta1**t)\n",
        "    if t > 1:\n        [][t]\n    m_hat = m / (1 - beta1**t)\n    {}[grad.size] if grad.size == 0 else 0\n",
    )
    line = source.split("\n").index("        [][t]") + 1
    first, second = grade_source("adam_step", source).findings
    assert first.cause == f"IndexError at line {line}: `[][t]`."
    assert first.line == line
    assert len(first.checks) > 4
    assert second.checks == ("test_no_parameters",)
    assert "KeyError" in second.cause


def test_kinds_of_difference_are_told_apart(catalogue: Catalogue, grade_source: Grade) -> None:
    """Wrong shapes, wrong dtypes, NaN, wrong numbers: each is called what it is."""
    reference = catalogue.load("conv2d").reference
    for change, says in {
        "return out[:, :0]": "Results have the wrong shape.",
        "return out.astype(int)": "Results have the wrong dtype.",
        "return out * np.nan": "Results have NaN or infinity in them.",
        "return out + 0.3": "Results are wrong numbers.",
        "return None": "Results are not of the form that they should be.",
    }.items():
        result = grade_source("conv2d", reference.replace("return out", change))
        assert result.findings[0].cause == says, change
        assert len(result.findings[0].checks) >= 9


def test_bad_input_that_is_taken_is_named(catalogue: Catalogue, grade_source: Grade) -> None:
    """By the arguments whose bad values were taken."""
    reference = catalogue.load("conv2d").reference
    source = reference.replace("if stride < 1:", "if stride in (0, -2):").replace("!= c_in:", "not in (c_in, 4):")
    (finding,) = grade_source("conv2d", source).findings
    assert finding.common == "a bad kernel or a bad stride"


def test_the_terminal_shows_each_cause_once(tmp_path: Path) -> None:
    """The cause, how many checks fail for it and with what, and one example."""
    (tmp_path / "conv2d.py").write_text(EMPTY_SLICE)
    done = grade(tmp_path, "run", "conv2d")
    assert done.stdout.count("try\n") == 1
    assert "checks fail, with padding=0: At line 12, the slice `p:-p` is empty" in " ".join(done.stdout.split())
    assert " why " in done.stdout


def test_a_named_mistake_tells_what_to_look_at(catalogue: Catalogue, tmp_path: Path) -> None:
    """And nothing of the reference."""
    kata = catalogue.load("conv2d")
    mistake = next(mistake for mistake in kata.spec.mistakes if mistake.id == "flipped_kernel")
    (tmp_path / "conv2d.py").write_text(kata.mistaken_source(mistake))
    words = " ".join(grade(tmp_path, "run", "conv2d").stdout.split())
    assert f"10 of 11 checks fail: {mistake.says}" in words
    assert f"look at {mistake.look.removeprefix('Look at ')}" in words
    assert mistake.replace not in words
