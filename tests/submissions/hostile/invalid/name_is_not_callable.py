"""The name is there, and is no function."""

conv2d = 7
