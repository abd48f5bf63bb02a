"""Style: ufunc.outer all the way, no explicit new axes."""
import numpy


def _overlap(lo_a, hi_a, lo_b, hi_b, one):
    return (numpy.minimum.outer(hi_a, hi_b) - numpy.maximum.outer(lo_a, lo_b) + one).clip(min=0)


def _corners(boxes, label):
    if len(boxes.shape) != 2:
        raise ValueError("%s: expected a matrix, not %d axes" % (label, len(boxes.shape)))
    if boxes.shape[-1] != 4:
        raise ValueError("%s: expected 4 numbers a box, not %d" % (label, boxes.shape[-1]))
    x1, y1, x2, y2 = boxes.astype(numpy.float64).T
    if numpy.any(x1 > x2):
        raise ValueError("%s: x1 > x2" % label)
    if numpy.any(y1 > y2):
        raise ValueError("%s: y1 > y2" % label)
    return x1, y1, x2, y2


def iou(boxes_a, boxes_b, inclusive=False):
    ax1, ay1, ax2, ay2 = _corners(boxes_a, "boxes_a")
    bx1, by1, bx2, by2 = _corners(boxes_b, "boxes_b")
    one = 1.0 if inclusive else 0.0
    inter = _overlap(ax1, ax2, bx1, bx2, one) * _overlap(ay1, ay2, by1, by2, one)
    union = numpy.add.outer((ax2 - ax1 + one) * (ay2 - ay1 + one), (bx2 - bx1 + one) * (by2 - by1 + one))
    union -= inter
    union[union == 0] = 1.0  # the intersection is 0 there too
    return inter / union
