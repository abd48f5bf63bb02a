"""Deep-learning interview katas, and the grader that scores them behind a wall."""

__version__ = "0.1.0"
