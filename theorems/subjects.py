"""The statements of a claim, what was found of each, and which of them was shown true."""

from __future__ import annotations

from typing import Any

from theorems.claim import Claim
from theorems.manners import manner_of
from theorems.verdict import SHOWN, Finding, find

Row = dict[str, Any]


def subjects(claim: Claim) -> dict[str, Any]:
    """The statements of a claim: name → (statement, setting)."""
    found = {f"reading {reading.label}": (reading.states, reading.given) for reading in claim.readings}
    if claim.hypothesis is not None:
        states = claim.hypothesis.states or claim.literal.states
        found["hypothesis"] = (states, claim.hypothesis.given)
    if claim.repair is not None:
        found["repair"] = (claim.repair.states, claim.repair.given)
    return found


def distinct_subjects(claim: Claim) -> list[str]:
    """Each statement once; a repair that is one of the readings is not examined twice."""
    return [name for name in subjects(claim) if examined_as(claim, name) == name]


def examined_as(claim: Claim, name: str) -> str:
    """The first statement of the claim that is the same in the same setting."""
    table = subjects(claim)
    return next(other for other, statement in table.items() if statement == table[name])


def finding(claim: Claim, subject: str, evidence: list[Row]) -> Finding:
    """The finding on one statement of a claim."""
    states, _ = subjects(claim)[subject]
    defines = any(f"reading {r.label}" == subject and bool(r.defines) for r in claim.readings)
    source = examined_as(claim, subject)
    rows = [row for row in evidence if row["subject"] == source and row["route"] != "mutants"]
    manner = manner_of(claim.kind)
    return find(rows, form=states.op, defines=defines) if manner is None else manner.find(rows)


def true_subject(claim: Claim, evidence: list[Row]) -> str | None:
    """The statement that was shown true and whose mutants are tried: the claim itself, else its nearest."""
    names = [f"reading {claim.literal.label}"]
    if claim.hypothesis is not None:
        names.append("hypothesis")
    if claim.repair is not None:
        names.append("repair")
    for name in names:
        if name in subjects(claim) and finding(claim, name, evidence).verdict in SHOWN:
            return name
    return None
