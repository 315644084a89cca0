"""One check in a process of its own: start it, wait for it, say what became of it.

A pool keeps one fork server (see `forkserver`), started with the first check: a run that finds all its
evidence in the ledger starts none.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from fisherproof.errors import FAULT, FisherproofError
from fisherproof.limits import Limits

PRELOAD = ("sympy", "numpy", "flint")
DEATHS = 3  # fork servers lost in a row, without one check finished, before we say it is hopeless

# One thread a worker: the pool fills the cores. A fixed hash seed: sets in SymPy iterate the same everywhere.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
}
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from fisherproof import forkserver; "
    "forkserver.main(int(sys.argv[2]), json.loads(sys.argv[3]))"
)


class Finished(NamedTuple):
    """What became of one check.

    evidence  evidence dicts; none where the route has nothing to say of the statement.
    seconds   CPU time it took.
    settled   True if it may be kept in a ledger; False for a killed or raising check.
    """

    evidence: list[dict[str, Any]]
    seconds: float
    settled: bool


def unfinished(check: Sequence[str], outcome: str, detail: str, *, seconds: float = 0.0) -> Finished:
    """Evidence for a check that gave none.

    check    (claim, subject, route).
    outcome  "killed" or "error".
    """
    evidence = {
        "subject": check[1],
        "route": check[2],
        "outcome": outcome,
        "known": None,
        "detail": detail,
        "required": "",
        "observed": "",
        "seconds": seconds,
    }
    return Finished([evidence], seconds, settled=False)


class Pool:
    """Runs checks of one engine, each in a process of its own.

    engine  name of a module with `Check` and `run_check`.
    limits  what each check may use.
    """

    def __init__(self, engine: str, *, limits: Limits) -> None:
        self._engine = engine
        self._limits = limits
        self._waiting: dict[int, Sequence[str]] = {}
        self._casualties: dict[int, Sequence[str]] = {}
        self._last = 0
        self._deaths = 0
        self._server: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._unread = bytearray()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        """Checks submitted and not yet returned."""
        return len(self._waiting) + len(self._casualties)

    def submit(self, check: Sequence[str], options: Mapping[str, Any]) -> int:
        """Start a check; returns the number under which `next` gives it back."""
        self._last += 1
        request = {
            "id": self._last,
            "engine": self._engine,
            "check": list(check),
            "options": dict(options),
            "limits": list(self._limits),
        }
        line = json.dumps(request).encode("ascii") + b"\n"
        self._waiting[self._last] = check
        with contextlib.suppress(ConnectionError):  # a dead server: `next` reports this check with the others
            self._connected().sendall(line)
        return self._last

    def next(self) -> tuple[int, Finished]:
        """Wait for any submitted check and return its number and what became of it.

        Raises RuntimeError if none is running, FisherproofError if the fork server cannot be kept alive.
        """
        if not len(self):
            raise RuntimeError("no check is running")
        while not self._casualties and (end := self._unread.find(b"\n")) < 0:
            data = self._read()
            if not data:
                self._lose_server()
            self._unread += data
        if self._casualties:
            number, check = self._casualties.popitem()
            return number, unfinished(check, "killed", "the process that started it was killed")
        answer = json.loads(self._unread[:end])
        del self._unread[: end + 1]
        self._deaths = 0
        return answer["id"], _finished(self._waiting.pop(answer["id"]), answer)

    def close(self) -> None:
        """Kill what still runs and end the fork server."""
        if self._channel is not None:
            self._channel.close()
            self._channel = None
        if self._server is not None:
            try:
                self._server.wait(timeout=2)
            except subprocess.TimeoutExpired:
                self._server.kill()  # its workers die with it
                self._server.wait()
            self._server = None

    def _read(self) -> bytes:
        try:
            return self._channel.recv(1 << 16) if self._channel is not None else b""
        except ConnectionError:
            return b""

    def _connected(self) -> socket.socket:
        if self._channel is None:
            self._channel, self._server = _launch([*PRELOAD, self._engine])
            self._unread.clear()
        return self._channel

    def _lose_server(self) -> None:
        """Count what went down with the fork server; the next submit starts another."""
        self.close()
        self._casualties, self._waiting = self._waiting, {}
        self._deaths += 1
        if self._deaths >= DEATHS:
            raise FisherproofError(
                f"the process that starts the checks died {self._deaths} times in a row; "
                "what it said is above.",
                code=FAULT,
            )


def _launch(preload: Sequence[str]) -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """Start a fork server; in its own session, so that Ctrl-C at the terminal is ours to answer."""
    ours, theirs = socket.socketpair()
    with theirs:
        command = [
            sys.executable,
            "-c",
            _START,
            json.dumps(sys.path),
            str(theirs.fileno()),
            json.dumps(list(preload)),
        ]
        server = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env={**os.environ, **ENVIRONMENT},
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
    return ours, server


def _finished(check: Sequence[str], answer: Mapping[str, Any]) -> Finished:
    """Turn an answer of the fork server into evidence."""
    seconds = float(answer["cpu"])
    for outcome in ("killed", "error"):
        if outcome in answer:
            return unfinished(check, outcome, str(answer[outcome]), seconds=seconds)
    evidence = [
        {"subject": check[1], "route": check[2], "seconds": seconds, **found} for found in answer["evidence"]
    ]
    settled = not any(found.get("outcome") in {"killed", "error"} for found in evidence)
    return Finished(evidence, seconds, settled)
