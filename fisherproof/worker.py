"""What a worker does: one check, its reply as JSON, and the end.

A worker is forked by the fork server, runs exactly one check and never returns. It dies with its server
(PR_SET_PDEATHSIG), whatever C code it is in.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import signal
import sys
from collections.abc import Mapping
from typing import Any, NoReturn

from fisherproof import limits
from fisherproof.errors import shown

_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


def load_libc() -> ctypes.CDLL | None:
    """Load the C library before the fork, as loading is not safe to repeat per worker; None off Linux."""
    return ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent(libc: ctypes.CDLL | None, parent: int) -> None:
    """Ask the kernel to kill this process when its parent ends; end at once if it has ended already."""
    if libc is not None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def _evidence(request: Mapping[str, Any]) -> list[Any]:
    engine = importlib.import_module(request["engine"])
    check = engine.Check(*request["check"])
    evidence = engine.run_check(check, dict(request["options"]))
    if not isinstance(evidence, list) or not all(isinstance(e, dict) for e in evidence):
        raise TypeError(f"run_check returned {shown(repr(evidence), limit=60)}, not a list of evidence dicts")
    return evidence


def reply(request: Mapping[str, Any], bounds: limits.Limits) -> str:
    """Run the check of a request and put what it found, or the exception, in one line of JSON."""
    try:
        return json.dumps({"evidence": _evidence(request)}, allow_nan=False)
    except MemoryError:
        limits.release_reserve()
        return json.dumps({"killed": limits.memory_detail(bounds)})
    except BaseException as error:  # a check may raise anything, SystemExit included
        return json.dumps({"error": f"{type(error).__name__}: {shown(error, limit=500)}"})


def run(request: Mapping[str, Any], result: int, printed: int) -> NoReturn:
    """Be the worker of a request: limits on, one check, the reply, the end.

    result   descriptor the reply is written to.
    printed  descriptor that takes what the check prints; our stdout is for the record alone.
    """
    code = 1
    try:
        os.dup2(printed, 1)
        os.dup2(printed, 2)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        bounds = limits.Limits(*request["limits"])
        limits.apply(bounds)
        with os.fdopen(result, "wb") as channel:
            channel.write(reply(request, bounds).encode("ascii"))
        code = 0
    finally:
        os._exit(code)
