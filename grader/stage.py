"""Where variants of a reference are called: a worker in which those that can be stay loaded.

A program that keeps nothing between calls is loaded when it is first wanted, and stays. One that keeps something is
loaded anew each time, and one that may reach outside of its module has a worker that nobody uses after it.
"""

from __future__ import annotations

from grader.entries import CodeOutline
from grader.forgetful import memory_of
from grader.jail.client import Jail, Worker

MAX_LOADED = 1000
"""So many programs stay loaded."""


class Stage:
    """A worker with programs loaded in it, by name."""

    def __init__(self, jail: Jail, spec: CodeOutline) -> None:
        self._jail, self._spec = jail, spec
        self._worker: Worker | None = None
        self._loaded: dict[str, str] = {}
        self._is_spoilt = False
        self.was_used = False
        """Whether the worker had other programs before: what ends it may be the fault of one of these."""

    @property
    def worker(self) -> Worker:
        """The worker, once something was loaded."""
        assert self._worker is not None
        return self._worker

    def load(self, sources: dict[str, str]) -> set[str]:
        """Have these programs loaded, each as if nothing had been called yet. Return the names of those that cannot be.

        Raises:
            WorkerEnded: as ``Worker.load_variants``.
        """
        memories = {name: memory_of(source) for name, source in sources.items()}
        is_shared = "shared" in memories.values()
        if is_shared or self._is_spoilt or len(self._loaded) + len(sources) > MAX_LOADED:
            self.close()
        self.was_used = self._worker is not None
        if self._worker is None:
            self._worker = self._jail.worker(self._spec.limits, self._spec.packages)
        self._is_spoilt = is_shared
        missing = {name: source for name, source in sources.items() if self._loaded.get(name) != source}
        failed = (
            self._worker.load_variants(missing, self._spec.functions, self._spec.packages) if missing else set[str]()
        )
        self._loaded |= {name: sources[name] for name in missing if memories[name] == "none" and name not in failed}
        return failed

    def close(self) -> None:
        """End the worker."""
        if self._worker:
            self._worker.close()
        self._worker, self._loaded = None, {}
