"""Try the checks themselves: every mutant of a true statement must be refuted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from theorems.arithmetic.flint_fractions import FlintFractions
from theorems.claim import Variant
from theorems.examination import POINTS, examine, generic_instances, prove, refute
from theorems.instances import Instance
from theorems.language import Equal
from theorems.latex import latex
from theorems.mutants import mutants
from theorems.routes import Subject
from theorems.search import simplest_counterexample
from theorems.setting import Setting
from theorems.term import Term


@dataclass(frozen=True)
class Trial:
    """A mutant's fate.

    operator  what made it.
    text      the mutated statement.
    outcome   refuted, equivalent (proved true as well) or survived.
    detail    the instance that refutes it, or the proof.
    """

    operator: str
    text: str
    outcome: str
    detail: str


def tried(operator: str, text: str, statement: Term, setting: Setting, subject: Subject) -> Trial:
    """Refute one mutant, or prove that it is true too, or report that it passes."""
    found = refute(statement, setting, subject.key)
    if found is not None:
        return Trial(operator, text, "refuted", found.instance.label)
    if exists_nowhere(statement, setting, subject):
        return Trial(operator, text, "refuted", "it has no real value at any generic point")
    sizes = [n for n in setting.sizes if n <= 2] or [min(setting.sizes)]
    if any(sides_are_equal(node, setting, sizes[0]) for node in asserted(statement) if node.op == "gt"):
        return Trial(operator, text, "refuted", f"the two sides are proved equal, n = {sizes[0]}")
    if all(prove(statement, setting, n, engines=(FlintFractions,)).proved for n in sizes):
        return Trial(operator, text, "equivalent", "proved true as well, so it says nothing new")
    shrunk = simplest_counterexample(statement, setting, examples=60)
    if shrunk is not None:
        return Trial(operator, text, "refuted", shrunk.instance.label)
    return Trial(operator, text, "survived", "neither refuted nor proved")


def exists_nowhere(statement: Term, setting: Setting, subject: Subject) -> bool:
    """Whether a mutant is outside its domain at every generic point, where the statement itself has values."""

    def outside(term: Term, instance: Instance) -> bool | None:
        found = examine(term, instance)
        return None if found is None else bool(found.judgement.extra.get("outside"))

    points = 0
    for instance in generic_instances(setting, subject.key):
        if outside(statement, instance) is not True or outside(subject.states, instance) is not False:
            return False
        points += 1
    return points >= POINTS


def changed_part(original: Term, mutant: Term) -> Term:
    """The part of a conjunction that a mutant changes; the whole of any other statement."""
    if original.op == mutant.op == "and" and len(original.args) == len(mutant.args):
        for before, after in zip(original.args, mutant.args, strict=True):
            if before != after:
                return changed_part(before, after)
    return mutant


def asserted(statement: Term) -> Iterator[Term]:
    """The relations a statement asserts outright: itself, or the parts of a conjunction."""
    if statement.op == "and":
        for part in statement.args:
            yield from asserted(part)
    else:
        yield statement


def sides_are_equal(relation: Term, setting: Setting, n: int) -> bool:
    """Whether a strict inequality is false because its two sides are proved equal."""
    return prove(Equal(*relation.args), setting, n, engines=(FlintFractions,)).proved


def trials(subject: Subject, variants: tuple[Variant, ...]) -> list[Trial]:
    """The fates of all mutants of a statement, hand-written variants last."""
    results = [
        tried(
            m.operator,
            f"${latex(changed_part(subject.states, m.statement))}$",
            m.statement,
            subject.given,
            subject,
        )
        for m in mutants(subject.states, subject.given)
    ]
    results.extend(
        tried("by hand", v.text, v.states, v.given if v.given is not None else subject.given, subject)
        for v in variants
    )
    return results
