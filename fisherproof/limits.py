"""Limits on one check, and what is said of a check that ran into one.

CPU time decides, so that a busy machine changes nothing; wall time only ends a check that sleeps.
Memory is address space above what the worker starts with, because the preloaded libraries already map
some hundred MiB each.
"""

from __future__ import annotations

import resource
import signal
import sys
from pathlib import Path
from typing import NamedTuple

MIB = 1 << 20
GRACE = 2  # seconds of CPU between SIGXCPU and SIGKILL, for code that blocks the first
RESERVE = 64 * MIB  # released after a MemoryError, so that the worker can still say so
WALL = 10  # wall time allowed per second of CPU: 2 cores shared by 20 runs still get there

PROFILE_CPU = {"quick": 20, "default": 20, "deep": 300}

# What flint, GMP, libstdc++ and OpenBLAS print when an allocation fails.
_OUT_OF_MEMORY = ("unable to allocate", "allocate memory", "bad_alloc")


class Limits(NamedTuple):
    """What one check may use: CPU seconds, MiB of memory, wall seconds.

    cpu     whole seconds of CPU time; the limit that decides.
    memory  MiB of address space above the worker's own.
    wall    seconds of wall time; a backstop for a check that sleeps.
    """

    cpu: int
    memory: int
    wall: float

    @classmethod
    def of(cls, profile: str, *, cpu: int | None = None, memory: int = 2048) -> Limits:
        """Give the limits of a profile, with the CPU time replaced where one is given."""
        seconds = cpu if cpu is not None else PROFILE_CPU[profile]
        return cls(cpu=seconds, memory=memory, wall=float(WALL * seconds))


def _address_space() -> int:
    """Bytes of address space in use; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 0
    return pages * resource.getpagesize()


def apply(limits: Limits) -> None:
    """Put the limits on the calling process; called in a worker only."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu, limits.cpu + GRACE))
    if sys.platform == "linux":  # elsewhere RLIMIT_AS is not enforced or cannot be set
        ceiling = _address_space() + limits.memory * MIB
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling + RESERVE))


def release_reserve() -> None:
    """Raise the memory limit to its hard value, so that a report of the MemoryError fits."""
    if sys.platform == "linux":
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def memory_detail(limits: Limits) -> str:
    """Name the memory limit as the evidence does."""
    return f"memory limit {limits.memory} MiB"


def cause_of_death(number: int, cpu: float, printed: str, limits: Limits) -> str:
    """Say why a worker ended by a signal.

    number   the signal.
    cpu      seconds of CPU it had used.
    printed  the last lines it wrote to stderr.
    """
    if number == signal.SIGXCPU or (number == signal.SIGKILL and cpu >= limits.cpu):
        return f"time limit {limits.cpu} s"
    if any(sign in printed.lower() for sign in _OUT_OF_MEMORY):
        return memory_detail(limits)
    last = printed.strip().splitlines()[-1:] if number != signal.SIGKILL else []
    return f"died with signal {number}" + (f" ({last[0][:200]})" if last else "")
