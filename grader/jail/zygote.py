"""The zygote: a small process with numpy imported and nothing else in memory, which forks a worker per submission.

Started by the grader as a program of its own, before any hidden test is loaded. It answers, on the one socket it has,
``Fork`` (with the worker's socket and the pipe that it prints to) by a process id, and ``Reap`` by an exit status. A
worker stays a zombie until the grader asks for it, so the grader never signals a process that is another's by now.
"""

from __future__ import annotations

import fcntl
import gc
import importlib
import os
import signal
import socket
import struct
from collections.abc import Callable
from contextlib import suppress

import msgspec

from grader.jail.policy import Allowance, Wall

PREFIX = struct.Struct("<I")
STATUS = struct.Struct("<q")
DESCRIPTORS = 2
READY_BYTES = 32
CONTROL = 3
"""The number of the zygote's own socket, and in a worker of the worker's."""
FAULT = 70

_ABOVE = 128
_MANY = 4096

# Extension modules of the standard library that need shared libraries from outside it, which a worker may not read.
_LINKED = ("_bz2", "_ctypes", "_decimal", "_hashlib", "_lzma", "pyexpat", "zlib")
_OF_NUMPY = ("numpy.random", "numpy.linalg", "numpy.fft", "numpy.lib.stride_tricks")


class Fork(msgspec.Struct, frozen=True, tag=True):
    """Fork a worker; its socket comes along, and the pipe that is its stdout and stderr."""

    allowance: Allowance


class Reap(msgspec.Struct, frozen=True, tag=True):
    """Wait for a worker that is dead, or about to be."""

    pid: int


def main(control_descriptor: int) -> None:
    """Serve on the socket of this number until the grader is gone; then no worker is left either."""
    os.dup2(control_descriptor, CONTROL)
    control = socket.socket(fileno=CONTROL)
    for name in (*_LINKED, "numpy", *_OF_NUMPY):
        with suppress(ImportError):
            importlib.import_module(name)
    from grader.jail.worker import serve, settle  # here, for numpy is loaded only now

    wall = Wall()
    wall.prepare(("numpy",))
    settle()
    gc.freeze()
    control.sendall(wall.isolation.encode("ascii").ljust(READY_BYTES))
    decode = msgspec.msgpack.Decoder(Fork | Reap).decode
    workers: set[int] = set()
    while prefix := control.recv(PREFIX.size, socket.MSG_WAITALL):
        data, descriptors, _, _ = socket.recv_fds(control, PREFIX.unpack(prefix)[0], DESCRIPTORS)
        request = decode(data)
        if isinstance(request, Reap):
            known = request.pid in workers
            workers.discard(request.pid)
            control.sendall(STATUS.pack(os.waitpid(request.pid, 0)[1] if known else 0))
            continue
        wall.prepare(request.allowance.packages)
        pid = os.fork()
        if pid == 0:
            _become_worker(wall, request.allowance, descriptors, serve)
        workers.add(pid)
        for descriptor in descriptors:
            os.close(descriptor)
        control.sendall(STATUS.pack(pid))
    for pid in workers:
        os.kill(pid, signal.SIGKILL)


def _become_worker(wall: Wall, allowance: Allowance, descriptors: list[int], serve: Callable[[int], None]) -> None:
    """Close all that is not this worker's, put up the wall, and serve. Never returns."""
    try:
        # First out of the way, so that no target is a source; 3, the zygote's own socket, is among the targets.
        channel, output = (fcntl.fcntl(descriptor, fcntl.F_DUPFD, _ABOVE) for descriptor in descriptors)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for target, source in enumerate((nothing, output, output, channel)):
            os.dup2(source, target)
        for package in allowance.packages:
            importlib.import_module(package)
        # Those above, at one go; behind the wall each is closed by itself, and the wall needs some of the lower ones.
        os.closerange(_ABOVE, _MANY)
        wall.close_in(allowance)
        os.closerange(CONTROL + 1, _ABOVE)
        serve(CONTROL)
    except BaseException:
        os._exit(FAULT)
    os._exit(0)
