"""Quantities as derived: closed forms of `derivations`, written as terms once and evaluated in every arithmetic."""

from __future__ import annotations

from functools import cache
from typing import Any

from theorems.arithmetic.base import OutsideArithmeticError
from theorems.arithmetic.matrix import Mat
from theorems.evaluate import Evaluator, as_scalar
from theorems.from_sympy import NoTermError, term_of
from theorems.quantities.domain import Condition, as_conditions, conditions_of, require_inside
from theorems.quantities.naming import MATRICES, bound, family_of, kind_of, renamed, require_size, split
from theorems.term import Term


def value(ev: Evaluator, term: Term) -> Any:
    """The closed form at the values of the arguments: a matrix for the kinds that are matrices, else a scalar.

    Raises OutsideDomainError outside of the family's domain or of the conditions of the closed form, and
    OutsideArithmeticError where `derivations` has no closed form, or terms no word for it.
    """
    family, kind = family_of(term), kind_of(term)
    require_size(term, family, ev.n)
    arguments = [as_scalar(ev(argument)) for argument in term.args]
    points, fixed = split(term, arguments, family)
    inner = ev.binding(**bound(family, points, fixed))
    require_inside(inner, conditions_of(family.name, len(points)), family.name)
    forms = closed_form(kind, family.name)
    if kind in OF_FISHER:
        require_inside(inner, conditions_of_fisher(family.name), f"the Fisher matrix of {family.name}")
    if kind not in MATRICES:
        return as_scalar(inner(forms[0][0]))
    return Mat(tuple(tuple(as_scalar(inner(form)) for form in row) for row in forms), ("n", "n"))


def closed_form(kind: str, name: str) -> tuple[tuple[Term, ...], ...]:
    """The derived form, entry by entry, in the symbols that `naming.bound` binds.

    Raises OutsideArithmeticError where there is none.
    """
    found = closed_form_or_reason(kind, name)
    if isinstance(found, str):
        raise OutsideArithmeticError(f"the {kind} of {name} has no closed form here: {found}")
    return found


@cache
def closed_form_or_reason(kind: str, name: str) -> tuple[tuple[Term, ...], ...] | str:
    """The derived form, or why there is none: a search that fails is not repeated at every instance either."""
    from derivations.geometry.errors import GeometryError
    from derivations.laws import NotClosedError

    try:
        rows = DERIVATIONS[kind](name)
        return tuple(tuple(term_of(entry) for entry in row) for row in rows)
    except (NotClosedError, GeometryError, NoTermError) as error:
        return str(error)


@cache
def conditions_of_fisher(name: str) -> tuple[Condition, ...]:
    """The conditions within the domain under which the information is finite, such as b > 1/2."""
    family, found = moments(name)
    return tuple(c for relation in found.conditions for c in as_conditions(relation, renamed(family, 0)))


@cache
def moments(name: str) -> tuple[Any, Any]:
    """A family in plain form, and what moment rules say of its Fisher matrix.

    Raises NotClosedError where they have no closed form.
    """
    from derivations.laws import NotClosedError
    from derivations.moments import derive_fisher

    family = _load(name)
    found = derive_fisher(family)
    if found.matrix is None:
        raise NotClosedError(found.reasons.get("matrix", "no rule applies"))
    return family, found


def fisher(name: str) -> list[list[Any]]:
    """The Fisher matrix by moment rules."""
    family, found = moments(name)
    names = renamed(family, 0)
    return [
        [entry.subs(names, simultaneous=True) for entry in found.matrix.row(i)]
        for i in range(found.matrix.rows)
    ]


def kl(name: str) -> list[list[Any]]:
    """The Kullback-Leibler divergence of two laws of the family.

    Raises NotClosedError where the support moves, so that it is infinite on one side.
    """
    import sympy as sp

    from derivations.divergence import kl as divergence
    from derivations.laws import NotClosedError

    family = _load(name)
    found = divergence(family)
    if found.value.has(sp.Piecewise):
        raise NotClosedError("the divergence is infinite where the first support is not in the second")
    names = renamed(family, 0, found.first) | renamed(family, 1, found.second)
    return [[found.value.subs(names, simultaneous=True)]]


def curvature(name: str) -> list[list[Any]]:
    """The scalar curvature R of the Fisher metric, twice the Gaussian one for two parameters."""
    from derivations.geometry.connections import levi_civita
    from derivations.geometry.curvature import scalar_curvature

    family, found = moments(name)
    R = scalar_curvature(levi_civita(found.matrix, family.parameters))
    return [[R.subs(renamed(family, 0), simultaneous=True)]]


DERIVATIONS = {"fisher": fisher, "kl": kl, "curvature": curvature}
OF_FISHER = frozenset({"fisher", "curvature"})  # kinds that exist where the Fisher matrix does


def _load(name: str) -> Any:
    from derivations import families
    from derivations.laws.plain import plain

    return plain(families.load(name))
