"""Prints terminal escapes and bidirectional marks."""


def conv2d(x, kernel, stride=1, padding=0):
    print("\x1b[2J\x1b]0;owned\x07\u202egpj.exe\u2066")
    raise ValueError("\x1b[31mred\x1b[0m \u202e <script>alert(1)</script>")
