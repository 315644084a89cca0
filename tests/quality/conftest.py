"""Decide small claims made for a test by the same plan that decides the catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from theorems import Claim, Reading, catalogue, plan

OPTIONS = {"seed": 7, "profile": "default"}


@pytest.fixture
def catalogue_of(monkeypatch):
    """Make the catalogue hold the given claims and nothing else."""

    def put(*claims):
        held = {claim.id: claim for claim in claims}
        entries = tuple(
            catalogue.Entry(c.id, "tests", c.kind, c.section, c.title, "tests", Path(__file__))
            for c in claims
        )
        monkeypatch.setattr(catalogue, "load", held.__getitem__)
        monkeypatch.setattr(catalogue, "entries", lambda: entries)

    return put


@pytest.fixture
def run():
    """Run every check of a claim in its stages, errors kept as evidence as a worker keeps them; give its record."""

    def run(claim_id, options=OPTIONS):
        evidence = []
        for stage in range(plan.stages(claim_id)):
            for check in plan.checks(claim_id, options, stage, evidence):
                try:
                    evidence.extend(plan.run_check(check, options))
                except Exception as error:  # a worker reports whatever a check raises
                    detail = f"{type(error).__name__}: {error}"
                    row = {
                        "subject": check.subject,
                        "route": check.route,
                        "outcome": "error",
                        "detail": detail,
                    }
                    evidence.append(row)
        return plan.conclude(claim_id, options, evidence)

    return run


@pytest.fixture
def decide(catalogue_of, run):
    """The record of one claim made of a literal statement in a setting."""

    def decide(states, given, **more):
        literal = Reading("A", "made for the test", states, given, literal=True)
        claim = Claim("demo.claim", "1", "Made for the test", "$x$", (literal,), sources=("none",), **more)
        catalogue_of(claim)
        return run(claim.id)

    return decide
