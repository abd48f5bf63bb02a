"""What the worker may do: limits, Landlock, a seccomp allow-list, and no capabilities.

Everything here runs in the zygote, or in a worker between its fork and the learner's first line.
"""

from __future__ import annotations

import ctypes
import errno
import importlib.util
import os
import resource
import sys
import sysconfig
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec

_MIB = 1 << 20
_MAX_OPEN_FILES = 32
_STATM_BYTES = 256

# What Python, numpy and their threads call once they are loaded. All else answers EPERM: sockets, processes, signals to
# others, tracing, io_uring, changes to the file system, ... Landlock decides which files `open` may read.
_ALLOWED_CALLS = """
    access brk clock_getres clock_gettime clock_nanosleep close dup dup2 dup3 epoll_create1 exit exit_group
    faccessat faccessat2 fstat futex getcwd getdents64 getegid geteuid getgid getpid getppid getrandom getrlimit
    getrusage gettid gettimeofday getuid lseek lstat madvise membarrier mmap mprotect mremap munmap nanosleep
    newfstatat open openat poll ppoll pread64 pselect6 read readlink readlinkat readv restart_syscall rseq
    rt_sigaction rt_sigprocmask rt_sigreturn sched_getaffinity sched_yield select set_robust_list set_tid_address
    sigaltstack stat statx sysinfo time times uname write writev
"""
_CLONE_THREAD = 0x00010000
_FCNTL_COMMANDS = (0, 1, 2, 3, 4, 1030)  # F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC


class Allowance(msgspec.Struct, frozen=True, kw_only=True):
    """What one worker may take."""

    memory_mib: int
    """Address space beyond what the worker has when the learner's code is about to load."""
    cpu_s: int
    """A bound for the case that the grader itself is gone; the grader's own bound is on wall clock, and tighter."""
    packages: tuple[str, ...]


class Wall:
    """The kernel's part of the wall, prepared once in the zygote for all workers."""

    def __init__(self) -> None:
        self._rulesets: dict[tuple[str, ...], Any] = {}
        self._landlock, self._filter = _landlock(), _seccomp_filter()
        # That the parts are there does not say that they may be used: a container's own policy may forbid them.
        if self._landlock and not _works_in_a_child(lambda: self._landlock.Ruleset().apply()):
            self._landlock = None
        if self._filter and not _works_in_a_child(lambda: self._filter.load()):
            self._filter = None

    @property
    def isolation(self) -> str:
        """ "landlock+seccomp" where the kernel has both, otherwise "process"."""
        return "landlock+seccomp" if self._landlock and self._filter else "process"

    def prepare(self, packages: tuple[str, ...]) -> None:
        """Make the list of readable files for ``packages``, if it is not made yet."""
        if self._landlock and packages not in self._rulesets:
            self._rulesets[packages] = _read_only(self._landlock, readable_paths(packages))

    def close_in(self, allowance: Allowance) -> None:
        """Put this process behind the wall, for good."""
        _set_limits(allowance)
        if sys.platform == "linux":
            if len(os.listdir("/proc/self/task")) != 1:
                raise RuntimeError("Landlock and seccomp bind one thread, and here are several")
            _give_up_privileges()
        if self._landlock:
            self._rulesets[allowance.packages].apply()
        if self._filter:
            self._filter.load()


def readable_paths(packages: Iterable[str]) -> list[str]:
    """Return the files and folders that hold the standard library and ``packages``; of site-packages, nothing else."""
    paths = []
    for folder in sorted({sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}):
        if os.path.isdir(folder):
            paths += [entry.path for entry in os.scandir(folder) if not entry.name.endswith("-packages")]
    for package in packages:
        found = importlib.util.find_spec(package)
        if found is None or found.origin is None:
            continue
        home = Path(found.origin).parent if found.submodule_search_locations else Path(found.origin)
        # Wheels put the libraries they bring along into a folder of this name.
        paths += [str(path) for path in (home, home.with_name(f"{package}.libs")) if path.exists()]
    return paths


def _works_in_a_child(action: Callable[[], Any]) -> bool:
    """Try what cannot be undone in a process that ends right after."""
    pid = os.fork()
    if pid == 0:
        try:
            action()
        except BaseException:  # whatever it is, it does not work here
            os._exit(1)
        os._exit(0)
    return os.waitpid(pid, 0)[1] == 0


