"""Style: a loop over boxes_a, one box against all of boxes_b, as in the usual NMS code."""
import numpy as np


def one_to_many(box, boxes, areas, plus):
    xx1 = np.maximum(box[0], boxes[:, 0])
    yy1 = np.maximum(box[1], boxes[:, 1])
    xx2 = np.minimum(box[2], boxes[:, 2])
    yy2 = np.minimum(box[3], boxes[:, 3])
    w = np.maximum(0.0, xx2 - xx1 + plus)
    h = np.maximum(0.0, yy2 - yy1 + plus)
    inter = w * h
    own = (box[2] - box[0] + plus) * (box[3] - box[1] + plus)
    ovr = np.zeros(len(boxes))
    hit = np.flatnonzero(inter)
    ovr[hit] = inter[hit] / (own + areas[hit] - inter[hit])
    return ovr


def iou(boxes_a, boxes_b, inclusive=False):
    if boxes_a.ndim != 2 or boxes_b.ndim != 2:
        raise ValueError("boxes_a and boxes_b must both be two-dimensional")
    if boxes_a.shape[1] != 4 or boxes_b.shape[1] != 4:
        raise ValueError("boxes_a and boxes_b must both have 4 columns")
    for boxes in (boxes_a, boxes_b):
        if (boxes[:, 2] - boxes[:, 0] < 0).any() or (boxes[:, 3] - boxes[:, 1] < 0).any():
            raise ValueError("boxes_a and boxes_b must hold boxes with x1 <= x2 and y1 <= y2")
    plus = 1.0 if inclusive else 0.0
    a = np.asarray(boxes_a, np.float64)
    b = np.asarray(boxes_b, np.float64)
    areas = (b[:, 2] - b[:, 0] + plus) * (b[:, 3] - b[:, 1] + plus)
    out = np.empty((len(a), len(b)))
    for i, box in enumerate(a):
        out[i] = one_to_many(box, b, areas, plus)
    return out
