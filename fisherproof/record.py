"""The record of a run: its header, its claims, its certificates; how it is read from a file."""

from __future__ import annotations

import json
import os
import platform
import tempfile
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from fisherproof.errors import FisherproofError, of_system, shown

SCHEMA = 1
LIBRARIES = ("fisherproof", "sympy", "numpy", "scipy", "mpmath", "python-flint", "z3-solver", "hypothesis")
DECIDED = frozenset(
    {
        "holds",
        "conditional",
        "refuted",
        "ill-posed",
        "definition",
        "supported",
        "contradicted",
        "demonstrated",
    }
)
LEVEL = 1e-4  # the sampling tests of one run may err together with at most this probability

Record = dict[str, Any]


def versions() -> dict[str, str]:
    """Give the versions of Python and of every library a verdict may depend on; "none" if not installed."""
    found = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "none"
    return found


def level_sum(claims: Sequence[Mapping[str, Any]]) -> float:
    """Add the levels of all sampling tests: the probability that any of them errs is at most this."""
    return float(sum(e.get("level") or 0.0 for claim in claims for e in claim["evidence"]))


def undecided(
    claim: str, entry: Mapping[str, str], evidence: Sequence[Mapping[str, Any]], reason: str
) -> Record:
    """Write the record of a claim whose own module cannot.

    entry  its line in the catalogue; may be empty.
    """
    known = {name: entry.get(name, "") for name in ("document", "kind", "section", "title")}
    return {
        "id": claim,
        **known,
        "statement": known["title"],
        "verdict": "undecided",
        "known": None,
        "hypothesis": None,
        "reason": reason,
        "strength": {"killed": 0, "tried": 0, "equivalent": 0, "survivors": []},
        "mutants": [],
        "readings": [],
        "setting": [],
        "evidence": list(evidence),
        "counterexample": None,
        "certificate": None,
        "repair": None,
        "beware": None,
        "sources": [],
        "seconds": 0.0,
    }


def public(record: Mapping[str, Any]) -> Record:
    """Leave out what only the ledger keeps: the certificates' own text."""
    claims = [{k: v for k, v in claim.items() if k != "certificate_document"} for claim in record["claims"]]
    return {**record, "claims": claims}


def is_decided(claim: Mapping[str, Any]) -> bool:
    """Tell whether a claim has a verdict other than undecided or conflict."""
    return claim.get("verdict") in DECIDED


def certificate_path(claim: str) -> str:
    """Give the path of a claim's certificate, relative to the output folder.

    Raises FisherproofError for an id that is no file name.
    """
    if not claim.isprintable() or "/" in claim or claim.startswith(".") or len(claim) > 200:
        raise FisherproofError(
            f"the claim id '{shown(claim)}' cannot name a file; use letters, digits, dots, dashes."
        )
    return f"certificates/{claim}.json"


def write_certificates(record: Mapping[str, Any], output: Path) -> list[Path]:
    """Write the certificates of a record below a folder, and remove those its claims no longer have.

    Raises FisherproofError where the folder cannot be written.
    """
    written = []
    for claim in record["claims"]:
        path = output / certificate_path(claim["id"])
        document = claim.get("certificate_document")
        if document is not None:
            write_text(path, json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
            written.append(path)
        elif path.exists():
            path.unlink()
    return written


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all.

    Raises FisherproofError: 2 for a path that cannot be written, 3 for a full disk.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as part:
            try:
                part.write(text)
                part.flush()
                Path(part.name).chmod(0o644)
                os.replace(part.name, path)  # noqa: PTH105 - atomic by contract
            except BaseException:
                Path(part.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise of_system(error, "write", path) from error


def writable(folder: Path) -> None:
    """Make sure that a folder exists and takes files, before a run that would end in vain.

    Raises FisherproofError (2 or 3) with the path.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise of_system(error, "write to the output folder", folder) from error


def load_record(path: str | Path) -> Record:
    """Read a record that `check --json` or `report json` wrote.

    Raises FisherproofError (2) for a file that is not one.
    """
    where = shown(path, limit=400)
    try:
        record = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise of_system(error, "read the record", path) from error
    except (ValueError, RecursionError) as error:
        raise FisherproofError(f"{where} is not a record: it is not JSON ({shown(error)}).") from error
    if reason := _unfit(record):
        raise FisherproofError(f"{where} is not a record: {reason}.")
    return dict(record)


def _unfit(record: Any) -> str:
    """Say why a value read from JSON is no record; empty if it is one."""
    if not isinstance(record, dict) or not isinstance(record.get("claims"), list):
        return 'it has no list "claims"'
    if record.get("schema") != SCHEMA:
        return f"its schema is {shown(record.get('schema'), limit=40)}, this fisherproof reads {SCHEMA}"
    for claim in record["claims"]:
        fields = [claim.get(name) for name in ("id", "verdict")] if isinstance(claim, dict) else [None]
        if not all(isinstance(value, str) for value in fields):
            return 'a claim has no "id" or no "verdict"'
    return ""
