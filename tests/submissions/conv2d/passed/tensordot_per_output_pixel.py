"""Style: tensordot of the whole batch at each output pixel; keeps the images' own dtype."""
import numpy as np


def check(x, kernel, stride, padding):
    if stride <= 0:
        raise ValueError("Please give a positive number for stride .")
    if padding < 0:
        raise ValueError("Please give a non-negative number for padding .")
    if x.shape[-1] != kernel.shape[-2]:
        raise ValueError("The channels do not match: kernel and x .")
    if any(k > s + 2 * padding for k, s in zip(kernel.shape[:2], x.shape[1:3])):
        raise ValueError("The image is too small for the kernel .")


def conv2d(x, kernel, stride=1, padding=0):
    check(x, kernel, stride, padding)
    n, h, w, _ = x.shape
    kh, kw, _, c_out = kernel.shape
    xp = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    rows = range(0, h + 2 * padding - kh + 1, stride)
    cols = range(0, w + 2 * padding - kw + 1, stride)
    out = np.empty((n, len(rows), len(cols), c_out), dtype=x.dtype)
    for i, top in enumerate(rows):
        for j, left in enumerate(cols):
            patch = xp[:, top:top + kh, left:left + kw, :]
            out[:, i, j, :] = np.tensordot(patch, kernel, axes=([1, 2, 3], [0, 1, 2]))
    return out


if __name__ == "__main__":
    print(conv2d(np.ones((1, 3, 3, 1)), np.ones((2, 2, 1, 1))).ravel())
