"""The tables of a ledger, and what makes a file one: its mark, its version, its checksums."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from pathlib import Path

from fisherproof.errors import FisherproofError, shown

APPLICATION = 0x46507266  # "FPrf" in SQLite's application_id
VERSION = 1

TABLES = """
CREATE TABLE evidence (  -- what one check found; kept until what it depends on changes
    key TEXT NOT NULL, subject TEXT NOT NULL, route TEXT NOT NULL, claim TEXT NOT NULL,
    body TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (key, claim, subject, route)
) WITHOUT ROWID;
CREATE TABLE records (digest TEXT PRIMARY KEY, claim TEXT NOT NULL, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE runs (
    number INTEGER PRIMARY KEY, name TEXT, started TEXT NOT NULL, pid INTEGER NOT NULL,
    state TEXT NOT NULL,   -- running, complete, interrupted
    header TEXT NOT NULL,  -- JSON: the record's "run"
    claims TEXT NOT NULL   -- JSON: digests of the records, in order
);
"""


class DamagedError(Exception):
    """The file is a ledger no longer, or its content does not match its checksums."""


def digest(*parts: str) -> str:
    """Hash texts so that no two different lists of texts run together."""
    running = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        running.update(len(data).to_bytes(8, "big") + data)
    return running.hexdigest()


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def recognise(connection: sqlite3.Connection, path: Path) -> bool:
    """Tell a ledger (True) from an empty file (False).

    Raises FisherproofError (2) for a database of something else or of a later version.
    """
    application, version = _pragma(connection, "application_id"), _pragma(connection, "user_version")
    if not application and not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
        return False
    if application != APPLICATION:
        raise FisherproofError(
            f"{shown(path, limit=400)} is a database of another program, not a ledger; "
            "give --ledger another file."
        )
    if version != VERSION:
        raise FisherproofError(
            f"the ledger {shown(path, limit=400)} has schema {version}, this fisherproof writes {VERSION}; "
            "give --ledger another file."
        )
    return True


def create(connection: sqlite3.Connection) -> None:
    """Make an empty database a ledger."""
    connection.executescript(
        f"BEGIN IMMEDIATE; {TABLES} PRAGMA application_id = {APPLICATION};"
        f"PRAGMA user_version = {VERSION}; COMMIT;"
    )


def verify(connection: sqlite3.Connection) -> None:
    """Check SQLite's own structure, then that every row still is what was written.

    Raises DamagedError with what is wrong.
    """
    report = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
    if report != "ok":
        raise DamagedError(report)
    rows = connection.execute("SELECT key, claim, subject, route, body, digest FROM evidence")
    if any(digest(*row[:5]) != row[5] for row in rows):
        raise DamagedError("evidence does not match its checksum")
    for claim, body, stored in connection.execute("SELECT claim, body, digest FROM records"):
        try:
            text = zlib.decompress(body).decode("ascii")
        except (zlib.error, UnicodeDecodeError, TypeError) as error:
            raise DamagedError("a record cannot be unpacked") from error
        if digest(claim, text) != stored:
            raise DamagedError("a record does not match its checksum")
