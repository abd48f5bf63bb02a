"""Style: generators, functools and np.fromiter."""
import itertools
from functools import partial, reduce

import numpy as np


def _pair(extra, pair):
    a, b = pair
    sides = (
        max(0.0, min(a[k + 2], b[k + 2]) - max(a[k], b[k]) + extra)
        for k in range(2)
    )
    inter = reduce(lambda p, q: p * q, sides)
    areas = (reduce(lambda p, q: p * q, (r[k + 2] - r[k] + extra for k in range(2))) for r in pair)
    union = sum(areas) - inter
    return inter / union if union else 0.0


def _bad(rows):
    return any(hi < lo for row in rows for lo, hi in zip(row[:2], row[2:]))


def iou(boxes_a, boxes_b, inclusive=False):
    named = [("boxes_a", boxes_a), ("boxes_b", boxes_b)]
    wrong = next((name for name, b in named if b.ndim != 2 or b.shape[1] != 4), None)
    if wrong is not None:
        raise ValueError(f"expected boxes in rows of four: {wrong}")
    rows = [b.tolist() for _, b in named]
    wrong = next((name for (name, _), r in zip(named, rows) if _bad(r)), None)
    if wrong is not None:
        raise ValueError(f"corners in the wrong order: {wrong}")
    n, m = map(len, rows)
    values = map(partial(_pair, 1.0 if inclusive else 0.0), itertools.product(*rows))
    return np.fromiter(values, dtype=np.float64, count=n * m).reshape(n, m)
