"""One run: from a selection to a record, through the ledger."""

from __future__ import annotations

import json
import os
import time
import warnings
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from fisherproof import engine as engines
from fisherproof.errors import FisherproofError, shown
from fisherproof.ledger import Ledger, open_ledger
from fisherproof.ledger.store import COMPLETE, INTERRUPTED
from fisherproof.limits import PROFILE_CPU, Limits
from fisherproof.process import Pool
from fisherproof.record import SCHEMA, Record, level_sum, versions
from fisherproof.runner import Claim, Runner
from fisherproof.selection import select

LEDGER = Path(".fisherproof/ledger.sqlite")
SEED = 7
PROFILES = tuple(PROFILE_CPU)


class Watch:
    """Told of a run as it goes; does nothing by itself."""

    def begin(self, ids: Sequence[str]) -> None:
        """Receive the chosen ids, in order, before the first check."""

    def decided(self, order: int, claim: dict[str, Any]) -> None:
        """Receive the record of a claim, in the order of being decided."""

    def end(self) -> None:
        """Receive the end of the run, interrupted or not."""

    def warn(self, message: str) -> None:
        """Receive a sentence the user must see."""
        warnings.warn(message, stacklevel=2)


class InterruptedRunError(KeyboardInterrupt):
    """Ctrl-C during a run, after what was decided has been kept.

    decided, total  claims decided, claims chosen.
    """

    def __init__(self, decided: int, total: int) -> None:
        super().__init__(f"interrupted: {decided} of {total} claims decided and kept; run it again to go on")
        self.decided = decided
        self.total = total


def cores() -> int:
    """Count the cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def check(
    claims: str | Sequence[str] = (),
    *,
    seed: int = SEED,
    profile: str = "default",
    jobs: int | None = None,
    ledger: str | Path | None = LEDGER,
    name: str | None = None,
    limits: Limits | None = None,
    engine: str = engines.ENGINE,
    watch: Watch | None = None,
) -> Record:
    """Decide claims and give the record of the run.

    claims   ids or globs on ids; all claims by default.
    seed     of everything drawn; same seed, same record on any number of jobs, but for "run" and "seconds".
    profile  "quick", "default" or "deep".
    jobs     checks at the same time; the cores at hand by default.
    ledger   file in which evidence is kept and looked up; None keeps nothing.
    name     under which the ledger keeps this run.
    limits   on each check; those of the profile by default.
    engine   module with the interface of `theorems.plan`.
    watch    told of the run as it goes.

    Raises FisherproofError (its `code` is the exit code) for an unknown claim, an empty selection, a
    ledger that is in use or cannot be written; InterruptedRunError for Ctrl-C.
    """
    patterns = (claims,) if isinstance(claims, str) else tuple(claims)
    _valid(seed=seed, profile=profile, jobs=jobs, name=name)
    source = engines.load(engine)
    ids = select(patterns, [entry["id"] for entry in engines.catalogue(source)])
    bounds = limits or Limits.of(profile)
    watch = watch or Watch()
    workers = jobs or cores()
    header = _header(seed, profile, list(patterns) or ["*"], workers, bounds)
    options = {"seed": seed, "profile": profile}
    key = json.dumps(header["versions"], sort_keys=True)
    path = None if ledger is None else Path(ledger)
    with open_ledger(path, warn=watch.warn) as store:
        chosen = [
            Claim(c, n, engine=source, options=options, ledger=store, versions=key) for n, c in enumerate(ids)
        ]
        with Pool(engine, limits=bounds) as pool:
            return _run(
                store,
                chosen,
                Runner(pool, jobs=workers, options=options),
                header=header,
                name=name,
                watch=watch,
            )


def _run(
    ledger: Ledger,
    claims: Sequence[Claim],
    runner: Runner,
    *,
    header: dict[str, Any],
    name: str | None,
    watch: Watch,
) -> Record:
    found: dict[int, dict[str, Any]] = {}

    def decided(order: int, claim: dict[str, Any]) -> None:
        found[order] = claim
        watch.decided(order, claim)

    began = time.monotonic()
    number = ledger.begin(name, header)
    watch.begin([claim.claim for claim in claims])
    try:
        runner.decide(claims, decided)
    except KeyboardInterrupt as interrupt:
        ledger.end(number, INTERRUPTED, _record(header, found, began))
        raise InterruptedRunError(len(found), len(claims)) from interrupt
    finally:
        watch.end()
    record = _record(header, found, began)
    ledger.end(number, COMPLETE, record)
    return record


def _record(header: dict[str, Any], found: dict[int, dict[str, Any]], began: float) -> Record:
    claims = [found[order] for order in sorted(found)]
    run = {**header, "level_sum": level_sum(claims), "seconds": round(time.monotonic() - began, 3)}
    return {"schema": SCHEMA, "run": run, "claims": claims}


def _header(seed: int, profile: str, selection: list[str], jobs: int, limits: Limits) -> dict[str, Any]:
    return {
        "seed": seed,
        "profile": profile,
        "versions": versions(),
        "level_sum": 0.0,
        "seconds": 0.0,
        "started": datetime.now().astimezone().isoformat(timespec="seconds"),
        "selection": selection,
        "jobs": jobs,
        "limits": {"cpu_seconds": limits.cpu, "memory_mib": limits.memory},
    }


def _valid(*, seed: int, profile: str, jobs: int | None, name: str | None) -> None:
    if not 0 <= seed < 2**63:
        raise FisherproofError(f"the seed {shown(seed)} is not a whole number from 0 to 2^63 - 1.")
    if profile not in PROFILES:
        raise FisherproofError(f"there is no profile '{shown(profile)}'; there are {', '.join(PROFILES)}.")
    if jobs is not None and jobs < 1:
        raise FisherproofError(f"{jobs} jobs cannot check anything; give at least 1.")
    if name is not None and not _is_name(name):
        raise FisherproofError(
            f"'{shown(name)}' cannot name a run: use up to 60 letters, digits, '.', '_' or '-', "
            "not only digits, not 'last', not ending in '.json'."
        )


def _is_name(name: str) -> bool:
    plain = name.replace(".", "a").replace("_", "a").replace("-", "a")
    free = not name.isdigit() and name != "last" and not name.endswith(".json")
    return free and plain.isascii() and plain.isalnum() and len(name) <= 60
