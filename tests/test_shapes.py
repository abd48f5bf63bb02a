"""A wrong shape is told in the names of its axes where it is plain what happened."""

from __future__ import annotations

import pytest

from grader.shapes import difference

IMAGES = ("n", "h_out", "w_out", "c_out")


@pytest.mark.parametrize(
    ("got", "want", "names", "says"),
    [
        ((1, 3, 5, 4), (1, 5, 3, 4), IMAGES, "`h_out` and `w_out` look swapped"),
        ((2, 4, 5, 3), (2, 5, 3, 4), IMAGES, "the axes look to be in the order (n, c_out, h_out, w_out)"),
        ((1, 3, 3, 4), (1, 5, 3, 4), IMAGES, "`h_out` is 3, not 5"),
        ((1, 4, 2, 4), (1, 5, 3, 4), IMAGES, "`h_out` is 4, not 5 and `w_out` is 2, not 3"),
        ((5, 3, 4), (1, 5, 3, 4), IMAGES, "`n` is missing"),
        ((1, 5, 1, 3, 4), (1, 5, 3, 4), IMAGES, "there is an axis of size 1 too many"),
        ((3, 2), (2, 3), (), "axis 0 and axis 1 look swapped"),
        ((7, 8, 9, 9), (1, 5, 3, 4), IMAGES, ""),
        ((3,), (3, 3), ("n", "m"), ""),
        ((), (3,), ("n",), "`n` is missing"),
        ((4,), (1, 2, 3), (), ""),
        ((2, 2, 3), (2, 3, 2), ("a", "b", "c"), "`b` and `c` look swapped"),
    ],
)
def test_what_happened_to_a_shape(
    got: tuple[int, ...], want: tuple[int, ...], names: tuple[str, ...], says: str
) -> None:
    """Swapped, permuted, resized, missing or added axes; nothing is said where several things could have happened."""
    assert difference(got, want, names) == says
