"""Style: a while loop that empties a deque (a copy of the list), messages partly in Chinese."""
from collections import deque

import numpy


def receptive_field(layers):
    todo = deque(layers)
    answer = numpy.zeros(len(todo) + 1, dtype=numpy.int64)
    answer[0] = 1
    position = 0
    jump = 1
    total = 1
    while todo:
        k, s, d = todo.popleft()
        if k <= 0:
            raise ValueError("第 %d 层: kernel_size 必须 >= 1" % position)
        if s <= 0:
            raise ValueError("第 %d 层: stride 必须 >= 1" % position)
        if d <= 0:
            raise ValueError("第 %d 层: dilation 必须 >= 1" % position)
        position += 1
        if k > 1:
            total += (k - 1) * d * jump
        answer[position] = total
        jump *= s
    return answer
