"""Returns a coroutine."""


async def conv2d(x, kernel, stride=1, padding=0):
    return x
