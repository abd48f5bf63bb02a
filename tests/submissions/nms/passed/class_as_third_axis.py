"""Style: the class as a third axis of unit length, so that boxes of two classes share no volume (an exact offset)."""
import numpy as np


def volumes_keep(lo, hi, scores, limit):
    order = np.argsort(-scores, kind="stable")
    lo, hi = lo[order], hi[order]
    volume = np.prod(hi - lo, axis=1)
    keep = np.ones(len(order), dtype=bool)
    for i in range(len(order)):
        if not keep[i]:
            continue
        shared = np.prod(np.maximum(np.minimum(hi[i], hi[i + 1:]) - np.maximum(lo[i], lo[i + 1:]), 0), axis=1)
        union = volume[i] + volume[i + 1:] - shared
        hit = np.zeros(len(union), dtype=bool)
        some = shared > 0
        hit[some] = shared[some] / union[some] > limit
        keep[i + 1:][hit] = False
    return order[keep]


def as_volumes(boxes, layer):
    layer = layer[:, None].astype(np.float64)
    return np.hstack([boxes[:, :2], layer]), np.hstack([boxes[:, 2:], layer + 1])


def batched_nms(boxes, scores, classes, iou_threshold, score_threshold=0.0):
    for name, other in (("scores", scores), ("classes", classes)):
        if len(other) != len(boxes):
            raise ValueError(f"{name} and boxes have different lengths")
    if not 1 >= iou_threshold >= 0:
        raise ValueError("bad iou_threshold")
    _, layer = np.unique(classes, return_inverse=True)      # small numbers, whatever the ids are
    use = (scores >= score_threshold).nonzero()[0]
    lo, hi = as_volumes(boxes[use], layer.reshape(-1)[use])
    return use[volumes_keep(lo, hi, scores[use], iou_threshold)].astype(np.int64)


def nms(boxes, scores, iou_threshold):
    if len(scores) != len(boxes):
        raise ValueError("scores and boxes have different lengths")
    if not 1 >= iou_threshold >= 0:
        raise ValueError("bad iou_threshold")
    lo, hi = as_volumes(boxes, np.zeros(len(boxes)))
    return volumes_keep(lo, hi, scores, iou_threshold).astype(np.int64)
