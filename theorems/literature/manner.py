"""How historical claims are examined: one route, `record`, which compares assertions with the facts recorded."""

from __future__ import annotations

from typing import Any

from theorems.evidence import Evidence, Known, Outcome
from theorems.literature.comparison import Answer, Comparison, compare
from theorems.literature.words import Assertion, assertions
from theorems.manners import Question
from theorems.records import facts
from theorems.verdict import find_recorded

Row = dict[str, Any]
REQUIRED = "a fact of the record that says so and was read in a source"
NEAR_MISSES = "no near miss supported by the record"
OUTCOMES = {
    Answer.SUPPORTED: Outcome.SUPPORTS,
    Answer.CONTRADICTED: Outcome.REFUTES,
    Answer.NO_RECORD: Outcome.UNDECIDED,
}

find = find_recorded


def routes(profile: str) -> tuple[str, ...]:
    """The record is asked in every profile."""
    return ("record",)


def examine(question: Question) -> list[Row]:
    """The evidence on one statement, a row for each of its assertions."""
    asked = assertions(question.states)
    return [evidence(question.subject, it, compare(it, facts())).record() for it in asked]


def evidence(subject: str, assertion: Assertion, found: Comparison) -> Evidence:
    """What the record says of one assertion, with every fact that was consulted."""
    decided = found.answer is not Answer.NO_RECORD
    return Evidence(
        subject,
        "record",
        OUTCOMES[found.answer],
        Known.CITED if decided else None,
        REQUIRED,
        f"asserted: {assertion.sentence}; {found.observed}",
        "; ".join(fact.cited for fact in found.facts),
        {"asserted": assertion._asdict(), "facts": [fact.record() for fact in found.facts]},
    )


def trials(question: Question) -> list[Any]:
    """The fates of the near misses of a statement."""
    from theorems.literature import near_misses

    return near_misses.trials(question.states, facts())
