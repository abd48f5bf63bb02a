"""When a row of paired measurements says enough: the verdict on a limit, and how far the median is known.

Each pair gives one ratio, of the learner's cost to the reference's. A single ratio can be anything on a busy machine;
that many of them lie on one side of the limit by chance, or all of a few far off it, is what hardly happens.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from math import comb
from typing import Literal

Ruling = Literal["under", "over", "too close", "go on"]

MIN_PAIRS = 3
"""So many ratios settle it where all lie clear of the limit."""
MANY_PAIRS = 9
"""From so many on, the interval of the median settles it."""
MAX_PAIRS = 25
"""After so many, what is not settled is too close to call."""
CLEAR = 1.25
"""A ratio lies clear of the limit when it is off by this factor."""
OVER = 1.05
"""To be over the limit, the whole interval has to be, by this factor: who is at the limit passes nearly always."""
DOUBT = 0.01
"""How often the true median may lie outside of its interval, at one look at it."""


def ruling(ratios: Sequence[float], limit: float, at_least: int = MIN_PAIRS, clear: float = CLEAR) -> Ruling:
    """Say on which side of ``limit`` the median of ``ratios`` lies, or that more of them are needed to tell."""
    count = len(ratios)
    if count >= at_least:
        if max(ratios) * clear < limit:
            return "under"
        if min(ratios) > limit * clear:
            return "over"
    if count >= max(MANY_PAIRS, at_least):
        low, high = interval(ratios)
        if high < limit:
            return "under"
        if low > limit * OVER:
            return "over"
    return "too close" if count >= MAX_PAIRS else "go on"


def unhurried_ratio(costs: Sequence[float], others: Sequence[float]) -> float:
    """Return the ratio of what either side costs in the quicker quarter of its runs.

    A busy machine only ever adds to a cost, and may do so to one side for longer than to the other. Where the ratios of
    pairs fall apart for that, this tells still.
    """
    first, second = (sorted(each)[len(each) // 4] for each in (costs, others))
    return first / second


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Return two of ``values`` between which their true median lies, but for ``DOUBT``; the outermost of a few.

    Source: Conover, "Practical Nonparametric Statistics", section 3.2: an interval for a quantile by order statistics.
    """
    ordered = sorted(values)
    count, outside, place = len(ordered), 0.0, 0
    while place < (count - 1) // 2:
        outside += 2 * comb(count, place) / 2**count  # the median lies beyond the value at `place`, on either side
        if outside > DOUBT:
            break
        place += 1
    place = max(0, place - 1)
    return ordered[place], ordered[count - 1 - place]


def slope(xs: Sequence[float], ys: Sequence[float]) -> float:
    """Return the slope of the line through the points, by least squares."""
    return statistics.linear_regression(xs, ys).slope
