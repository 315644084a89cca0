"""The words of empirical claims: findings of a study, as trees."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from theorems.term import Number, Term, as_term

BOUNDS = ("below", "above")


class Asserted(NamedTuple):
    """One finding that a claim states.

    form     "less", "more", "as much", "below" or "above".
    study    of `numeric.experiments.studies`.
    where    problem ("" for the last, which is the largest), quantity, first and second method of a comparison;
             the name of a measure.
    bound    of a measure.
    """

    form: str
    study: str
    where: tuple[str, ...]
    bound: Fraction | None = None

    @property
    def sentence(self) -> str:
        """The finding in words."""
        if self.form in BOUNDS:
            return f"{self.where[0]} is {self.form} {self.bound} ({self.study})"
        problem, quantity, first, second = self.where
        how = {"less": "less {} than", "more": "more {} than", "as much": "as much {} as"}[self.form]
        place = f"on {problem}" if problem else "on the largest problem"
        return f"{first} has {how.format(quantity)} {second} {place} ({self.study})"


def less(study: str, problem: str, quantity: str, first: str, second: str) -> Term:
    """The first method needs less of the quantity than the second, beyond the study's margin."""
    return _finding("less", study, problem, quantity, first, second)


def more(study: str, problem: str, quantity: str, first: str, second: str) -> Term:
    """The first method needs more of the quantity than the second, beyond the study's margin."""
    return _finding("more", study, problem, quantity, first, second)


def as_much(study: str, problem: str, quantity: str, first: str, second: str) -> Term:
    """The two methods need the same, within the study's margin."""
    return _finding("as much", study, problem, quantity, first, second)


def below(study: str, measure: str, bound: Number) -> Term:
    """The median of a measured quantity lies below a bound."""
    return Term("finding", (_text("below"), _text(study), _text(measure), as_term(bound)))


def above(study: str, measure: str, bound: Number) -> Term:
    """The median of a measured quantity lies above a bound."""
    return Term("finding", (_text("above"), _text(study), _text(measure), as_term(bound)))


def all_of(*findings: Term) -> Term:
    """Every one of the findings."""
    return Term("findings", findings)


def asserted(states: Term) -> tuple[Asserted, ...]:
    """The findings that a statement asserts, in its order.

    Raises ValueError for a tree that is none of these words.
    """
    if states.op == "findings":
        return tuple(one for part in states.args for one in asserted(part))
    if states.op != "finding":
        raise ValueError(f"{states.op!r} is no finding of a study; use the words of theorems.empirics.")
    form, study, *rest = states.args
    if form.name in BOUNDS:
        measure, bound = rest
        return (Asserted(form.name, study.name, (measure.name,), bound.value),)
    return (Asserted(form.name, study.name, tuple(part.name for part in rest)),)


def _finding(form: str, study: str, *where: str) -> Term:
    return Term("finding", (_text(form), _text(study), *map(_text, where)))


def _text(words: str) -> Term:
    return Term("text", name=words)
