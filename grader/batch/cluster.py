"""Gradings on a Dask cluster: its scheduler hands the tasks to its workers, and gives them out again where one dies."""

from __future__ import annotations

import asyncio
import logging
import math
import multiprocessing
import os
import socket
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

import msgspec

from grader.assorted import Assorted
from grader.batch.run import Runner, StoppedError
from grader.batch.work import Done, Task, kata_of, perform
from grader.cores import cores, take_core
from grader.crew import Crew, Lost
from grader.errors import UsageError
from grader.text import visible

if TYPE_CHECKING:
    from distributed import Client, Future

TOGETHER = 8
"""So many tasks go to a worker, and come back, as one; fewer where few are left."""
AHEAD = 2
"""So many of these are at each thread of a worker, that none has to wait for the network."""
_CONNECT_S = 10.0
_CLOSE_S = 0.5
_ASK_EVERY_S = 2.0
_LOOK_EVERY_S = 5.0
_of_thread = threading.local()
"""In a worker of the cluster: the processes of each of its threads, by deadline, and the core that they stay on."""


def on_cluster(address: str, deadline_s: float, say: Callable[[str], None]) -> Runner:
    """Return what grades with the workers of the cluster whose scheduler is at ``address``.

    ``say`` is called, from another thread, where everything waits for a worker.

    Raises:
        UsageError: Dask is not installed here, nobody answers there, or the scheduler has no worker.
    """
    client = _client(address)
    from distributed.client import ClosedClientError

    def run(tasks: Iterable[Task]) -> Iterator[tuple[Task, Done | Lost]]:
        try:
            yield from _results(client, tasks, deadline_s, say)
        except (OSError, CancelledError, ClosedClientError) as error:  # whichever question finds nobody there
            client.close(timeout=_CLOSE_S)
            raise _gone() from error
        except BaseException:  # an interruption, above all: what is on the cluster still is wanted no more
            client.close(timeout=_CLOSE_S)
            raise

    return run


def _client(address: str) -> Client:
    try:
        from distributed import Client, Security
    except ImportError:
        raise UsageError("`--scheduler` takes Dask. Install this program with the extra `cluster`.") from None
    shown = visible(address, keep="")
    for name in ("distributed", "distributed.client", "tornado.application"):  # each has a level of its own
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what goes wrong is said in words of ours
    if address.startswith("tls://") and Security().get_connection_args("client").get("ssl_context") is None:
        fix = "Dask's settings have to name certificate and key; docs/cluster.md says how"
        raise UsageError(f"--scheduler {shown}: there is no certificate for TLS. {fix}.")
    try:
        asyncio.run(asyncio.wait_for(_greet(address), _CONNECT_S))
        client = Client(address, timeout=_CONNECT_S, set_as_default=False)
    except (OSError, ValueError, TypeError, TimeoutError) as error:  # a TypeError is what it makes of missing TLS keys
        said = str(error) or f"no greeting in {_CONNECT_S:g} s"
        problem = f"--scheduler {shown}: no scheduler answers there ({said})"
        raise UsageError(f"{problem}. `dask scheduler` prints its address, such as tcp://10.0.0.1:8786.") from error
    if not client.nthreads():
        client.close()
        raise UsageError(f"--scheduler {shown}: it has no worker. Start some: dask worker {shown} --nthreads 1")
    return client


async def _greet(address: str) -> None:
    """Make sure that Dask answers, for a client waits for ever where something else listens, its dashboard say."""
    from distributed import Security
    from distributed.comm import connect, get_address_host_port

    socket.create_connection(get_address_host_port(address), _CONNECT_S).close()  # which says why there is none
    comm = await connect(address, timeout=_CONNECT_S, **Security().get_connection_args("client"))
    await comm.close()


class _Given(msgspec.Struct, frozen=True):
    """A few tasks that are on the cluster as one."""

    chunk: tuple[Task, ...]
    future: Future
    worker: str
    """Which was to have them; "" for any."""


def _results(
    client: Client, tasks: Iterable[Task], deadline_s: float, say: Callable[[str], None]
) -> Iterator[tuple[Task, Done | Lost]]:
    """Keep as many tasks on the cluster as its workers can be busy with, and yield each as it is done."""
    from distributed import as_completed

    again: list[tuple[Task, ...]] = []
    of: dict[str, _Given] = {}
    room = _Room(client)
    coming = Assorted(tasks, kata_of, room.total * TOGETHER)
    kinds: defaultdict[str, set[Hashable]] = defaultdict(set)

    def chunk_for(worker: str) -> tuple[Task, ...]:
        """Put a few tasks together, for each thing that goes over the network takes time."""
        if again:
            return again.pop()
        everybody = [kinds[address] for address in room.threads()]
        left = coming.look_ahead()
        count = min(TOGETHER, math.ceil(left / room.total))  # the last ones are for all workers
        return tuple(coming.next_for(kinds[worker], everybody) for _ in range(count))

    def submit() -> list[Future]:
        futures = []
        while (worker := room.free(Counter(given.worker for given in of.values()))) is not None:
            chunk = chunk_for(worker)
            if not chunk:
                break
            # Where that one is gone, or has too much to do, another may have it.
            where = {"workers": [worker], "allow_other_workers": True} if worker else {}
            beside = room.threads_beside(worker)
            futures.append(client.submit(perform_within, chunk, deadline_s, beside, pure=False, **where))
            of[futures[-1].key] = _Given(chunk, futures[-1], worker)
        return futures

    running = as_completed(submit(), loop=client.loop, with_results=True, raise_errors=False)
    with _lookout(client, of, lambda: running.add(client.submit(_wake, pure=False)), say):
        for future, came in running:
            if future.key in of:
                chunk = of.pop(future.key).chunk
                ended = _ended(future, came, len(chunk))
                if not ended:  # one of them ends workers: it is looked for one by one
                    again += [(task,) for task in chunk]
                running.update(submit())
                yield from zip(chunk, ended, strict=False)
            elif future.status == "finished":  # woken
                for key in _stranded(client, of):
                    given = of.pop(key)
                    given.future.cancel()
                    again.append(given.chunk)
                running.update(submit())


