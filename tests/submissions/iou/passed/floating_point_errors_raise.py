"""Style: numpy told to raise on any division by zero or invalid value, so nothing may slip through."""
import numpy as np


@np.errstate(divide="raise", invalid="raise", over="raise")
def iou(boxes_a, boxes_b, inclusive=False):
    _validate(boxes_a=boxes_a, boxes_b=boxes_b)
    n, m = boxes_a.shape[0], boxes_b.shape[0]
    size = 1.0 if inclusive else 0.0
    a, b = boxes_a.reshape(n, 1, 4), boxes_b.reshape(1, m, 4)
    inter = np.ones((n, m))
    area_a = np.ones((n, 1))
    area_b = np.ones((1, m))
    for lo, hi in ((0, 2), (1, 3)):
        inter *= np.maximum(np.minimum(a[..., hi], b[..., hi]) - np.maximum(a[..., lo], b[..., lo]) + size, 0)
        area_a *= a[..., hi] - a[..., lo] + size
        area_b *= b[..., hi] - b[..., lo] + size
    inter[inter > 0] /= (area_a + area_b - inter)[inter > 0]
    return inter


def _validate(**arrays):
    for name, array in arrays.items():
        if array.ndim != 2:
            raise ValueError(f"{name}: 2 axes wanted, {array.ndim} found")
        if array.shape[1] != 4:
            raise ValueError(f"{name}: (x1, y1, x2, y2) wanted, {array.shape[1]} numbers found")
        low, high = array[:, [0, 1]], array[:, [2, 3]]
        if np.greater(low, high).any():
            raise ValueError(f"{name}: x1 <= x2 and y1 <= y2 wanted")
