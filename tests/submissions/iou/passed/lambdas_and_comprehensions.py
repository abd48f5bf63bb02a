"""Style: lambdas and nested comprehensions, hardly a statement."""
import numpy as np

SIDE = lambda lo, hi, one: max(hi - lo + one, 0.0)
AREA = lambda r, one: SIDE(r[0], r[2], one) * SIDE(r[1], r[3], one)
MEET = lambda r, s: (*map(max, r[:2], s[:2]), *map(min, r[2:], s[2:]))
RATIO = lambda i, u: u and i / u
OUT_OF_ORDER = lambda rows: [k for k, r in enumerate(rows) if r[0] > r[2] or r[1] > r[3]]


def iou(boxes_a, boxes_b, inclusive=False):
    one = 1.0 if inclusive else 0.0
    rows = {}
    for name, value in zip(("boxes_a", "boxes_b"), (boxes_a, boxes_b)):
        if value.shape != (len(value), 4):
            raise ValueError(f"Shape {value.shape} of {name} is not (:, 4)!")
        rows[name] = value.tolist()
        if culprits := OUT_OF_ORDER(rows[name]):
            raise ValueError(f"Rows {culprits} of {name} are out of order!")
    values = [
        [RATIO(i := AREA(MEET(r, s), one), AREA(r, one) + AREA(s, one) - i) for s in rows["boxes_b"]]
        for r in rows["boxes_a"]
    ]
    return np.array(values, dtype=float).reshape(len(boxes_a), len(boxes_b))
