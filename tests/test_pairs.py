"""The verdict on paired ratios: quick where it is clear, patient where it is near, and never a flip of a coin."""

from __future__ import annotations

import numpy as np
import pytest

from grader.pairs import MAX_PAIRS, Ruling, interval, ruling, slope, unhurried_ratio


@pytest.mark.parametrize(
    ("ratios", "told"),
    [
        ([1.0, 1.1], "go on"),
        ([1.0, 1.1, 0.9], "under"),
        ([9.0, 8.0, 10.0], "over"),
        ([3.5, 1.0, 1.0], "go on"),
        ([3.9] * 8, "go on"),
        ([3.9] * 9, "under"),
        ([4.1] * 9, "go on"),
        ([4.3] * 9, "over"),
        ([4.3] * 8 + [1.0], "go on"),
        ([4.3] * 11 + [1.0], "over"),
        ([1.0] * 11 + [40.0], "under"),
        ([4.0] * MAX_PAIRS, "too close"),
        ([3.0, 5.0] * 12 + [4.0], "too close"),
    ],
)
def test_the_ruling_on_a_limit_of_4(ratios: list[float], told: Ruling) -> None:
    """A row for each way that it can end."""
    assert ruling(ratios, 4.0) == told


def test_single_outliers_do_not_decide() -> None:
    """Whatever one ratio is, of a row that is otherwise clear."""
    for outlier in (0.01, 100.0):
        assert ruling([2.0] * 11 + [outlier], 4.0) == "under"
        assert ruling([8.0] * 11 + [outlier], 4.0) == "over"


def test_the_interval_holds_the_median() -> None:
    """As often as it says, of a skewed distribution; and all of a few values are within it."""
    rng = np.random.default_rng(0)
    for count in (9, 15, 25):
        held = [low <= 1.0 <= high for low, high in (interval(list(row)) for row in rng.lognormal(0, 1, (2000, count)))]
        assert np.mean(held) > 0.985
    assert interval([3.0, 1.0, 2.0]) == (1.0, 3.0)
    assert interval([5.0]) == (5.0, 5.0)


@pytest.mark.parametrize("limit", [3.0, 6.0])
def test_a_busy_machine_flips_nothing(limit: float) -> None:
    """With noise of a factor of two at times, half the limit is never over it, and twice the limit never under."""
    rng = np.random.default_rng(1)
    for truth, wrong in ((limit / 2, "over"), (2 * limit, "under")):
        for _ in range(500):
            noise = np.exp(rng.normal(0, 0.15, MAX_PAIRS)) * np.where(
                rng.random(MAX_PAIRS) < 0.1, rng.choice([0.5, 2.0]), 1
            )
            ratios: list[float] = []
            told: Ruling = "go on"
            while told == "go on":
                ratios.append(truth * noise[len(ratios)])
                told = ruling(ratios, limit)
            assert told != wrong


def test_a_solution_at_its_limit_passes() -> None:
    """Nearly always: it is too close to call, or under."""
    rng = np.random.default_rng(2)
    over = 0
    for _ in range(300):
        ratios: list[float] = []
        told: Ruling = "go on"
        while told == "go on":
            ratios.append(4.0 * float(np.exp(rng.normal(0, 0.1))))
            told = ruling(ratios, 4.0)
        over += told == "over"
    assert over <= 6


def test_a_machine_that_slows_one_side_more_often_is_seen_through() -> None:
    """Costs that are three times as high in most runs of one side, and in a few of the other."""
    quick, slow = [1.0] * 10 + [3.0] * 15, [9.0] * 20 + [27.0] * 5
    assert unhurried_ratio(slow, quick) == 9.0


def test_the_slope_is_that_of_the_line() -> None:
    """An exponent, where both axes are logarithms."""
    assert slope([0.0, 1.0, 2.0], [1.0, 3.0, 5.0]) == pytest.approx(2.0)
