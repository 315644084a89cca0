"""One run per ledger: an advisory lock that the kernel drops when its holder dies, SIGKILL included."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from fisherproof.errors import FisherproofError, of_system, shown


def lock_file(ledger: Path) -> Path:
    """Give the file beside a ledger that carries its lock and says who holds it."""
    return ledger.with_name(ledger.name + ".lock")


@contextmanager
def held(ledger: Path) -> Iterator[None]:
    """Hold the lock of a ledger.

    Raises FisherproofError (2) that names the other run where there is one, or (2 or 3) where the lock
    file cannot be written.
    """
    path = lock_file(ledger)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise of_system(error, "lock the ledger with", path) from error
    try:
        _take(descriptor, path)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int, path: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        note = json.dumps(
            {"pid": os.getpid(), "since": datetime.now().astimezone().isoformat(timespec="seconds")}
        )
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, note.encode("ascii"), 0)
    except BlockingIOError as error:
        raise FisherproofError(
            f"another run ({_holder(descriptor)}) is using the ledger of {shown(path, limit=400)}; "
            "wait for it to end, or give this run its own with --ledger FILE."
        ) from error
    except OSError as error:
        raise of_system(error, "lock the ledger with", path) from error


def _holder(descriptor: int) -> str:
    try:
        note = json.loads(os.pread(descriptor, 1000, 0))
        return f"process {int(note['pid'])}, since {shown(note['since'], limit=40)}"
    except (OSError, ValueError, KeyError, TypeError):
        return "which has not said its process id"
