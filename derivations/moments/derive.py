"""The Fisher matrix of a family with its route, its conditions, and whether the family is regular."""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp

from derivations.expectation import law_of
from derivations.family import Family, Integers, Interval
from derivations.laws import Law, NotClosedError
from derivations.laws.pivoted import Product, exists
from derivations.laws.plain import plain
from derivations.laws.terms import DivergentError
from derivations.moments.forms import hessian_form, mean_score_form, same, score_form, vanishes
from derivations.moments.result import FisherResult
from derivations.moments.tidying import beyond_domain, closed_form

JUMPS = (sp.Piecewise, sp.Heaviside, sp.sign, sp.floor, sp.ceiling, sp.Max, sp.Min)
FIELDS = ("matrix", "regular", "score_form", "hessian_form")


def derive_fisher(family: Family) -> FisherResult:
    """The Fisher matrix of a family by moment rules, with its route; never by integration.

    >>> from derivations.families import load
    >>> found = derive_fisher(load("normal"))
    >>> found.matrix, found.regular, found.hessian_form
    (Matrix([
    [1/v,          0],
    [  0, 1/(2*v**2)]]), True, True)
    """
    family = plain(family)
    moving = moving_ends(family)
    if moving:
        return not_regular(f"The support {family.support} moves with {moving}.", "moving support")
    try:
        return _from_law(family, law_of(family))
    except DivergentError as error:
        return not_regular(f"The information is infinite. {error}", law_of(family).rule)
    except NotClosedError as error:
        return _not_closed(family.unsolved or str(error))


def _from_law(family: Family, law: Law) -> FisherResult:
    """Both forms and the mean score; raises NotClosedError where the score form has no closed value."""
    score = score_form(family)
    reasons: dict[str, str] = {}
    hessian, why = _attempt(hessian_form, family)
    said = why if hessian is None else _apart(family, score, hessian)
    agrees = not said
    if said:
        reasons["hessian_form"] = said
    regular, why = _regular(family, agrees)
    if why:
        reasons["regular"] = why
    if regular is False:
        return not_regular(why, law.rule)
    conditions = beyond_domain((*exists(law), *score.conditions), family)
    return FisherResult(score.matrix, law.rule, regular, True, agrees, conditions, reasons)


def _attempt(derive: Callable[[Family], Product], family: Family) -> tuple[Product | None, str]:
    try:
        return derive(family), ""
    except NotClosedError as error:
        return None, str(error)


def _apart(family: Family, score: Product, hessian: Product) -> str:
    """Why the Hessian form is not the score form; empty where it is, under no further conditions."""
    if not same(score.matrix, hessian.matrix):
        return f"-E[d_i d_j log p] is {closed_form(hessian.matrix).tolist()}, not proved equal."
    needed = set(beyond_domain(score.conditions, family))
    further = [
        str(c)
        for c in beyond_domain(hessian.conditions, family)
        if c not in needed and not isinstance(c, sp.Ne)
    ]
    return f"It is equal where {', '.join(further)}; elsewhere it diverges or differs." if further else ""


def _regular(family: Family, hessian_agrees: bool) -> tuple[bool | None, str]:
    """Whether the family is regular, given a finite score form and a fixed support; and why not."""
    centre, why = _attempt(mean_score_form, family)
    if centre is None:
        return None, f"The mean score has no closed value. {why}"
    if not all(vanishes(entry) for entry in centre.matrix):
        return False, f"The mean score is {list(centre.matrix)}, not proved zero."
    kinks = family.log_density.has(sp.Abs) and not family.log_density.has(*JUMPS)
    if hessian_agrees or kinks:
        # Off its kinks the log-density is smooth, and the information is finite: differentiable in
        # quadratic mean, [Vaart1998] lemma 7.6.
        return True, ""
    return None, "The Hessian form does not agree, and the log-density has no kink that explains it."


def moving_ends(family: Family) -> str:
    """The parameters that the ends of the support contain, as a text; empty for a fixed support."""
    if not isinstance(family.support, Interval | Integers):
        return ""
    ends = sp.Tuple(family.support.lower, family.support.upper)
    return ", ".join(sorted(str(s) for s in ends.free_symbols & set(family.parameters)))


def not_regular(why: str, route: str) -> FisherResult:
    """The result for a family with moving support or infinite information."""
    return FisherResult(None, route, False, False, False, (), dict.fromkeys(FIELDS, why))


def _not_closed(why: str) -> FisherResult:
    return FisherResult(None, "none", None, False, False, (), dict.fromkeys(FIELDS, why))
