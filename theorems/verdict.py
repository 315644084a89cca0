"""From evidence to verdict: the one place where it is decided what earns what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from theorems.evidence import RIGOROUS

Row = Mapping[str, Any]
LEADS = ("numeric", "statistical")  # they cannot refute; against a proof they are a conflict
EQUATIONS = frozenset({"eq"})
TYPE_STATEMENTS = frozenset({"symbols", "symbols-by-block", "commensurable"})  # the checker decides them
SHOWN = frozenset(
    {"holds", "definition", "supported", "demonstrated"}
)  # what a statement must be for its mutants to be tried
FAILS = frozenset({"refuted", "ill-posed", "contradicted"})  # what needs a nearest true statement beside it


@dataclass(frozen=True)
class Finding:
    """A verdict with how it is known, and the reason where it is undecided."""

    verdict: str
    known: str | None = None
    reason: str | None = None


def find(rows: Iterable[Row], *, form: str, defines: bool = False) -> Finding:
    """The verdict on one statement from its evidence.

    rows     the evidence of every route on this statement.
    form     the statement's outermost relation; equations may be earned by enclosure.
    defines  whether the sentence introduces a symbol rather than asserting.

    A refutation is rigorous or it is none: only `types`, exact values and balls
    refute. A proof contradicted by a refutation or by a numeric difference is a
    conflict.
    """
    rows = list(rows)
    by_route = {row["route"]: row for row in rows}
    stopped = [row for row in rows if row["outcome"] in ("killed", "error")]
    if by_route.get("types", {}).get("outcome") == "refutes":
        return Finding("ill-posed", "proved", by_route["types"]["observed"])
    if form in TYPE_STATEMENTS and by_route.get("types", {}).get("outcome") == "supports":
        return Finding("holds", "proved")
    symbolic = by_route.get("symbolic", {})
    proved = symbolic.get("outcome") == "supports"
    refuted = [row for row in rows if row["outcome"] == "refutes" and row["route"] in RIGOROUS]
    differs = any(by_route.get(route, {}).get("outcome") == "refutes" for route in LEADS)
    beyond = [row for row in refuted if row.get("n") and row["n"] not in symbolic.get("sizes_proved", [])]
    if proved and refuted and len(beyond) == len(refuted) and not symbolic.get("proved_for_all_n"):
        proved = False  # true at the sizes of the proof, false at a larger one: no contradiction
    if proved and (refuted or differs):
        return Finding("conflict", reason="a proof and a counterexample contradict each other")
    if refuted:
        return Finding(
            "refuted", "proved" if refuted[0].get("arithmetic") == "exact rationals" else "enclosed"
        )
    if stopped:
        return Finding("undecided", reason=f"{stopped[0]['route']}: {stopped[0]['detail']}")
    agrees = by_route.get("numeric", {}).get("outcome") == "supports"
    enclosed = by_route.get("enclosure", {}).get("outcome") == "supports"
    if agrees and (proved or (enclosed and form in EQUATIONS)):
        return Finding("definition" if defines else "holds", "proved" if proved else "enclosed")
    missing = [name for name, there in (("a proof", proved), ("numeric agreement", agrees)) if not there]
    return Finding("undecided", reason=f"not shown: {', '.join(missing)}")


def find_recorded(rows: Iterable[Row]) -> Finding:
    """The verdict of the published record on one statement, from a row for each of its assertions.

    One assertion that is contradicted contradicts all; one that has no record leaves the rest undecided.
    """
    rows = [row for row in rows if row["route"] == "record"]
    stopped = [row for row in rows if row["outcome"] in ("killed", "error")]
    contradicted = [row for row in rows if row["outcome"] == "refutes"]
    open_ = [row for row in rows if row["outcome"] == "undecided"]
    if contradicted:
        return Finding("contradicted", "cited", reason="; ".join(map(told, contradicted)))
    if stopped:
        return Finding("undecided", reason=f"record: {stopped[0]['detail']}")
    if open_:
        return Finding("undecided", reason="no record: " + "; ".join(row["observed"] for row in open_))
    if not rows:
        return Finding("undecided", reason="the record was not asked")
    return Finding("supported", "cited")


def told(row: Row) -> str:
    """What the record says against an assertion, with the sources and the places in them."""
    places = (f"{fact['source']}, {fact['where']}" for fact in row.get("facts", ()))
    return f"{row['observed']} [{'; '.join(dict.fromkeys(places))}]"


def conclude(
    literal: Finding,
    *,
    hypothesis: Finding | None,
    repair: Finding | None,
    strength: Mapping[str, Any] | None,
) -> Finding:
    """The verdict on a claim.

    literal     the finding on the literal reading.
    hypothesis  the finding on the statement with the named hypothesis added, if one is named.
    repair      the finding on the repair, if there is one.
    strength    mutants of the statement that was shown true: tried, killed, equivalent, survivors.

    A claim whose true statement lets a mutant through, or has none tried, is undecided.
    """
    found = literal
    if literal.verdict == "refuted" and hypothesis is not None and hypothesis.verdict == "holds":
        found = Finding("conditional", hypothesis.known)
    if found.verdict in ("undecided", "conflict"):
        return found
    if found.verdict in FAILS and (repair is None or repair.verdict not in ("holds", "supported")):
        shown = "none is named" if repair is None else f"it is {repair.verdict}"
        why = f" ({found.reason})" if found.reason else ""
        return Finding(
            "undecided", reason=f"{found.verdict}{why}, but the nearest true statement is not shown: {shown}"
        )
    if not strength or not strength["tried"]:
        return Finding(
            "undecided", reason="no mutant was tried, so the checks are not known to be able to fail"
        )
    if strength["survivors"]:
        return Finding("undecided", reason=f"a mutant passed the checks: {strength['survivors'][0]}")
    return found
