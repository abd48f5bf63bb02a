"""Style: the checks live in a decorator, the arithmetic in a short function."""
import functools
import inspect

import numpy as np


def checks_boxes(*names):
    def decorate(function):
        signature = inspect.signature(function)

        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            given = signature.bind(*args, **kwargs).arguments
            for name in names:
                value = given[name]
                if value.ndim != 2 or value.shape[1] != 4:
                    raise ValueError(f"{function.__name__}() got a misshapen '{name}': {value.shape}")
            for name in names:
                value = given[name]
                if np.any(np.diff(value[:, 0::2]) < 0) or np.any(np.diff(value[:, 1::2]) < 0):
                    raise ValueError(f"{function.__name__}() got an unordered box in '{name}'")
            return function(*args, **kwargs)

        return wrapper

    return decorate


@checks_boxes("boxes_a", "boxes_b")
def iou(boxes_a, boxes_b, inclusive=False):
    d = 1 if inclusive else 0
    low = np.maximum(boxes_a[:, None, :2], boxes_b[:, :2])
    high = np.minimum(boxes_a[:, None, 2:], boxes_b[:, 2:])
    inter = np.multiply.reduce(np.maximum(high - low + d, 0), axis=2)
    area = [np.multiply.reduce(b[:, 2:] - b[:, :2] + d, axis=1) for b in (boxes_a, boxes_b)]
    union = np.add.outer(*area) - inter
    return inter / (union + (union == 0))
