"""Style: generators yield the windows, a recursive function adds them up by halves."""
import numpy as np


def windows(image, kh, kw, stride):
    rows, cols = image.shape[:2]
    for top in range(0, rows - kh + 1, stride):
        yield (image[top:top + kh, left:left + kw] for left in range(0, cols - kw + 1, stride))


def add_up(parts):
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    return add_up(parts[:half]) + add_up(parts[half:])


def respond(window, kernel):
    kh, kw = kernel.shape[:2]
    return add_up([window[a, b] @ kernel[a, b] for a in range(kh) for b in range(kw)])


def conv2d(x, kernel, stride=1, padding=0):
    if x.shape[3] != kernel.shape[2]:
        raise ValueError("x does not have the channels of kernel")
    if stride < 1:
        raise ValueError("stride has to be 1 or more")
    if padding < 0:
        raise ValueError("padding has to be 0 or more")
    kh, kw, _, c_out = kernel.shape
    high, wide = x.shape[1] + 2 * padding, x.shape[2] + 2 * padding
    if kh > high or kw > wide:
        raise ValueError("kernel has to fit into the image and its padding")
    shape = ((high - kh) // stride + 1, (wide - kw) // stride + 1, c_out)
    images = []
    for image in x:
        image = np.pad(image, [(padding, padding), (padding, padding), (0, 0)])
        images.append([[respond(win, kernel) for win in row] for row in windows(image, kh, kw, stride)])
    return np.array(images, dtype=x.dtype).reshape((len(images),) + shape)
