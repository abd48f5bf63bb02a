"""Style: plain Python lists and floats, numpy only for the result."""
import numpy


def overlap(a, b):
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    both = w * h
    return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)


def nms(boxes, scores, iou_threshold):
    return batched_nms(boxes, scores, [0] * len(boxes), iou_threshold, float("-inf"))


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    n = len(boxes)
    if len(scores) != n:
        raise ValueError("scores has length %d, boxes has length %d" % (len(scores), n))
    if len(classes) != n:
        raise ValueError("classes has length %d, boxes has length %d" % (len(classes), n))
    if not 0 <= iou_threshold <= 1:
        raise ValueError("iou_threshold is %r" % iou_threshold)
    bs = [[float(v) for v in row] for row in boxes]
    ss = [float(s) for s in scores]
    cs = [int(c) for c in classes]
    kept = []
    for i in sorted([i for i in range(n) if not ss[i] < score_threshold], key=lambda i: (-ss[i], i)):
        for j in kept:
            if cs[i] == cs[j] and overlap(bs[i], bs[j]) > iou_threshold:
                break
        else:
            kept.append(i)
    return numpy.array(kept, dtype="int64")
