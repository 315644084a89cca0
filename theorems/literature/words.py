"""The words of historical claims: each makes a statement of one assertion or more.

A statement is a tree like any other, so it is hashed, written as JSON and told apart by equality; but its
leaves are texts and its operator `asserts` is compared with the record instead of being evaluated.
"""

from __future__ import annotations

from typing import NamedTuple

from theorems.language import And
from theorems.literature.relations import relation
from theorems.term import Term

OPERATOR = "asserts"


class Assertion(NamedTuple):
    """That a subject has a value under a relation."""

    subject: str
    relation: str
    value: str

    @property
    def sentence(self) -> str:
        """The assertion in words."""
        return relation(self.relation).says.format(subject=self.subject, value=self.value)


def asserts(subject: str, name: str, value: str) -> Term:
    """The statement that a subject has a value under the relation of that name.

    Raises ValueError for a relation that is not in the vocabulary.
    """
    relation(name)
    return Term(OPERATOR, (Term("text", name=subject), Term("text", name=value)), name=name)


def assertions(statement: Term) -> list[Assertion]:
    """The assertions of a statement, in order.

    Raises TypeError for a statement that is not made of assertions.
    """
    if statement.op == "and":
        return [found for part in statement.args for found in assertions(part)]
    if statement.op != OPERATOR:
        raise TypeError(
            f"the record is asked about {statement.op!r}, which is no assertion; "
            "a historical claim states published(...), trained_by(...) and the other words of `theorems.literature`."
        )
    subject, value = statement.args
    return [Assertion(subject.name, statement.name, value.name)]


def all_of(*statements: Term) -> Term:
    """All the assertions of the statements: contradicted as soon as one is."""
    parts = [asserts(*found) for statement in statements for found in assertions(statement)]
    return parts[0] if len(parts) == 1 else And(*parts)


def published(work: str, *, authors: str = "", title: str = "", year: int | None = None) -> Term:
    """That a work is by these authors, bears this title, appeared in this year: what is given is asserted.

    work     its key in references.bib.
    authors  surnames separated by commas, or "A et al.".

    Raises ValueError where nothing is given.
    """
    given = {"authors": authors, "title": title, "year": "" if year is None else str(year)}
    parts = [asserts(work, name, value) for name, value in given.items() if value]
    if not parts:
        raise ValueError(f"nothing is said of {work}; give its authors, its title or its year.")
    return all_of(*parts)


def trained_by(system: str, optimizer: str) -> Term:
    """That a system was trained by an optimizer."""
    return asserts(system, "optimizer", optimizer)


def keeps(method: str, what: str) -> Term:
    """What an optimizer keeps in order to precondition."""
    return asserts(method, "storage", what)


def variant_of(method: str, other: str) -> Term:
    """That a method is a variant of another."""
    return asserts(method, "variant", other)


def idea(work: str, what: str) -> Term:
    """What a work sets out."""
    return asserts(work, "idea", what)


def credited_to(what: str, work: str) -> Term:
    """That a thing is credited to a work."""
    return asserts(what, "credit", work)


def form(work: str, what: str) -> Term:
    """What sort of work it is."""
    return asserts(work, "form", what)


def regarded_as(work: str, what: str) -> Term:
    """How a work is appraised."""
    return asserts(work, "esteem", what)


def uses(method: str, what: str) -> Term:
    """What a method uses."""
    return asserts(method, "use", what)


def approximates(method: str, what: str) -> Term:
    """What a method approximates."""
    return asserts(method, "approximation", what)


def applied_to(method: str, what: str) -> Term:
    """What a method was applied to."""
    return asserts(method, "application", what)


def recorded_lecture(speaker: str, what: str) -> Term:
    """That there is a recording of a speaker's lecture."""
    return asserts(speaker, "lecture", what)


def gain(method: str, factor: int, *, of: str) -> Term:
    """By which factor a method outdoes SGD.

    of  "iterations" or "time".
    """
    return asserts(method, f"gain in {of}", str(factor))
