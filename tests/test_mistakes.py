"""Wrong answers are traced to the known mistake that they come from, or to none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.catalogue import Catalogue
from grader.grading import Grader
from grader.jail.launch import ZygoteProcess
from grader.literals import shown
from grader.result import Result
from grader.submission import Submission

Grade = Callable[[str, str], Result]


def made(catalogue: Catalogue, kata_id: str, *mistakes: str) -> str:
    """The reference with declared mistakes in it."""
    kata = catalogue.load(kata_id)
    source = kata.reference
    for mistake in kata.spec.mistakes:
        if mistake.id in mistakes:
            source = mistake.apply(source)
    assert source
    return source


def test_a_mistake_in_other_words_is_named_with_the_input_that_shows_it(grade_source: Grade) -> None:
    """Here in loops, where the reference has slices; the code can be pasted, and gives what is said."""
    source = """import numpy as np

def conv2d(x, kernel, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride")
    if padding < 0:
        raise ValueError("padding")
    x = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    kh, kw, c_in, c_out = kernel.shape
    if c_in != x.shape[3] or kh > x.shape[1] or kw > x.shape[2]:
        raise ValueError("kernel does not fit x")
    kernel = kernel[::-1, ::-1]
    rows = range(0, x.shape[1] - kh + 1, stride)
    columns = range(0, x.shape[2] - kw + 1, stride)
    out = np.zeros((len(x), len(rows), len(columns), c_out), x.dtype)
    for i, top in enumerate(rows):
        for j, left in enumerate(columns):
            out[:, i, j] = np.tensordot(x[:, top : top + kh, left : left + kw], kernel, 3)
    return out
"""
    result = grade_source("conv2d", source)
    (named,) = result.mistakes
    assert named.id == "flipped_kernel"
    assert named.look
    names: dict[str, object] = {}
    *lines, call = named.code.split("\n")
    exec(source + "\n".join(lines) + f"\nresult = {call}", names)
    assert shown(names["result"]) == named.got
    (finding,) = result.findings
    assert finding.mistake == "flipped_kernel"
    assert set(finding.checks) == {check.id for check in result.checks if check.outcome != "passed"}


@pytest.mark.parametrize(
    ("kata_id", "pair"),
    [
        ("adam_step", ("eps_inside_the_root", "no_correction_of_m")),
        ("conv2d", ("flipped_kernel", "padding_unchecked")),
        ("self_attention", ("no_scaling", "no_output_bias")),
        ("batch_norm", ("running_variance_biased", "dgamma_as_a_mean")),
        ("nms", ("equal_overlap_suppressed", "classes_ignored")),
    ],
)
def test_two_mistakes_at_once_are_told_apart(
    catalogue: Catalogue, grade_source: Grade, kata_id: str, pair: tuple[str, str]
) -> None:
    """Each with the checks that it makes fail; every failing check has one of them at least."""
    result = grade_source(kata_id, made(catalogue, kata_id, *pair))
    assert sorted(mistake.id for mistake in result.mistakes) == sorted(pair)
    failing = {check.id for check in result.checks if check.outcome != "passed"}
    assert {check for finding in result.findings for check in finding.checks} == failing
    assert all(finding.checks for finding in result.findings)


def test_a_cache_goes_back_to_where_it_came_from(grade_source: Grade) -> None:
    """A mistake in a backward pass is named whatever the learner's cache is: here bytes, and a number into a list."""
    backward = """
def batch_norm_backward(dy, cache):
    x_hat, gamma, root = load(cache)
    if dy.shape != x_hat.shape:
        raise ValueError("dy")
    return gamma / root * dy, (dy * x_hat).sum(0), dy.sum(0)
"""
    forward = """import pickle
import numpy as np
KEPT = []
def batch_norm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, training=True):
    for name, array in dict(gamma=gamma, beta=beta, running_mean=running_mean, running_var=running_var).items():
        if array.shape != x.shape[1:]:
            raise ValueError(name)
    n = len(x)
    if not training:
        y = gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta
        return y, None, running_mean.copy(), running_var.copy()
    if n < 2:
        raise ValueError("x")
    root = np.sqrt(x.var(0) + eps)
    x_hat = (x - x.mean(0)) / root
    running_mean = (1 - momentum) * running_mean + momentum * x.mean(0)
    running_var = (1 - momentum) * running_var + momentum * x.var(0, ddof=1)
    return gamma * x_hat + beta, save((x_hat, gamma, root)), running_mean, running_var
"""
    for helpers in (
        "save, load = pickle.dumps, pickle.loads\n",
        "def save(value):\n    KEPT.append(value)\n    return len(KEPT) - 1\nload = lambda index: KEPT[index]\n",
    ):
        result = grade_source("batch_norm", forward + helpers + backward)
        assert [mistake.id for mistake in result.mistakes] == ["statistics_as_constants"]
        assert "batch_norm_forward(" in result.mistakes[0].code


def test_nothing_is_claimed_where_nothing_fits(catalogue: Catalogue, grade_source: Grade) -> None:
    """A mistake that is on no list, or one that crashes; the findings are there all the same."""
    reference = catalogue.load("conv2d").reference
    for source in (
        reference.replace("    return out\n", "    return out + (stride > 2)\n"),
        reference.replace(
            "    return out\n", "    import os\n    os._exit(1) if stride > 2 else None\n    return out\n"
        ),
    ):
        result = grade_source("conv2d", source)
        assert result.verdict == "failed"
        assert result.mistakes == ()
        assert result.findings
        assert all(finding.mistake == "" for finding in result.findings)


def test_a_right_submission_has_nothing_to_explain(catalogue: Catalogue, grade_source: Grade) -> None:
    """Neither mistakes nor findings."""
    result = grade_source("iou", catalogue.load("iou").reference)
    assert (result.mistakes, result.findings) == ((), ())


def test_a_mistake_that_ends_the_process_spoils_no_other(catalogue: Catalogue, collection: Path) -> None:
    """A declared mistake that crashes is passed over, and the others are still tried."""
    path = collection / "katas/receptive_field/kata.yaml"
    text = path.read_text()
    crash = '  - id: crash\n    replace: "    fields = [1]\\n"\n    with: "    import os\\n    os._exit(1)\\n"\n    says: It ends.\n'
    path.write_text(text.replace("mistakes:\n", "mistakes:\n" + crash, 1))
    kata = Catalogue(collection).load("receptive_field")
    with Grader(ZygoteProcess()) as grader:
        result = grader.grade(
            kata, Submission(name="a.py", source=made(catalogue, "receptive_field", "starts_at_zero"))
        )
    assert [mistake.id for mistake in result.mistakes] == ["starts_at_zero"]
