"""An assertion against the record: supported, contradicted, or no record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from theorems.literature.fact import Fact
from theorems.literature.relations import relation
from theorems.literature.words import Assertion


class Answer(StrEnum):
    """What the record says of an assertion."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NO_RECORD = "no record"


@dataclass(frozen=True)
class Comparison:
    """The answer, the facts it rests on, and what they say in words.

    answer    supported, contradicted or no record.
    facts     what agrees or what speaks against it; where there is no record, what is recorded instead.
    observed  in words.
    """

    answer: Answer
    facts: tuple[Fact, ...]
    observed: str


def compare(assertion: Assertion, record: Iterable[Fact]) -> Comparison:
    """The answer of the record to one assertion.

    Supported needs a fact that was read and has the asserted value. A closed relation contradicts where a
    fact was read and none agrees. A fact that was only recalled decides nothing either way.
    """
    word = relation(assertion.relation)
    about = [f for f in record if (f.subject, f.relation) == (assertion.subject, assertion.relation)]
    agreeing = [fact for fact in about if word.same(assertion.value, fact.value)]
    read = [fact for fact in agreeing if fact.how == "read"]
    if read:
        return Comparison(Answer.SUPPORTED, tuple(read), "recorded so")
    if agreeing:
        return Comparison(Answer.NO_RECORD, tuple(agreeing), "recalled so, and not read in a source")
    others = [fact for fact in about if fact.how == "read"]
    if word.closed and others:
        return Comparison(Answer.CONTRADICTED, tuple(others), f"recorded instead: {listed(others)}")
    if others:
        return Comparison(Answer.NO_RECORD, tuple(others), f"recorded is only: {listed(others)}")
    if about:
        return Comparison(Answer.NO_RECORD, tuple(about), f"recalled instead, and not read: {listed(about)}")
    return Comparison(Answer.NO_RECORD, (), "nothing of the kind is recorded")


def listed(facts: Sequence[Fact]) -> str:
    """The values of facts, each once, in their order."""
    return ", ".join(dict.fromkeys(fact.value for fact in facts))
