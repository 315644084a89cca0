"""The runner: every check of every chosen claim, over a pool of processes, in any order, to one record.

Which check runs when depends on the number of jobs and on luck. What is concluded does not: a claim's
evidence is put back in the order in which its checks were planned before anything reads it.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from fisherproof.engine import ClaimRecord, Engine, Entry, Evidence
from fisherproof.errors import shown
from fisherproof.ledger import Ledger
from fisherproof.ledger.schema import digest
from fisherproof.process import Finished, Pool, unfinished
from fisherproof.record import certificate_path, undecided

Check = tuple[str, str, str]


class Claim:
    """One claim on its way to a record: stage by stage, check by check.

    order     its place in the selection; earlier claims are finished first.
    versions  library versions, part of the key under which its evidence is kept.
    """

    def __init__(
        self,
        claim: str,
        order: int,
        *,
        engine: Engine,
        options: Mapping[str, Any],
        ledger: Ledger,
        versions: str,
    ) -> None:
        self.claim = claim
        self.order = order
        self._engine = engine
        self._options = options
        self._ledger = ledger
        self._versions = versions
        self._key = ""
        self._known: dict[Check, list[Evidence]] = {}
        self._stages: Iterator[int] = iter(())
        self._found: list[list[Evidence] | None] = []
        self._evidence: list[Evidence] = []
        self._settled = True

    def begin(self) -> list[tuple[int, Check]]:
        """Look the claim up in the ledger and give the checks to start with; none if it is decided."""
        try:
            self._key = digest(self._engine.fingerprint(self.claim, self._options), self._versions)
            self._stages = iter(range(self._engine.stages(self.claim)))
        except (Exception, SystemExit) as error:  # a claim module may raise anything; the run goes on
            return self._fails("plan", error)
        self._known = self._ledger.evidence(self._key)
        return self.advance()

    def advance(self) -> list[tuple[int, Check]]:
        """Close the stage and plan the next one that has checks to run; none if all is known."""
        for stage in self._stages:
            self._gather()
            try:
                planned = self._planned(stage)
            except (Exception, SystemExit) as error:
                return self._fails("plan", error)
            self._found = [self._known.get(check) for check in planned]
            if waiting := [(n, check) for n, check in enumerate(planned) if self._found[n] is None]:
                return waiting
        self._gather()
        return []

    def take(self, number: int, check: Check, finished: Finished) -> bool:
        """Receive and keep what a check found; True if its stage is complete."""
        self._found[number] = finished.evidence
        if finished.settled:
            self._ledger.keep(self._key, check, finished.evidence)
        return all(found is not None for found in self._found)

    def conclude(self) -> ClaimRecord:
        """Write the claim's record; undecided, with the exception, if that raises."""
        try:
            record = dict(self._engine.conclude(self.claim, self._options, self._evidence))
        except (Exception, SystemExit) as error:
            record = undecided(self.claim, self._entry(), self._evidence, _reason(self._evidence, error))
        record["seconds"] = round(sum(float(e.get("seconds", 0.0)) for e in self._evidence), 3)
        if record.get("certificate_document") is not None:
            record["certificate"] = certificate_path(self.claim)
        return record

    def _planned(self, stage: int) -> list[Check]:
        planned = [_check(c) for c in self._engine.checks(self.claim, self._options, stage, self._evidence)]
        if len(set(planned)) < len(planned):
            raise ValueError(f"two checks of stage {stage} have the same subject and route")
        return planned

    def _gather(self) -> None:
        for found in self._found:
            self._evidence += found or []
        self._found = []

    def _fails(self, route: str, error: BaseException) -> list[tuple[int, Check]]:
        self._gather()
        self._stages = iter(())
        self._evidence += unfinished((self.claim, "claim", route), "error", _text(error)).evidence
        return []

    def _entry(self) -> Entry:
        return next((entry for entry in self._engine.catalogue_ids() if entry["id"] == self.claim), {})


def _check(check: Sequence[str]) -> Check:
    claim, subject, route = check
    return claim, subject, route


def _text(error: BaseException) -> str:
    return f"{type(error).__name__}: {shown(error, limit=500)}"


def _reason(evidence: Sequence[Evidence], error: BaseException) -> str:
    """Why a claim has no record of its own: what failed first, else that concluding it did."""
    failed = [str(e["detail"]) for e in evidence if e.get("outcome") == "error"]
    return failed[0] if failed else _text(error)


class Runner:
    """Decides claims over a pool.

    jobs     checks that run at the same time.
    decided  called with (order, record) as each claim is concluded.
    """

    def __init__(self, pool: Pool, *, jobs: int, options: Mapping[str, Any]) -> None:
        self._pool = pool
        self._jobs = jobs
        self._options = options
        self._ready: list[tuple[int, int, Check]] = []
        self._claims: dict[int, Claim] = {}
        self._where: dict[int, tuple[int, int, Check]] = {}

    def decide(self, claims: Sequence[Claim], decided: Callable[[int, ClaimRecord], None]) -> None:
        """Run all checks of the claims; returns when every claim is concluded."""
        unplanned = iter(claims)
        while True:
            self._fill(unplanned, decided)
            if not len(self._pool):
                return
            number, finished = self._pool.next()
            order, position, check = self._where.pop(number)
            claim = self._claims[order]
            if claim.take(position, check, finished):
                self._enqueue(claim, claim.advance(), decided)

    def _fill(self, unplanned: Iterator[Claim], decided: Callable[[int, ClaimRecord], None]) -> None:
        """Keep the pool busy, planning further claims only when nothing planned is left to start."""
        while len(self._pool) < self._jobs:
            while not self._ready:
                claim = next(unplanned, None)
                if claim is None:
                    return
                self._claims[claim.order] = claim
                self._enqueue(claim, claim.begin(), decided)
            task = heapq.heappop(self._ready)
            self._where[self._pool.submit(task[2], self._options)] = task

    def _enqueue(
        self, claim: Claim, waiting: Sequence[tuple[int, Check]], decided: Callable[[int, ClaimRecord], None]
    ) -> None:
        for position, check in waiting:
            heapq.heappush(self._ready, (claim.order, position, check))
        if not waiting:
            del self._claims[claim.order]
            decided(claim.order, claim.conclude())
