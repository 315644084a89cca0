"""How capability claims are examined: one route, `experiment`, which runs the acceptance check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from theorems.demonstrations.demonstration import Demonstration, load
from theorems.evidence import Evidence, Known, Outcome
from theorems.manners import Question
from theorems.verdict import Finding

Row = dict[str, Any]
ROUTE = "experiment"
REQUIRED = "every figure of the acceptance check accepted"
NEAR_MISSES = "every broken variant rejected by the same check"


def routes(profile: str) -> tuple[str, ...]:
    """The check is run in every profile."""
    return (ROUTE,)


def examine(question: Question) -> list[Row]:
    """The figures of the implementation."""
    shown = load(question.states.name)
    figures = shown.figures(shown.implementation)
    good = all(figure.accepted for figure in figures)
    return [
        Evidence(
            question.subject,
            ROUTE,
            Outcome.SUPPORTS if good else Outcome.UNDECIDED,
            Known.AGREES if good else None,
            REQUIRED,
            "; ".join(figure.sentence for figure in figures),
            f"{shown.text} Code: {', '.join(shown.code)}",
            {"acceptance": [figure.record() for figure in figures], "code": list(shown.code)},
        ).record()
    ]


def trials(question: Question) -> list[Any]:
    """The fates of the broken variants: rejected, or let through."""
    from theorems.trials import Trial

    shown = load(question.states.name)
    fates = []
    for variant in shown.broken:
        told = rejected(shown, variant.implementation)
        fates.append(Trial("broken on purpose", variant.text, "rejected" if told else "survived", told))
    return fates


def rejected(shown: Demonstration, implementation: Any) -> str:
    """Why the check rejects an implementation, or "" when it accepts it."""
    try:
        wrong = [figure for figure in shown.figures(implementation) if not figure.accepted]
    except Exception as error:  # a broken implementation may raise anything, and raising is a rejection
        return f"raised {type(error).__name__}: {error}"
    return wrong[0].sentence.replace("≤", "not ≤").replace("≥", "not ≥") if wrong else ""


def find(rows: Iterable[Mapping[str, Any]]) -> Finding:
    """Demonstrated if the check accepts the implementation."""
    asked = [row for row in rows if row["route"] == ROUTE]
    stopped = [row for row in asked if row["outcome"] in ("killed", "error")]
    if stopped:
        return Finding("undecided", reason=f"{ROUTE}: {stopped[0]['detail']}")
    if not asked:
        return Finding("undecided", reason="the acceptance check was not run")
    failed = [row for row in asked if row["outcome"] != "supports"]
    if failed:
        return Finding(
            "undecided", reason=f"the acceptance check does not accept it: {failed[0]['observed']}"
        )
    return Finding("demonstrated", "agrees")
