"""The lines a terminal shows for a claim and for a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from fisherproof.checking import SEED
from fisherproof.errors import shown

# The worst last, as a reader's eye ends there.
VERDICTS = (
    "holds", "definition", "supported", "demonstrated",
    "conditional", "refuted", "ill-posed", "contradicted", "undecided", "conflict",
)  # fmt: skip
_STANDS = frozenset(VERDICTS[:4])
COLOURS = {"undecided": "yellow", "conflict": "bold red", "conditional": "cyan", "holds": "green"}
_GAP = "      "


def _plain(text: object, limit: int = 2000) -> str:
    """One line of a record's text."""
    return shown(" ".join(str(text).split()), limit=limit)


def _strength(claim: Mapping[str, Any]) -> str:
    strength = claim["strength"]
    return f"{strength['killed']} of {strength['tried']}"


def headline(claim: Mapping[str, Any], *, width: int = 0) -> str:
    """Give the one line of a claim: id, verdict and, where it stands, how that is known and the strength.

    width  columns kept for the id.
    """
    head = f"{_plain(claim['id']):<{width}}   {claim['verdict']}"
    if claim["verdict"] not in _STANDS:
        return head
    return f"{head:<{width + 15}}   {claim['known'] or '-':<12}   {_strength(claim)}"


def block(claim: Mapping[str, Any], run: Mapping[str, Any], *, output: str | None = None) -> list[str]:
    """Give the lines below the headline of a claim that does not stand: finding, repair, command.

    run     the record's "run"; its seed and profile are in the last line.
    output  folder of the certificates, None if none were written.
    """
    if claim["verdict"] in _STANDS:
        return []
    lines = [("literal", f"{_plain(_literal(claim))}{_GAP}{_finding(claim)}")]
    if claim.get("hypothesis"):
        lines.append(("holds if", _plain(claim["hypothesis"])))
    if repair := claim.get("repair"):
        known = f"{_GAP}{repair['known']}" if repair.get("known") else ""
        lines.append(("repair", f"{_plain(repair['statement'])}{known}"))
    certificate = (
        f"{_GAP}certificate  {output}/{claim['certificate']}" if output and claim.get("certificate") else ""
    )
    lines.append(("strength", f"{_strength(claim)}{certificate}"))
    lines.append(("again", again(claim["id"], run)))
    return [f"   {label:<10}{text}" for label, text in lines]


def again(claim: str, run: Mapping[str, Any]) -> str:
    """Give the command that decides a claim again as this run did."""
    profile = "" if run.get("profile", "default") == "default" else f" --profile {run['profile']}"
    return f"fisherproof check {claim} --seed {run.get('seed', SEED)}{profile}"


def _literal(claim: Mapping[str, Any]) -> str:
    readings = [r["text"] for r in claim.get("readings", []) if r.get("literal")]
    return str(readings[0] if readings else claim["statement"])


def _finding(claim: Mapping[str, Any]) -> str:
    """Say what became of the literal reading: refuted at which data, or the reason why not decided."""
    point, verdict = claim.get("counterexample"), str(claim["verdict"])
    refuted = "refuted" if verdict == "conditional" else verdict
    if point:
        return f"{refuted} at {_plain(point.get('text') or _point(point))}"
    return f"{verdict}: {_plain(claim['reason'])}" if claim.get("reason") else verdict


def _point(point: Mapping[str, Any]) -> str:
    """Write a counterexample that has no line of its own."""
    data = ", ".join(f"{name} = {value}" for name, value in point.get("data", {}).items())
    return f"{data}: {point['lhs']} ≠ {point['rhs']}"


def summary(record: Mapping[str, Any]) -> str:
    """Count the verdicts of a run in one line."""
    counts = Counter(str(claim["verdict"]) for claim in record["claims"])
    total = len(record["claims"])
    parts = [f"{counts[v]} {'hold' if v == 'holds' and counts[v] > 1 else v}" for v in VERDICTS if counts[v]]
    level = record["run"]["level_sum"]
    tail = f"; levels of the sampling tests sum to {level:.1e}" if level else ""
    return f"{total} {'claim' if total == 1 else 'claims'}: {', '.join(parts)}{tail}."
