"""Opening a ledger: to write (locked, verified, set aside if damaged) or to read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from fisherproof.errors import FAULT, USAGE, FisherproofError, of_system, shown
from fisherproof.ledger import schema
from fisherproof.ledger.lock import held
from fisherproof.ledger.store import Ledger

BUSY = 10.0  # seconds to wait for a reader's or another program's lock on the database

_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_EXHAUSTED = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM})


def _primary(error: sqlite3.Error) -> int:
    """SQLite's primary result code, which is the low byte of the extended one."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn an error of SQLite into one that names the ledger's path."""
    where = shown(path, limit=400)
    try:
        yield
    except sqlite3.Error as error:
        code = FAULT if _primary(error) in _EXHAUSTED else USAGE
        raise FisherproofError(f"cannot use the ledger {where}: {shown(error)}.", code=code) from error


@contextmanager
def open_ledger(path: Path | None, *, warn: Callable[[str], object]) -> Iterator[Ledger]:
    """Open a ledger for a run, creating it where there is none; None keeps it in memory.

    warn  called with one sentence if a damaged ledger had to be set aside.

    Raises FisherproofError: 2 where another run holds it or the path cannot be a ledger, 3 where the
    disk is full.
    """
    if path is None:
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            schema.create(connection)
            yield Ledger(connection)
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise of_system(error, "create the folder of the ledger", path.parent) from error
    if path.exists() and not path.is_file():
        raise FisherproofError(f"{shown(path, limit=400)} is not a regular file; give --ledger another path.")
    with held(path), explained(path), closing(_sound(path, warn)) as connection:
        yield Ledger(connection)


def _sound(path: Path, warn: Callable[[str], object]) -> sqlite3.Connection:
    """Open a ledger that passes its checks, after setting a damaged one aside."""
    try:
        return _connect(path)
    except (schema.DamagedError, sqlite3.DatabaseError) as error:
        if isinstance(error, sqlite3.Error) and _primary(error) not in _DAMAGED:
            raise
        aside = _set_aside(path)
        warn(
            f"the ledger {shown(path, limit=400)} is damaged ({shown(error)}); "
            f"it was set aside as {shown(aside, limit=400)} and a new one begun."
        )
        return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY, isolation_level=None)
    try:
        if not schema.recognise(connection, path):
            connection.execute("PRAGMA journal_mode = WAL")
            schema.create(connection)
        connection.execute(
            "PRAGMA synchronous = NORMAL"
        )  # with WAL: safe against a kill, not against a power cut
        schema.verify(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _set_aside(path: Path) -> Path:
    """Rename a damaged ledger, with its journal, to a name nobody has."""
    stamp = datetime.now().astimezone().strftime("%Y%m%dT%H%M%S")
    names = (
        path.with_name(f"{path.name}.damaged-{stamp}{extra}")
        for extra in ("", *(f"-{n}" for n in range(1, 1000)))
    )
    aside = next(name for name in names if not name.exists())
    try:
        for suffix in ("", "-wal", "-shm"):
            part = path.with_name(path.name + suffix)
            if part.exists():
                part.rename(aside.with_name(aside.name + suffix))
    except OSError as error:
        raise of_system(error, "set aside the damaged ledger", path) from error
    return aside


@contextmanager
def open_to_read(path: Path) -> Iterator[Ledger]:
    """Open a ledger to read its runs; works beside a run that writes, and in a read-only folder.

    Raises FisherproofError (2) where there is none or it is damaged.
    """
    if not path.is_file():
        raise FisherproofError(
            f"there is no ledger at {shown(path, limit=400)}; `fisherproof check` writes one."
        )
    try:
        with explained(path), closing(_reader(path)) as connection:
            yield Ledger(connection)
    except schema.DamagedError as error:
        raise FisherproofError(
            f"the ledger {shown(path, limit=400)} is damaged ({shown(error)}); "
            "`fisherproof check` sets it aside."
        ) from error


def _reader(path: Path) -> sqlite3.Connection:
    where = f"file:{quote(str(path.resolve()))}?mode=ro"
    try:
        return _recognised(where, path)
    except sqlite3.OperationalError:
        if path.with_name(path.name + "-wal").exists():
            raise
        return _recognised(
            f"{where}&immutable=1", path
        )  # a folder in which SQLite cannot put its shared-memory file


def _recognised(where: str, path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(where, timeout=BUSY, uri=True, isolation_level=None)
    try:
        if not schema.recognise(connection, path):
            raise schema.DamagedError("it is empty")
    except BaseException:
        connection.close()
        raise
    return connection
