"""Assertions that are nearly true, which the record must not support: the test of the comparison itself.

Whether a value is recorded is asked letter by letter here, not by the relation's own sense of sameness: a
comparison that is too lax, or that always says yes, lets a near miss through and is seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from theorems.literature.comparison import Answer, compare
from theorems.literature.fact import Fact
from theorems.literature.relations import relation
from theorems.literature.words import Assertion, assertions
from theorems.term import Term
from theorems.trials import Trial

OTHERS = 2  # values, and subjects, borrowed from the rest of the record for each assertion


def near_misses(assertion: Assertion, record: Sequence[Fact]) -> Iterator[tuple[str, Assertion]]:
    """Near misses of one assertion, each once, with the operator that made it."""
    made: dict[Assertion, str] = {}
    for operator, wrong in candidates(assertion, record):
        made.setdefault(wrong, operator)
    yield from ((operator, wrong) for wrong, operator in made.items())


def candidates(assertion: Assertion, record: Sequence[Fact]) -> Iterator[tuple[str, Assertion]]:
    """What the operators make: values near the asserted one, values of others, other subjects."""
    alike = [fact for fact in record if fact.relation == assertion.relation]
    recorded = {fact.value for fact in alike if fact.subject == assertion.subject} | {assertion.value}
    for operator, values in relation(assertion.relation).near(assertion.value):
        fresh = [value for value in values if value not in recorded]
        if fresh:
            yield operator, assertion._replace(value=fresh[0])
    foreign = dict.fromkeys(fact.value for fact in alike if fact.value not in recorded)
    for value in list(foreign)[:OTHERS]:
        yield "what is recorded of another", assertion._replace(value=value)
    holders = {fact.subject for fact in alike if fact.value in recorded} | {assertion.subject}
    strangers = dict.fromkeys(fact.subject for fact in alike if fact.subject not in holders)
    for subject in list(strangers)[:OTHERS]:
        yield "another subject", assertion._replace(subject=subject)


def trials(states: Term, record: Sequence[Fact]) -> list[Trial]:
    """What the record says of every statement that has one near miss in the place of a true assertion.

    The other assertions are left as they are, so a near miss is rejected only by what is wrong with it.
    """
    return [
        judged(operator, wrong, record)
        for assertion in assertions(states)
        for operator, wrong in near_misses(assertion, record)
    ]


def judged(operator: str, wrong: Assertion, record: Sequence[Fact]) -> Trial:
    """The fate of one near miss."""
    found = compare(wrong, record)
    fate = {Answer.SUPPORTED: "survived", Answer.CONTRADICTED: "refuted", Answer.NO_RECORD: "rejected"}
    return Trial(operator, wrong.sentence, fate[found.answer], found.observed)
