"""The record of a claim: its verdict and all that a report shows of it, computed from the evidence."""

from __future__ import annotations

from typing import Any

from theorems.claim import Claim
from theorems.latex import latex
from theorems.latex import name as symbol
from theorems.subjects import finding, subjects
from theorems.verdict import Finding
from theorems.verdict import conclude as conclude_claim

Row = dict[str, Any]
READING_ROUTES = ("types", "symbolic", "enclosure", "numeric", "property")


def order_of(row: Row) -> tuple[str, int]:
    """Readings first, routes in their order: the same record whatever order the checks ended in."""
    routes = (*READING_ROUTES, "statistical", "experiment", "record", "mutants")
    rank = routes.index(row["route"]) if row["route"] in routes else len(routes)
    last = {"hypothesis": "~1", "repair": "~2"}
    return last.get(row["subject"], str(row["subject"])), rank


def broken(reason: str) -> Row:
    """The record of a claim whose module does not load."""
    return {
        "statement": "The claim's module could not be read.",
        "verdict": "undecided",
        "known": None,
        "hypothesis": None,
        "reason": f"the claim's module does not load: {reason}",
        "strength": {"killed": 0, "tried": 0, "equivalent": 0, "survivors": []},
        "mutants": [],
        "readings": [],
        "setting": [],
        "evidence": [],
        "figures": [],
        "counterexample": None,
        "certificate": None,
        "repair": None,
        "beware": None,
        "sources": [],
        "seconds": 0.0,
    }


def total_seconds(evidence: list[Row]) -> float:
    """CPU-side seconds of all checks of a claim."""
    return round(sum(row.get("seconds", 0.0) for row in evidence), 3)


def decided(claim: Claim, evidence: list[Row]) -> Row:
    """The record of a claim that loads."""
    found = {name: finding(claim, name, evidence) for name in subjects(claim)}
    literal = found[f"reading {claim.literal.label}"]
    trial = next((row for row in evidence if row["route"] == "mutants" and "strength" in row), None)
    stopped = next((r for r in evidence if r["route"] == "mutants" and "strength" not in r), None)
    strength = trial["strength"] if trial else None
    verdict = conclude_claim(
        literal, hypothesis=found.get("hypothesis"), repair=repaired(found), strength=strength
    )
    reason = verdict.reason
    if stopped is not None and verdict.verdict == "undecided":
        reason = f"mutants: {stopped['detail']}"
    simplest = counterexample_row(claim, evidence)
    shown = verdict.verdict in ("refuted", "conditional", "conflict")
    return {
        "statement": claim.statement,
        "verdict": verdict.verdict,
        "known": verdict.known,
        "hypothesis": claim.hypothesis.text
        if claim.hypothesis and verdict.verdict == "conditional"
        else None,
        "reason": reason,
        "strength": strength or {"killed": 0, "tried": 0, "equivalent": 0, "survivors": []},
        "mutants": trial["mutants"] if trial else [],
        "mutants_of": trial["subject"] if trial else None,
        "readings": [reading_row(r, found[f"reading {r.label}"], claim.kind) for r in claim.readings],
        "setting": setting_lines(claim),
        "evidence": [without_documents(row) for row in evidence if "figure" not in row],
        "figures": [row["figure"] for row in evidence if "figure" in row],
        "counterexample": simplest["counterexample"] if shown and simplest else None,
        "certificate": None,
        "certificate_document": simplest["certificate_document"] if shown and simplest else None,
        "repair": repair_row(claim, found),
        "beware": claim.beware or None,
        "sources": list(claim.sources),
        "seconds": total_seconds(evidence),
    }


def counterexample_row(claim: Claim, evidence: list[Row]) -> Row | None:
    """The refutation of the literal reading to show: a listed edge model, else the shrunk one, else any."""
    subject = f"reading {claim.literal.label}"
    rows = [row for row in evidence if row["subject"] == subject and "counterexample" in row]
    rows.sort(key=lambda row: (not row.get("edge"), row["route"] != "property"))
    return rows[0] if rows else None


def repaired(found: dict[str, Finding]) -> Finding | None:
    """The finding on the nearest true statement: the repair, else the claim with its hypothesis."""
    return found.get("repair") or found.get("hypothesis")


def formula(states: Any, kind: str) -> str | None:
    """A statement as a formula; a claim that is not mathematical has none."""
    return latex(states) if kind == "mathematical" else None


def reading_row(reading: Any, found: Finding, kind: str) -> Row:
    """A reading for the report."""
    return {
        "label": reading.label,
        "text": reading.text,
        "literal": reading.literal,
        "verdict": found.verdict,
        "known": found.known,
        "formula": formula(reading.states, kind),
        "reason": found.reason,
    }


def repair_row(claim: Claim, found: dict[str, Finding]) -> Row | None:
    """The repair for the report; a conditional claim without one is repaired by its hypothesis."""
    if claim.repair is not None:
        states, text, key = claim.repair.states, claim.repair.text, "repair"
    elif claim.hypothesis is not None:
        states = claim.hypothesis.states or claim.literal.states
        text, key = f"With the hypothesis: {claim.hypothesis.text}", "hypothesis"
    else:
        return None
    return {
        "statement": text,
        "formula": formula(states, claim.kind),
        "known": found[key].known,
        "verdict": found[key].verdict,
    }


def setting_lines(claim: Claim) -> list[str]:
    """What the literal reading quantifies over, a line for each symbol; nothing where it is not mathematical."""
    if claim.kind != "mathematical":
        return []
    given = claim.literal.given
    lines = []
    for key, kind in given.symbols.items():
        says = kind.says or "a number"
        if getattr(kind, "positive", False) and "positive" not in says:
            says += ", positive"
        lines.append(f"${symbol(key)}$: {says}")
    lines.extend(f"${symbol(key)} = {latex(body)}$" for key, body in given.where.items())
    lines.extend(f"such that ${latex(condition)}$" for condition in given.given)
    sizes = ", ".join(str(n) for n in given.sizes)
    return [*lines, f"number of parameters $n$: checked at {sizes}"]


def without_documents(row: Row) -> Row:
    """Evidence for the record: the certificate goes to a file of its own, the mutants to their table."""
    return {
        k: v
        for k, v in row.items()
        if k not in ("certificate_document", "counterexample", "mutants", "strength")
    }
