"""The lines a terminal shows for a claim and for a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from fisherproof.checking import SEED
from fisherproof.errors import shown
from fisherproof.terminal import Terminal, width

# The worst last, as a reader's eye ends there.
VERDICTS = (
    "holds", "definition", "supported", "demonstrated",
    "conditional", "refuted", "ill-posed", "contradicted", "undecided", "conflict",
)  # fmt: skip
_STANDS = frozenset(VERDICTS[:4])
COLOURS = {
    **dict.fromkeys(_STANDS, "green"),
    "conditional": "cyan",
    "undecided": "yellow",
    "conflict": "bold red",
    **dict.fromkeys(("refuted", "ill-posed", "contradicted"), "red"),
}
SHORT = 64  # columns of a formula that leaves room for what became of it on a line of 120
TOLD = 100  # columns of a literal reading in words; a longer one is for `explain`
_GAP = "      "
_INDENT = " " * 13


def readable(text: object, *, limit: int = 2000) -> str:
    """Give a record's text on one line, its formulas in Unicode, without what could drive a terminal."""
    from reports.mathtext.plain import plain

    return shown(plain(" ".join(str(text).split())), limit=limit)


def readable_formula(source: object, *, limit: int = 2000) -> str:
    """Give a record's formula, which has no dollar signs, on one line in Unicode."""
    from reports.mathtext.plain import plain_formula

    return shown(plain_formula(str(source)), limit=limit)


def verdict_word(word: object, to: Terminal) -> str:
    """Give a verdict in its colour."""
    return to.paint(shown(word), COLOURS.get(str(word), "red"))


def strength(claim: Mapping[str, Any]) -> str:
    """Say how many mutants of those tried were rejected."""
    return f"{claim['strength']['killed']} of {claim['strength']['tried']}"


def headline(claim: Mapping[str, Any], to: Terminal, *, columns: int = 0) -> str:
    """Give the one line of a claim: id, verdict and, where it stands, how that is known and the strength.

    columns  kept for the id.
    """
    word = str(claim["verdict"])
    head = f"{shown(claim['id']):<{columns}}   {verdict_word(word, to)}"
    if word not in _STANDS:
        return head
    return f"{head}{' ' * (12 - len(word))}   {claim['known'] or '-':<12}   {strength(claim)}"


def block(
    claim: Mapping[str, Any], run: Mapping[str, Any], to: Terminal, *, output: str | None = None
) -> list[str]:
    """Give the lines below the headline of a claim that does not stand: finding, repair, command.

    run     the record's "run"; its seed and profile are in the last line.
    output  folder of the certificates, None if none were written.
    """
    if claim["verdict"] in _STANDS:
        return []
    certificate = f"{output}/{claim['certificate']}" if output and claim.get("certificate") else ""
    return [
        *_item("literal", _literal(claim), _finding(claim), to),
        *_nearest(claim, to),
        _pasted("strength", strength(claim) + (f"{_GAP}certificate  {certificate}" if certificate else "")),
        _pasted("again", again(claim["id"], run)),
    ]


def _item(label: str, text: str, found: str, to: Terminal) -> list[str]:
    """A labelled text and what became of it: on one line if they fit there, else on two or more."""
    first = f"   {label:<10}"
    together = f"{text}{_GAP}{found}" if text and found else text or found
    if to.columns is None or len(first) + width(together) <= to.columns:
        return [first + together]
    if found.isalpha():  # one word is lost on a line of its own
        return to.wrap(f"{text} ({found})", first=first, indent=_INDENT)
    lines = to.wrap(text, first=first, indent=_INDENT)
    return lines + (to.wrap(found, first=_INDENT, indent=_INDENT) if found else [])


def _pasted(label: str, text: str) -> str:
    """A labelled line that is not broken, because it is there to be copied."""
    return f"   {label:<10}{text}"


def again(claim: str, run: Mapping[str, Any]) -> str:
    """Give the command that decides a claim again as this run did."""
    profile = "" if run.get("profile", "default") == "default" else f" --profile {run['profile']}"
    return f"fisherproof check {claim} --seed {run.get('seed', SEED)}{profile}"


def _brief(formula: object, text: object) -> str:
    """A formula where it is short enough to be read at a glance, else the words for it."""
    made = readable_formula(formula) if formula else ""
    return made if made and width(made) <= SHORT else readable(text)


def _literal(claim: Mapping[str, Any]) -> str:
    reading: Mapping[str, Any] = next((r for r in claim.get("readings", []) if r.get("literal")), {})
    told = _brief(reading.get("formula"), reading.get("text") or claim["statement"])
    return told if width(told) <= TOLD else readable(claim.get("title") or told)


def _nearest(claim: Mapping[str, Any], to: Terminal) -> Iterator[str]:
    """Yield the hypothesis under which the claim holds and its repair, each with how it is known."""
    repair, hypothesis = claim.get("repair") or {}, claim.get("hypothesis") or ""
    same = bool(hypothesis) and str(repair.get("statement", "")).endswith(hypothesis)
    if hypothesis:
        yield from _item("holds if", readable(hypothesis), (same and repair.get("known")) or "", to)
    if repair and not same:
        text = _brief(repair.get("formula"), repair["statement"])
        yield from _item("repair", text, repair.get("known") or "", to)


def _finding(claim: Mapping[str, Any]) -> str:
    """Say what became of the literal reading: refuted at which data, or the reason why not decided."""
    point, verdict = claim.get("counterexample"), str(claim["verdict"])
    refuted = "refuted" if verdict == "conditional" else verdict
    if point:
        return f"{refuted} at {readable(point.get('text') or _point(point))}"
    return f"{verdict}: {readable(claim['reason'])}" if claim.get("reason") else verdict


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
