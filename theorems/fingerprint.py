"""What a claim's evidence depends on, as a hash: its source, the engine, the options, the versions."""

from __future__ import annotations

import hashlib
import json
import sys
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from theorems import catalogue

Options = dict[str, Any]
PACKAGES = ("sympy", "numpy", "scipy", "mpmath", "python-flint", "z3-solver", "hypothesis")


@lru_cache(maxsize=1)
def code_digest() -> str:
    """A hash of the sources of the three rooms that evidence comes from, catalogue apart."""
    root = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for room in ("theorems", "derivations", "numeric"):
        for path in sorted((root / room).rglob("*.py")):
            if "claims" not in path.relative_to(root).parts[1:2]:
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """Versions of what computes, for the record."""
    found = {"python": ".".join(str(part) for part in sys.version_info[:3])}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "unknown"
    return found


def fingerprint(claim_id: str, options: Options) -> str:
    """A hash of all that a claim's evidence depends on: its source file, the engine, options, versions."""
    entry = catalogue.find(claim_id)
    content = {
        "id": claim_id,
        "source": hashlib.sha256(entry.path.read_bytes()).hexdigest(),
        "code": code_digest(),
        "options": {key: options[key] for key in ("seed", "profile")},
        "versions": versions(),
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
