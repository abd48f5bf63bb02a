"""Pictures of figures: a cost against its limit, growth on log axes, scores over time."""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup

from grader.reports.svg import drawing, number, polyline, round_steps, tag, text
from grader.result import BudgetResult

_LEAST = 1e-12
"""No cost is less, and none as large as its inverse; what says so was not measured."""
_WIDTH, _BAR_HEIGHT = 600.0, 22.0
_LIMIT_AT = _WIDTH * 2 / 3


def bar(budget: BudgetResult) -> Markup:
    """Draw what was measured against its limit, which stands at two thirds."""

    def at(value: float) -> float:
        return min(_WIDTH, max(0.0, value) / budget.limit * _LIMIT_AT)

    state = "good" if budget.passes else "bad"
    end = at(budget.measured)
    parts = [
        tag("rect", x=0, y=5, width=_WIDTH, height=12, rx=3, class_="track"),
        tag("rect", x=0, y=5, width=end, height=12, rx=3, class_=state),
    ]
    if budget.high > budget.low and not budget.at_least:
        low, high = at(budget.low), at(budget.high)
        parts.append(
            tag("path", d=f"M{number(low)} 11H{number(high)}M{number(low)} 7v8M{number(high)} 7v8", class_="spread")
        )
    if budget.measured / budget.limit * _LIMIT_AT > _WIDTH:
        parts.append(tag("path", d=f"M{number(_WIDTH - 14)} 6l8 5l-8 5z", class_="beyond"))
    parts.append(tag("path", d=f"M{number(_LIMIT_AT)} 0V{number(_BAR_HEIGHT)}", class_="limit"))
    beyond = "at least " if budget.at_least else ""
    title = f"{beyond}{budget.measured:.3g} {budget.unit}; the limit is {budget.limit:.3g}"
    return drawing(_WIDTH, _BAR_HEIGHT, title, *parts, class_="figure bar", fit="none")


def growth(budget: BudgetResult) -> Markup:
    """Draw cost against size on log axes, the learner's beside the reference's; nothing for fewer than two points."""
    costs = [cost for cost in budget.costs if cost.size > 0 and cost.yours > 0 and cost.reference > 0]
    if len(costs) < 2 or costs[0].size >= costs[-1].size:
        return Markup()
    left, right, top, bottom = 42.0, 272.0, 18.0, 160.0
    values = [value for cost in costs for value in (cost.yours, cost.reference)]
    first, last = float(costs[0].size), float(costs[-1].size)
    allowed = costs[0].yours * (last / first) ** budget.limit
    low, high = min(values) / 1.3, max(*values, allowed) * 1.3
    if low < _LEAST or high > 1 / _LEAST:
        return Markup()

    def x(size: float) -> float:
        return left + (right - left) * math.log(size / first) / math.log(last / first)

    def y(value: float) -> float:
        return bottom - (bottom - top) * math.log(value / low) / math.log(high / low)

    parts = [tag("path", d=f"M{number(left)} {number(top)}V{number(bottom)}H{number(right)}", class_="axis")]
    for step in round_steps(low, high):
        parts.append(tag("path", d=f"M{number(left)} {number(y(step))}H{number(right)}", class_="grid"))
        parts.append(text(left - 6, y(step) + 4, f"{step:g}", "end"))
    for cost in costs:
        parts.append(text(x(cost.size), bottom + 16, str(cost.size), "middle"))
    parts.append(text((left + right) / 2, bottom + 34, "size", "middle"))
    parts.append(text(left, top - 6, budget.cost_unit, "middle"))
    steepest = [(x(first), y(costs[0].yours)), (x(last), y(allowed))]
    parts.append(tag("polyline", points=polyline(steepest), class_="steepest"))
    ends = {"limit": y(allowed)}
    for name, line in (("reference", [c.reference for c in costs]), ("yours", [c.yours for c in costs])):
        points = [(x(cost.size), y(value)) for cost, value in zip(costs, line, strict=True)]
        parts.append(tag("polyline", points=polyline(points), class_=f"line {name}"))
        shape = _dot if name == "yours" else _square
        parts += [shape(*point) for point in points]
        ends[name] = points[-1][1]
    parts += [text(right + 8, place, name) for name, place in _apart(ends)]
    title = f"{budget.cost_unit} by size, on log axes: " + "; ".join(
        f"at {cost.size} {cost.yours:.3g}, the reference {cost.reference:.3g}" for cost in costs
    )
    return drawing(340, 200, title, *parts, class_="figure chart")


