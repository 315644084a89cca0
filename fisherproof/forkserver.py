"""The process that forks one worker per check, ends those that overrun, and dies with its parent.

Why not `multiprocessing`'s own: it is one per interpreter and shared with whoever embeds us, imports the
caller's `__main__` into each worker, ignores a preload that comes late, and its workers outlive a parent
that was killed. A fork from a process that has SymPy loaded costs 9 ms; pebble with a fresh process per
task measured 58 ms.

Protocol: lines of JSON over one socket. In: {"id", "engine", "check", "options", "limits"}.
Out: {"id", "cpu"} with one of "evidence", "error", "killed".
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from fisherproof import limits, worker

LOG = 4096  # bytes kept of what a check prints; only the last line is ever shown
REPLY = 1 << 26  # bytes of evidence one check may return
CHUNK = 1 << 16


@dataclass
class Running:
    """A worker that has not been reaped: its request, its two pipes, what came through them."""

    request: dict[str, Any]
    pid: int
    result: int
    printed: int
    since: float
    reply: bytearray = field(default_factory=bytearray)
    log: bytearray = field(default_factory=bytearray)
    overran: str = ""

    @property
    def limits(self) -> limits.Limits:
        """The limits this worker runs under."""
        return limits.Limits(*self.request["limits"])


class ForkServer:
    """Forks, watches and reaps workers until the other end of the channel closes.

    channel  a connected stream socket to the process that asks for checks.
    """

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self._running: dict[int, Running] = {}
        self._unread = bytearray()
        self._libc = worker.load_libc()
        self._selector = selectors.DefaultSelector()
        self._woken, self._alarm = socket.socketpair()
        for end in (self._woken, self._alarm):
            end.setblocking(False)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._alarm.fileno(), warn_on_full_buffer=False)

    def serve(self) -> None:
        """Answer requests until the channel closes, then kill what still runs."""
        self._selector.register(self._channel, selectors.EVENT_READ, self._receive)
        self._selector.register(self._woken, selectors.EVENT_READ, self._wake)
        try:
            while True:
                for key, _ in self._selector.select(self._patience()):
                    key.data()
                self._end_overdue()
                self._reap()
        except (EOFError, ConnectionError):
            pass  # the parent is gone or done: there is nobody to answer
        finally:
            for running in self._running.values():
                _kill(running.pid)

    def _receive(self) -> None:
        data = self._channel.recv(CHUNK)
        if not data:
            raise EOFError
        self._unread += data
        *lines, rest = self._unread.split(b"\n")
        self._unread = bytearray(rest)
        for line in lines:
            self._fork(json.loads(line))

    def _wake(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._woken.recv(CHUNK)

    def _fork(self, request: dict[str, Any]) -> None:
        result, result_end = os.pipe()
        printed, printed_end = os.pipe()
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._become_worker(parent, request, result_end, printed_end)
        with contextlib.suppress(OSError):  # the child does it too; whoever is first
            os.setpgid(pid, pid)
        os.close(result_end)
        os.close(printed_end)
        running = Running(request, pid, result, printed, time.monotonic())
        self._running[pid] = running
        for pipe, read in ((result, self._read_reply), (printed, self._read_log)):
            os.set_blocking(pipe, False)
            self._selector.register(pipe, selectors.EVENT_READ, partial(read, running))

    def _become_worker(self, parent: int, request: dict[str, Any], result: int, printed: int) -> None:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        with contextlib.suppress(OSError):
            os.setpgid(0, 0)
        worker.die_with_parent(self._libc, parent)
        self._channel.close()
        for other in self._running.values():
            os.close(other.result)
            os.close(other.printed)
        worker.run(request, result, printed)

    def _read_reply(self, running: Running) -> bool:
        """Read a piece of a reply; True if there may be more."""
        more = self._read(running.result, running.reply)
        if len(running.reply) > REPLY and not running.overran:
            running.overran = f"more than {REPLY >> 20} MiB of evidence"
            _kill(running.pid)
        return more

    def _read_log(self, running: Running) -> bool:
        """Read a piece of what a check prints, keeping its end; True if there may be more."""
        more = self._read(running.printed, running.log)
        del running.log[:-LOG]
        return more

    def _read(self, pipe: int, buffer: bytearray) -> bool:
        try:
            data = os.read(pipe, CHUNK)
        except BlockingIOError:
            return False
        buffer += data
        if not data:
            self._selector.unregister(pipe)  # its writers are gone
        return bool(data)

    def _patience(self) -> float | None:
        """Seconds until the next wall limit; None while nothing runs."""
        now = time.monotonic()
        ends = [r.since + r.limits.wall - now for r in self._running.values() if not r.overran]
        return max(0.0, min(ends)) if ends else None

    def _end_overdue(self) -> None:
        now = time.monotonic()
        for running in self._running.values():
            if not running.overran and now - running.since >= running.limits.wall:
                running.overran = f"time limit {running.limits.wall:g} s (wall time)"
                _kill(running.pid)

    def _reap(self) -> None:
        for pid in list(self._running):
            if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                continue
            _kill(pid)  # whatever the check itself started; the unreaped leader keeps the group's number
            _, status, usage = os.wait4(pid, 0)
            self._answer(self._running.pop(pid), status, usage.ru_utime + usage.ru_stime)

    def _answer(self, running: Running, status: int, cpu: float) -> None:
        for pipe, read in ((running.result, self._read_reply), (running.printed, self._read_log)):
            while pipe in self._selector.get_map() and read(running):
                pass
            if pipe in self._selector.get_map():
                self._selector.unregister(pipe)
            os.close(pipe)
        answer = {"id": running.request["id"], "cpu": round(cpu, 3), **_outcome(running, status, cpu)}
        self._channel.sendall(json.dumps(answer).encode("ascii") + b"\n")


def _kill(pid: int) -> None:
    """End a worker and all it started."""
    for end in (os.killpg, os.kill):
        with contextlib.suppress(OSError):
            end(pid, signal.SIGKILL)


def _outcome(running: Running, status: int, cpu: float) -> dict[str, Any]:
    """What to say of a worker that has ended: its own reply where it is whole, else the cause of death."""
    if running.overran:
        return {"killed": running.overran}
    with contextlib.suppress(ValueError):
        reply = json.loads(bytes(running.reply))
        if isinstance(reply, dict):
            return reply
    code = os.waitstatus_to_exitcode(status)
    printed = running.log.decode("utf-8", "replace")
    if code < 0:
        return {"killed": limits.cause_of_death(-code, cpu, printed, running.limits)}
    return {"killed": f"ended with exit code {code} and no evidence"}


def _load(names: Iterable[str]) -> None:
    for name in names:
        with contextlib.suppress(Exception):  # a worker that needs it will meet and report the same error
            module = importlib.import_module(name)
            _load(n for n in getattr(module, "PRELOAD", ()) if n not in sys.modules)


def main(descriptor: int, preload: Iterable[str]) -> None:
    """Load what workers need, then serve on an inherited socket until its other end closes.

    preload  names of modules; a module may name more in its own PRELOAD.
    """
    _load(preload)
    gc.freeze()  # a collection in a worker would copy the pages of everything preloaded
    with socket.socket(fileno=descriptor) as channel:
        ForkServer(channel).serve()
