"""Whatever a stranger wrote is shown harmlessly, and values are shown as Python that makes them again."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.jail.layout import layout_of
from grader.literals import call_code, code_of, shown
from grader.testkit import LAYOUTS, array_of, normal_array, relaid
from grader.text import shortened, visible


@given(st.text())
def test_nothing_shown_can_steer_a_terminal(text: str) -> None:
    """No control character but line ends and tabs, no bidirectional or zero-width mark, no lone surrogate."""
    assert all(character.isprintable() or character in "\n\t" or character.isspace() for character in visible(text))
    assert "\x1b" not in visible(text)
    visible(text).encode("utf-8")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[31m", "\\x1b[31m"),
        ("a\u202eb", "a\\u202eb"),
        ("\ud800", "\\ud800"),
        ("é 卷积 ✓", "é 卷积 ✓"),
        ("a\nb\r", "a\nb\\r"),
    ],
)
def test_what_is_hidden_is_written_out(text: str, expected: str) -> None:
    """And what can be read stays as it is."""
    assert visible(text) == expected


def test_long_text_keeps_both_ends() -> None:
    """And says how much is left out."""
    text = "a" * 500 + "b" * 500
    assert shortened(text, 2000) == text
    short = shortened(text, 90)
    assert short.startswith("a" * 60)
    assert short.endswith("b" * 30)
    assert "910 characters left out" in short


def run(code: str) -> Any:
    """The value of an expression over numpy."""
    return eval(code, {"np": np})


@example(np.full((3, 3), -np.inf))
@given(
    hnp.arrays(
        st.sampled_from(["float64", "float32", "int64", "bool", "uint8"]),
        hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=3),
    ).filter(lambda array: array.size <= 60)
)
def test_an_array_s_code_makes_it_again(array: np.ndarray[Any, Any]) -> None:
    """With its dtype, its shape and every digit."""
    again = run(code_of(array))
    assert (again.dtype, again.shape) == (array.dtype, array.shape)
    np.testing.assert_array_equal(again, array)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("shape", [(3,), (2, 3), (2, 3, 2), (1, 4, 1)])
def test_an_array_s_code_keeps_its_layout(layout: str, shape: tuple[int, ...]) -> None:
    """A failure that only a view brings about can be pasted too."""
    array = relaid(array_of(shape, 1), layout)
    again = run(code_of(array))
    np.testing.assert_array_equal(again, array)
    assert layout_of(again) == layout_of(array)


@pytest.mark.parametrize(
    "array",
    [
        array_of((5, 20), 0),
        array_of((5, 20), 3),
        array_of((5, 20), 3, "float32"),
        normal_array((9, 9), 4),
        normal_array((9, 9), 4, 1e-3, "float32"),
    ],
    ids=["counting", "whole numbers", "float32", "normal", "scaled"],
)
def test_a_long_array_is_shown_by_its_recipe(array: np.ndarray[Any, Any]) -> None:
    """Which is short, and makes the same array."""
    code = code_of(array)
    assert len(code) < 120
    again = run(code)
    assert again.dtype == array.dtype
    np.testing.assert_array_equal(again, array)


@pytest.mark.parametrize(
    "value",
    [
        [],
        [(3, 1, 1)],
        [(3, 1, 1)] * 5000,
        [(1, 2, 1), (2, 2, 2)] + [(3, 1, 1)] * 100 + [(0, 1, 1)],
        (1,),
        {"a": [1.5, None]},
        float("inf"),
        -3,
        "text",
        np.float32(1.5),
    ],
    ids=lambda value: str(value)[:20],
)
def test_other_values_code_makes_them_again(value: Any) -> None:
    """Long lists with a pattern stay short."""
    code = code_of(value)
    assert run(code) == value
    assert len(code) < 200


def test_a_call_s_code_can_be_pasted() -> None:
    """Arrays first, under their parameters' names, then the call."""
    code = call_code("conv2d", ["x", "kernel", "stride"], (np.ones(2), np.zeros(1), 2), {"padding": 1})
    assert (
        code
        == "import numpy as np\nx = np.array([1., 1.])\nkernel = np.array([0.])\nconv2d(x, kernel, stride=2, padding=1)"
    )


def test_long_values_are_described() -> None:
    """By dtype and shape."""
    assert shown(np.zeros((30, 30))) == "float64 array of shape (30, 30)"
    assert len(shown("x" * 10_000)) < 600