def _dot(x: float, y: float) -> Markup:
    return tag("circle", cx=x, cy=y, r=4.5, class_="point yours")


def _square(x: float, y: float) -> Markup:
    return tag("rect", x=x - 4, y=y - 4, width=8, height=8, class_="point reference")


def _apart(ends: dict[str, float]) -> list[tuple[str, float]]:
    """Return where the names of lines stand, none over another."""
    placed: list[tuple[str, float]] = []
    for name, y in sorted(ends.items(), key=lambda item: item[1]):
        placed.append((name, max(y + 4, placed[-1][1] + 15 if placed else 0.0)))
    return placed


def scores(values: Sequence[float], max_score: float, title: str) -> Markup:
    """Draw scores, attempt after attempt, and the best so far."""
    width, height, edge = 240.0, 56.0, 6.0
    step = (width - 2 * edge) / max(1, len(values) - 1)
    points = [
        (edge + place * step, height - edge - (height - 2 * edge) * value / (max_score or 1))
        for place, value in enumerate(values)
    ]
    best, steps = 0.0, []
    for place, value in enumerate(values):
        best = max(best, value)
        level = height - edge - (height - 2 * edge) * best / (max_score or 1)
        x = number(points[place][0])
        steps.append(f"H{x}V{number(level)}" if place else f"M{x} {number(level)}")
    if len(values) == 1:
        steps.append(f"H{number(width - edge)}")
    parts = [
        tag("path", d=f"M{number(edge)} {number(edge)}H{number(width - edge)}", class_="grid"),
        tag("path", d=f"M{number(edge)} {number(height - edge)}H{number(width - edge)}", class_="axis"),
        tag("path", d="".join(steps), class_="line yours"),
        *(tag("circle", cx=x, cy=y, r=3, class_="point yours") for x, y in points),
    ]
    return drawing(width, height, title, *parts, class_="figure scores")


def histogram(counts: Sequence[int], title: str) -> Markup:
    """Draw how many have which share of the points, from none on the left to all on the right."""
    step, height, top, bottom = 34.0, 110.0, 18.0, 88.0
    width, most = step * len(counts) + 8, max([*counts, 1])
    parts = []
    for place, count in enumerate(counts):
        tall = (bottom - top) * count / most
        x = 4 + place * step
        parts.append(tag("rect", x=x + 2, y=bottom - tall, width=step - 4, height=tall, class_="count"))
        if count:
            parts.append(text(x + step / 2, bottom - tall - 4, str(count), "middle"))
        if place % 2 == 0:
            parts.append(text(x, height - 6, f"{100 * place // len(counts)} %", "start" if place == 0 else "middle"))
    parts.append(text(width - 4, height - 6, "100 %", "end"))
    parts.append(tag("path", d=f"M4 {number(bottom)}H{number(width - 4)}", class_="axis"))
    return drawing(width, height, title, *parts, class_="figure histogram")


def rate(share: float, title: str) -> Markup:
    """Draw a share as a bar."""
    parts = [
        tag("rect", x=0, y=3, width=160, height=8, rx=3, class_="track"),
        tag("rect", x=0, y=3, width=160 * min(1.0, max(0.0, share)), height=8, rx=3, class_="count"),
    ]
    return drawing(160, 14, title, *parts, class_="figure")
