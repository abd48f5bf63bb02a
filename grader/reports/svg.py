"""SVG, written so that nothing in it can be more than text or a number. Colours are classes of the page's style."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

from markupsafe import Markup, escape

from grader.text import visible


def tag(name: str, *children: Markup | str, **attributes: str | float) -> Markup:
    """Return an element; ``class_`` stands for ``class``, and ``text_anchor`` for ``text-anchor``."""
    # Put together as text, every part of it being escaped: Markup's own methods take five times as long.
    written = "".join(f' {_attribute(key)}="{escape(number(value))}"' for key, value in attributes.items())
    inside = "".join(child if isinstance(child, Markup) else escape(visible(child, keep="")) for child in children)
    return Markup(f"<{name}{written}>{inside}</{name}>")


@cache
def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def number(value: str | float) -> str:
    """Return a coordinate with no more digits than a screen shows."""
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def drawing(
    width: float, height: float, title: str, *children: Markup, class_: str = "figure", fit: str = "xMinYMid"
) -> Markup:
    """Return a picture, which its title describes to whoever cannot see it; with ``fit`` none, it may be stretched."""
    return tag(
        "svg",
        tag("title", title),
        *children,
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        class_=class_,
        role="img",
        preserveAspectRatio=fit,
    )


def text(x: float, y: float, content: str, anchor: str = "start", class_: str = "label") -> Markup:
    """Return a line of text; ``anchor`` is start, middle or end."""
    return tag("text", content, x=x, y=y, text_anchor=anchor, class_=class_)


def squares(places: Iterable[tuple[float, float]], side: float) -> str:
    """Return the path of many squares, which is much shorter than as many elements."""
    return "".join(f"M{number(x)} {number(y)}h{number(side)}v{number(side)}h-{number(side)}z" for x, y in places)


def polyline(points: Iterable[tuple[float, float]]) -> str:
    """Return the points of a line."""
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)


def round_steps(low: float, high: float) -> list[float]:
    """Return one to five round numbers between two positive ones, evenly apart on a log axis."""
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for factors in ((1.0,), (1.0, 3.0), (1.0, 2.0, 5.0)):
        steps = [factor * 10.0**decade for decade in decades for factor in factors]
        inside = [step for step in steps if low <= step <= high]
        if len(inside) >= 2:
            return inside[:: math.ceil(len(inside) / 5)]
    return [low, high]
