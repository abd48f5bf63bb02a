"""Non-maximum suppression, for one class and for many at once."""

import numpy as np


def nms(boxes: np.ndarray, scores: np.ndarray, iou_threshold: float) -> np.ndarray:
    """Keep the boxes that overlap no better one: greedily, from the highest score down.

    Args:
        boxes: (n, 4) corners (x1, y1, x2, y2), x1 <= x2 and y1 <= y2.
        scores: (n,); of equal ones the lower index ranks first.
        iou_threshold: a box goes when its IoU with a kept, better box is more than this; in [0, 1].
    Returns:
        (k,) int64 indices of the boxes kept, by falling score.
    Raises:
        ValueError: the lengths differ, or iou_threshold is outside [0, 1].
    Source: Felzenszwalb et al., "Object Detection with Discriminatively Trained Part Based Models", PAMI 2010.
    """
    _check(boxes, iou_threshold, scores=scores)
    one_class = np.zeros(len(boxes), dtype=np.int64)
    return _suppress(boxes, one_class, _ranked(scores), iou_threshold)


def batched_nms(
    boxes: np.ndarray, scores: np.ndarray, classes: np.ndarray, iou_threshold: float, score_threshold: float = 0.0
) -> np.ndarray:
    """Drop weak boxes, then suppress as ``nms`` does, but only within a class.

    Args:
        boxes: as in ``nms``.
        scores: as in ``nms``.
        classes: (n,) integers, any numbers at all.
        iou_threshold: as in ``nms``.
        score_threshold: boxes with a lower score are dropped first.
    Returns:
        (k,) int64 indices into ``boxes``, of all classes together, by falling score.
    Raises:
        ValueError: the lengths differ, or iou_threshold is outside [0, 1].
    """
    _check(boxes, iou_threshold, scores=scores, classes=classes)
    order = _ranked(scores)
    order = order[scores[order] >= score_threshold]
    return _suppress(boxes, classes, order, iou_threshold)


def _check(boxes: np.ndarray, iou_threshold: float, **others: np.ndarray) -> None:
    for name, array in others.items():
        if len(array) != len(boxes):
            raise ValueError(f"{name} has length {len(array)}, boxes has {len(boxes)}")
    if not 0 <= iou_threshold <= 1:
        raise ValueError(f"iou_threshold must be between 0 and 1, not {iou_threshold}")


def _ranked(scores: np.ndarray) -> np.ndarray:
    return np.argsort(-scores, kind="stable")


def _suppress(boxes: np.ndarray, classes: np.ndarray, order: np.ndarray, iou_threshold: float) -> np.ndarray:
    kept = []
    while order.size:
        best, order = order[0], order[1:]
        kept.append(best)
        overlap = _iou(boxes[best], boxes[order])
        order = order[(overlap <= iou_threshold) | (classes[order] != classes[best])]
    return np.array(kept, dtype=np.int64)


def _iou(box: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    x1, y1, x2, y2 = boxes.T
    width = np.minimum(x2, box[2]) - np.maximum(x1, box[0])
    height = np.minimum(y2, box[3]) - np.maximum(y1, box[1])
    intersection = np.maximum(width, 0) * np.maximum(height, 0)
    union = (box[2] - box[0]) * (box[3] - box[1]) + (x2 - x1) * (y2 - y1) - intersection
    return np.divide(intersection, union, out=np.zeros_like(union), where=union > 0)
