"""Exit statuses beyond 0 and 1, which each command gives a meaning of its own."""

WRONG_USAGE = 2
GRADER_FAULT = 3
INTERRUPTED = 130
