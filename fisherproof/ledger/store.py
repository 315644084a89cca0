"""What a ledger keeps: evidence under the hash of what it depends on, and the record of every run.

A claim's record is stored once under its own digest, and a run is a list of digests: a run in which
nothing changed adds one short row.
"""

from __future__ import annotations

import json
import os
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from fisherproof.errors import FisherproofError, shown
from fisherproof.ledger import schema
from fisherproof.selection import unknown

Evidence = dict[str, Any]

RUNNING, COMPLETE, INTERRUPTED = "running", "complete", "interrupted"


class RunLine(NamedTuple):
    """One run, as a list shows it."""

    number: int
    name: str | None
    started: str
    state: str
    claims: int


def _text(value: object) -> str:
    return json.dumps(value, allow_nan=False, separators=(",", ":"))


class Ledger:
    """An open ledger; every method that writes commits before it returns."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def evidence(self, key: str) -> dict[tuple[str, str, str], list[Evidence]]:
        """Give what is known under a key, by check (claim, subject, route).

        key  hash of all that the evidence depends on.
        """
        rows = self._connection.execute(
            "SELECT claim, subject, route, body FROM evidence WHERE key = ?", (key,)
        )
        return {(claim, subject, route): json.loads(body) for claim, subject, route, body in rows}

    def keep(self, key: str, check: Sequence[str], evidence: Sequence[Evidence]) -> None:
        """Commit what a check found.

        key    hash of all that the evidence depends on.
        check  (claim, subject, route).
        """
        claim, subject, route = check
        body = _text(list(evidence))
        row = (key, claim, subject, route, body, schema.digest(key, claim, subject, route, body))
        self._connection.execute(
            "INSERT OR REPLACE INTO evidence (key, claim, subject, route, body, digest) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            row,
        )

    def begin(self, name: str | None, header: Mapping[str, Any]) -> int:
        """Enter a run and give its number."""
        cursor = self._connection.execute(
            "INSERT INTO runs (name, started, pid, state, header, claims) VALUES (?, ?, ?, ?, ?, '[]')",
            (name, str(header["started"]), os.getpid(), RUNNING, _text(dict(header))),
        )
        return int(cursor.lastrowid or 0)

    def end(self, number: int, state: str, record: Mapping[str, Any]) -> None:
        """Store the record of a run: all of its claims, or those decided before it was interrupted."""
        digests = []
        with _transaction(self._connection):
            for claim in record["claims"]:
                text = _text(claim)
                digests.append(schema.digest(claim["id"], text))
                row = (digests[-1], claim["id"], zlib.compress(text.encode("ascii")))
                self._connection.execute(
                    "INSERT OR IGNORE INTO records (digest, claim, body) VALUES (?, ?, ?)", row
                )
            self._connection.execute(
                "UPDATE runs SET state = ?, header = ?, claims = ? WHERE number = ?",
                (state, _text(record["run"]), _text(digests), number),
            )

    def runs(self) -> list[RunLine]:
        """List the runs, oldest first."""
        rows = self._connection.execute(
            "SELECT number, name, started, state, claims FROM runs ORDER BY number"
        )
        return [RunLine(n, name, at, state, len(json.loads(claims))) for n, name, at, state, claims in rows]

    def record(self, name: str | None = None) -> dict[str, Any]:
        """Give the record of a run: the last complete one, or the newest of a name, or of a number.

        Raises FisherproofError (2) where there is no such run.
        """
        number = self._number(name)
        header, digests = self._connection.execute(
            "SELECT header, claims FROM runs WHERE number = ?", (number,)
        ).fetchone()
        return {
            "schema": 1,
            "run": json.loads(header),
            "claims": [self._claim(d) for d in json.loads(digests)],
        }

    def _number(self, name: str | None) -> int:
        runs = [run for run in self.runs() if run.state != RUNNING]
        if name in (None, "last"):
            found = [run.number for run in runs if run.state == COMPLETE]
        else:
            found = [run.number for run in runs if name in (run.name, str(run.number))]
        if found:
            return found[-1]
        if name in (None, "last"):
            raise FisherproofError("the ledger holds no complete run; `fisherproof check` makes one.")
        raise unknown("run", str(name), [run.name or str(run.number) for run in runs])

    def _claim(self, digest: str) -> dict[str, Any]:
        row = self._connection.execute(
            "SELECT claim, body FROM records WHERE digest = ?", (digest,)
        ).fetchone()
        try:
            text = zlib.decompress(row[1]).decode("ascii")
        except (TypeError, ValueError, zlib.error) as error:
            raise schema.DamagedError(f"a run's record {shown(digest)} is missing or unreadable") from error
        if schema.digest(row[0], text) != digest:
            raise schema.DamagedError("a record does not match its checksum")
        return dict(json.loads(text))


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing: what is written inside is committed together."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
