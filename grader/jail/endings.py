"""How a worker ends that was not told to."""

from __future__ import annotations

from grader.result import Outcome


class WorkerEnded(BaseException):
    """The worker is gone, and with it the check that was running.

    Not an Exception, so that no test, and not hypothesis either, takes it for an answer.
    """

    def __init__(self, outcome: Outcome, message: str) -> None:
        self.outcome, self.message = outcome, message
        super().__init__(message)


class WorkerStopped(WorkerEnded):
    """A measured run was stopped at its own bound, when it had taken ``taken_s``."""

    def __init__(self, taken_s: float) -> None:
        self.taken_s = taken_s
        super().__init__("timeout", "it was stopped, for it took far too long")