@contextmanager
def _lookout(
    client: Client, of: dict[str, _Given], wake: Callable[[], None], say: Callable[[str], None]
) -> Iterator[None]:
    """Meanwhile look for workers that are gone: ``wake`` is called where one of these was to have tasks.

    Where none is left, ``say`` is called: a batch that stands still looks like one that takes its time.
    """
    over = threading.Event()

    def look() -> None:
        had_workers = True
        while not over.wait(_LOOK_EVERY_S):
            try:
                workers = client.nthreads()
                if workers and any(given.worker and given.worker not in workers for given in [*of.values()]):
                    wake()
            except Exception:  # the scheduler is gone, as whoever waits for results hears
                return
            if had_workers and not workers and not over.is_set():
                say("the cluster has no worker now: what is left waits until there is one.")
            had_workers = bool(workers)

    threading.Thread(target=look, daemon=True).start()
    try:
        yield
    finally:
        over.set()


def _wake() -> None:
    """Do nothing, as soon as there is a worker."""


def _stranded(client: Client, of: dict[str, _Given]) -> list[str]:
    """Return what no worker has, for the one that was to have it is gone.

    Another may have it, but Dask gives it to none where there was no other at that moment.
    """
    workers = client.processing()
    at_work = {key for keys in workers.values() for key in keys}
    return [
        key
        for key, given in of.items()
        if given.worker and given.worker not in workers and key not in at_work and not given.future.done()
    ]


class _Room:
    """How many chunks of tasks each worker of the cluster can be busy with; workers come and go."""

    def __init__(self, client: Client) -> None:
        self._client, self._threads, self._asked_s = client, dict[str, int](), -math.inf

    def threads(self) -> dict[str, int]:
        """Return the threads of each worker; the scheduler is asked now and then, for each question takes time."""
        if time.monotonic() - self._asked_s > _ASK_EVERY_S:
            self._threads, self._asked_s = dict(self._client.nthreads()), time.monotonic()
        return self._threads

    def threads_beside(self, worker: str) -> int:
        """Return the threads of all workers on the host of this one, itself included."""
        host = worker.rpartition(":")[0]
        return sum(threads for address, threads in self.threads().items() if address.rpartition(":")[0] == host)

    @property
    def total(self) -> int:
        """How many chunks all of them together can be busy with; one where there is none for now."""
        return max(1, AHEAD * sum(self.threads().values()))

    def free(self, given: Counter[str]) -> str | None:
        """Return the worker that is to have the next chunk, by how many are ``given`` to each; None for none of them.

        Where there is no worker for now, one chunk waits for whichever comes: that is "".
        """
        room = {address: AHEAD * threads - given[address] for address, threads in self.threads().items()}
        if given.total() >= self.total:
            return None
        return max(room, key=room.__getitem__, default="")


def _ended(future: Future, came: Any, count: int) -> list[Done | Lost]:
    """Return what came of so many tasks that are not running any more; [] where they are to be done one by one."""
    if future.status == "finished":
        return [*came]
    if future.status in ("cancelled", "lost"):
        raise _gone()
    if count > 1:
        return []
    error = future.exception()
    return [Lost(f"ended on the cluster ({type(error).__name__}: {error})")]


def _gone() -> StoppedError:
    return StoppedError("the cluster's scheduler is gone")


def perform_within(tasks: tuple[Task, ...], deadline_s: float, beside: int) -> list[Done | Lost]:
    """Grade submissions on a worker of the cluster: in a process of its own, as on a single machine.

    ``beside``: so many threads of workers are on this host; where they keep all cores busy, each stays on one.
    """
    if "crews" not in _of_thread.__dict__:
        _of_thread.crews, _of_thread.core = {}, take_core() if beside >= cores() else None
    crews: dict[float, Crew[Task, Done]] = _of_thread.crews
    if deadline_s not in crews:
        # Dask makes its workers daemons, which may have no children; these end with the worker by themselves.
        multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
        os.environ.pop("MALLOC_TRIM_THRESHOLD_", None)  # with Dask's, memory is given back and taken again at each turn
        crews[deadline_s] = Crew(perform, 1, deadline_s)
    with _of_thread.core.meanwhile() if _of_thread.core else nullcontext():  # for the worker has other work, too
        return [ended for _, ended in crews[deadline_s].results(tasks)]  # which a single process does in order
