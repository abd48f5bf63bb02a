"""Mistake: the + 1 of inclusive pixel indices is added in the continuous case too."""
import numpy as np


def iou(boxes_a, boxes_b, inclusive=False):
    # as in py-faster-rcnn's bbox_overlaps
    for name, boxes in {"boxes_a": boxes_a, "boxes_b": boxes_b}.items():
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"{name} should be an (N, 4) array")
        if np.any(boxes[:, 0] > boxes[:, 2]) or np.any(boxes[:, 1] > boxes[:, 3]):
            raise ValueError(f"{name} should have x1 <= x2, y1 <= y2")
    N = boxes_a.shape[0]
    K = boxes_b.shape[0]
    overlaps = np.zeros((N, K), dtype=np.float64)
    a, b = boxes_a.tolist(), boxes_b.tolist()
    for k in range(K):
        box_area = (b[k][2] - b[k][0] + 1) * (b[k][3] - b[k][1] + 1)
        for n in range(N):
            iw = min(a[n][2], b[k][2]) - max(a[n][0], b[k][0]) + 1
            if iw > 0:
                ih = min(a[n][3], b[k][3]) - max(a[n][1], b[k][1]) + 1
                if ih > 0:
                    ua = (a[n][2] - a[n][0] + 1) * (a[n][3] - a[n][1] + 1) + box_area - iw * ih
                    overlaps[n, k] = iw * ih / ua
    return overlaps