def _landlock() -> Any:
    """Return the landlock package, or None where this kernel has no Landlock."""
    try:
        import landlock

        landlock.landlock_abi_version()
    except (ImportError, OSError):
        return None
    return landlock


def _read_only(landlock: Any, paths: list[str]) -> Any:
    ruleset = landlock.Ruleset()
    for path in paths:
        read_dir = landlock.FSAccess.READ_DIR if os.path.isdir(path) else landlock.FSAccess(0)
        ruleset.allow(path, rules=landlock.FSAccess.READ_FILE | read_dir)
    return ruleset


def _seccomp_filter() -> Any:
    """Return the filter, or None where this machine has no seccomp or no libseccomp."""
    try:
        import pyseccomp
    except (ImportError, RuntimeError, OSError):
        return None
    refuse = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.EPERM))
    for call in _ALLOWED_CALLS.split():
        if _known(pyseccomp, call):
            refuse.add_rule(pyseccomp.ALLOW, call)
    # Not F_SETOWN and its like, by which the kernel would signal others.
    for command in _FCNTL_COMMANDS:
        refuse.add_rule(pyseccomp.ALLOW, "fcntl", pyseccomp.Arg(1, pyseccomp.EQ, command))
    # A thread, but no process. glibc asks by clone3 first, whose flags a filter cannot read, and falls back on ENOSYS.
    refuse.add_rule(pyseccomp.ALLOW, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, _CLONE_THREAD, _CLONE_THREAD))
    refuse.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    # Whether a descriptor is a terminal is asked by ioctl; none of ours is.
    refuse.add_rule(pyseccomp.ERRNO(errno.ENOTTY), "ioctl")
    refuse.add_rule(pyseccomp.ALLOW, "prlimit64", pyseccomp.Arg(0, pyseccomp.EQ, 0))
    return refuse


def _known(pyseccomp: Any, call: str) -> bool:
    try:
        return bool(pyseccomp.resolve_syscall(pyseccomp.system_arch(), call) >= 0)
    except (ValueError, OSError):
        return False  # this architecture has no such call (open, stat and time on aarch64)


def _set_limits(allowance: Allowance) -> None:
    space = _address_space() + allowance.memory_mib * _MIB
    limits = {
        "RLIMIT_AS": space,
        "RLIMIT_CORE": 1,  # not 0, at which the kernel would still pipe a dump to a program that it is set to
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NOFILE": _MAX_OPEN_FILES,
        "RLIMIT_MEMLOCK": 0,
        "RLIMIT_MSGQUEUE": 0,
    }
    # At the soft limit comes SIGXCPU, which tells what it was; at the hard one, SIGKILL.
    resource.setrlimit(resource.RLIMIT_CPU, (allowance.cpu_s, allowance.cpu_s + 1))
    for name, limit in limits.items():
        if hasattr(resource, name):
            try:
                resource.setrlimit(getattr(resource, name), (limit, limit))
            except (ValueError, OSError):
                if sys.platform == "linux":
                    raise  # macOS refuses RLIMIT_AS; there the grader's deadline is all that bounds memory


def _address_space() -> int:
    try:
        descriptor = os.open("/proc/self/statm", os.O_RDONLY)  # a text file would take longer than all that follows
    except OSError:
        return 0
    try:
        return int(os.read(descriptor, _STATM_BYTES).split()[0]) * resource.getpagesize()
    finally:
        os.close(descriptor)


def _give_up_privileges() -> None:
    """Give up every capability (for root, limits bind only then) and every way to new ones, and die with the zygote."""
    libc = ctypes.CDLL(None, use_errno=True)
    pr_set_no_new_privs, pr_set_pdeathsig, sigkill = 38, 1, 9
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # _LINUX_CAPABILITY_VERSION_3, this process
    nothing = (ctypes.c_uint32 * 6)()
    if libc.capset(header, nothing) != 0:
        raise OSError(ctypes.get_errno(), "capset")
    libc.prctl(pr_set_no_new_privs, 1, 0, 0, 0)
    libc.prctl(pr_set_pdeathsig, sigkill, 0, 0, 0)
