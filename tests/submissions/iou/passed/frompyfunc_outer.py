"""Style: rows turned into objects and np.frompyfunc(...).outer over them."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    unit = 1.0 * bool(inclusive)

    def objects(boxes, argument):
        if boxes.ndim - 2 or boxes.shape[1] - 4:
            raise ValueError(f"argument {argument!r}: shape {boxes.shape}")
        array = np.empty(boxes.shape[0], dtype=object)
        for k in range(boxes.shape[0]):
            l, t, r, b = (float(c) for c in boxes[k])
            if l > r or t > b:
                raise ValueError(f"argument {argument!r}: row {k} is ({l}, {t}, {r}, {b})")
            array[k] = (l, t, r, b, (r - l + unit) * (b - t + unit))
        return array

    def ratio(p, q):
        across = min(p[2], q[2]) + unit - max(p[0], q[0])
        down = min(p[3], q[3]) + unit - max(p[1], q[1])
        if across > 0.0 and down > 0.0:
            return across * down / (p[4] + q[4] - across * down)
        return 0.0

    outer = np.frompyfunc(ratio, 2, 1).outer
    return outer(objects(boxes_a, "boxes_a"), objects(boxes_b, "boxes_b")).astype(np.float64)
