"""What failing inputs have in common is found where there is such a thing, and nothing is said where there is not."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.inputs import Facts, common_trait, facts

SHAPES = {"x": ("n", "h", "w"), "scores": ("m",)}


def of(**arguments: Any) -> Facts:
    return facts({"x": np.ones((2, 3, 3)), "padding": 1, "causal": False, **arguments}, SHAPES)


def test_one_value_of_an_argument() -> None:
    """The issue's own example: padding=0, and no passing input has it."""
    wrong = [of(padding=0), of(padding=0, x=np.ones((1, 2, 4)))]
    assert common_trait(wrong, [of(padding=size) for size in (1, 2, 3, 1)]) == "padding=0"


def test_a_range_of_an_argument() -> None:
    """Above what passes."""
    assert common_trait([of(padding=3), of(padding=4)], [of(padding=size) for size in (0, 1, 2, 1)]) == "padding > 2"
    assert common_trait([of(padding=2), of(padding=5)], [of(padding=size) for size in (0, 1, 0, 1)]) == "padding > 1"


def test_a_flag_a_none_and_a_dtype() -> None:
    """causal=True; None; float32."""
    assert common_trait([of(causal=True)] * 2, [of()] * 4) == "causal=True"
    assert common_trait([of(padding=None)] * 2, [of()] * 4) == "padding=None"
    assert common_trait([of(x=np.ones((2, 3, 3), np.float32))] * 2, [of()] * 4) == "float32 x"


def test_axes_by_their_names() -> None:
    """No images; height and width that differ; a size in a range."""
    assert common_trait([of(x=np.ones((0, 3, 3)))] * 2, [of()] * 4) == "n=0"
    wrong = [of(x=np.ones((2, 3, 4))), of(x=np.ones((1, 5, 2)))]
    assert (
        common_trait(wrong, [of(), of(x=np.ones((1, 4, 4))), of(x=np.ones((3, 5, 5))), of(x=np.ones((1, 2, 2)))])
        == "h ≠ w"
    )


def test_layouts_signs_and_ties() -> None:
    """Statements about the numbers in an array, and about how it lies in memory."""
    assert common_trait([of(x=np.ones((3, 3, 2)).T)] * 2, [of()] * 4) == "x not contiguous in memory"
    assert common_trait([of(x=-np.ones((2, 3, 3)))] * 2, [of()] * 4) == "a negative number in x"
    tied, untied = (of(scores=np.array(scores)) for scores in ([1.0, 1.0], [1.0, 2.0]))
    assert common_trait([tied] * 2, [untied] * 4) == "equal numbers in scores"


def test_two_traits_together() -> None:
    """Where neither alone tells them apart, and there are enough of each."""
    wrong = [of(padding=padding, causal=True) for padding in (1, 2, 3, 1)]
    right = [of(padding=0, causal=True)] * 3 + [of(padding=2)] * 3
    assert common_trait(wrong, right) == "causal=True and padding > 0"
    assert common_trait(wrong[:2], right) == ""


def test_nothing_in_common() -> None:
    """Nor where there is too little to say."""
    assert common_trait([of(), of(padding=2)], [of(), of(padding=2), of(), of(padding=0)]) == ""
    assert common_trait([of(padding=0)], [of()] * 9) == ""
    assert common_trait([of(padding=0)] * 2, [of()] * 3) == ""
