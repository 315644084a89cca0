"""The Fisher matrix of a portrait: derived, compared between charts, integrated where no rule applies, confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sympy as sp
from mpmath import mp
from sympy import Expr, Symbol

from derivations.expectation import law_of
from derivations.family import Finite, Interval, Naturals, Reals
from derivations.laws import NotClosedError
from derivations.moments import FisherResult, derive_fisher, integrate_fisher
from derivations.moments.derive import not_regular
from numeric.decimals.errors import NotNormalisedError
from numeric.errors import MassError, NonFiniteError, NumericError
from theorems.portraits import decimals, measure
from theorems.portraits.chart import agrees
from theorems.portraits.confirm import confirm
from theorems.portraits.findings import Findings, text
from theorems.portraits.jumps import moving_jump
from theorems.portraits.request import InputError
from theorems.portraits.subject import Subject

INTEGRABLE = (Finite, Interval, Naturals, Reals)
MASS_DIGITS = 15  # to which the mass of a law that no rule knows is measured


def fisher(subject: Subject) -> Findings:
    """The Fisher matrix by moment rules, its route, its conditions, and whether the family is regular."""
    result = derive_fisher(subject.family)
    jump = "" if result.regular is False else moving_jump(subject)
    if jump:
        result = not_regular(jump, "moving jump")
    found = _fisher(subject, result)
    if result.matrix is not None and subject.charted is not None:
        _compare_charts(subject, result, found)
    elif result.matrix is None and subject.charted is not None and result.regular is not False:
        _pull_back(subject, found)
    return found


def _fisher(subject: Subject, result: FisherResult) -> Findings:
    matrix = result.matrix
    domain = {d.symbol: d.domain for d in subject.declared}
    conditions = [c for c in result.conditions if not _implied(c, domain)]
    found = Findings(matrix=matrix)
    found.values = {
        "fisher": None if matrix is None else [[text(e) for e in matrix.row(i)] for i in range(matrix.rows)],
        "fisher_route": None if matrix is None else result.route,
        "conditions": [str(c) for c in conditions],
        "regular": result.regular,
        "hessian_form": result.hessian_form if matrix is not None or result.regular is False else None,
    }
    why = result.reasons.get("matrix", "")
    for name in ("fisher", "fisher_route"):
        if matrix is None:
            found.reasons[name] = why
    for name in ("regular", "hessian_form"):
        if found.values[name] is None:
            found.reasons[name] = result.reasons.get(name, why)
    return found


def _implied(condition: Any, domain: Mapping[Symbol, Any]) -> bool:
    """Whether an inequality of polynomials in one symbol holds on all of its interval: no root inside."""
    seen = condition.free_symbols
    if not isinstance(condition, sp.StrictGreaterThan | sp.StrictLessThan) or len(seen) != 1:
        return False
    (symbol,) = seen
    where, gap = domain.get(symbol), condition.gts - condition.lts
    if not isinstance(where, Interval) or not gap.is_polynomial(symbol) or where.lower.free_symbols:
        return False
    roots = sp.real_roots(sp.Poly(gap, symbol)) if not sp.Poly(gap, symbol).is_ground else []
    inside = [r for r in roots if (where.lower < r) == sp.true and (r < where.upper) == sp.true]
    middle = _inner(where)
    return not inside and bool(gap.subs(symbol, middle) > 0)


def _inner(interval: Interval) -> Expr:
    """A point of an interval with numbers for ends."""
    if interval.lower.is_finite:
        return (interval.lower + interval.upper) / 2 if interval.upper.is_finite else interval.lower + 1
    return interval.upper - 1 if interval.upper.is_finite else sp.S.Zero


def _compare_charts(subject: Subject, result: FisherResult, found: Findings) -> None:
    """Withdraw the matrix if deriving afresh and pulling back do not give the same."""
    moved = subject.charted
    assert moved is not None
    before = derive_fisher(moved.before)
    if before.matrix is None:
        return
    decision = agrees(moved.pulled_back(before.matrix), result.matrix, subject.points)
    found.values["fisher_route"] += f"; in the chart ({_listed(moved.forms)}), {decision.why}"
    if decision.holds is False:
        withdraw(found, f"CONTRADICTION between two charts: {decision.why}.")


def _pull_back(subject: Subject, found: Findings) -> None:
    """The metric of the family before, in the new coordinates, where no rule reads the new log-density."""
    moved = subject.charted
    assert moved is not None
    before = derive_fisher(moved.before)
    if before.matrix is not None:
        pulled = FisherResult(
            moved.pulled_back(before.matrix),
            f"{before.route}; pulled back to the chart ({_listed(moved.forms)})",
            before.regular,
            before.score_form,
            before.hessian_form,
            (),
            before.reasons,
        )
        there = _fisher(subject, pulled)
        found.values, found.reasons, found.matrix = there.values, there.reasons, there.matrix


def withdraw(found: Findings, why: str) -> None:
    """Take back a matrix that is contradicted."""
    found.matrix = None
    for name in ("fisher", "fisher_route", "hessian_form"):
        found.values[name], found.reasons[name] = None, why


def integrated(subject: Subject) -> Findings:
    """The Fisher matrix by SymPy's integrator, kept only if the measurement confirms it."""
    if not isinstance(subject.family.support, INTEGRABLE):
        return Findings({}, {"integrated": f"SymPy does not integrate over {subject.family.support}."})
    result = integrate_fisher(subject.family)
    if result.matrix is not None:
        result = replace(result, matrix=_without_extremes(result.matrix, subject))
        if result.matrix.has(sp.Min, sp.Max):
            return Findings(
                {}, {"integrated": f"SymPy finds {result.matrix.tolist()}, with cases left open."}
            )
    seen = confirm(subject.written, result.matrix, subject.points)
    if seen.digits is None:
        why = seen.disagrees or seen.reason
        return Findings({}, {"integrated": f"SymPy finds a matrix that is not confirmed: {why}."})
    found = _fisher(subject, result)
    found.values["hessian_form"] = None  # not looked at, which is not the same as not equal
    found.reasons["hessian_form"] = result.reasons["hessian_form"]
    return found


def _without_extremes(matrix: Any, subject: Subject) -> Any:
    """A matrix in which min(c, t) and max(c, t) are what the interval of t makes them, where it tells."""
    ends = {d.symbol: d.domain for d in subject.declared if isinstance(d.domain, Interval)}

    def chosen(extreme: Any) -> Expr:
        if len(extreme.args) != 2:
            return extreme
        for symbol, other in (extreme.args, extreme.args[::-1]):
            if symbol in ends and other.is_number:
                below, above = ends[symbol].upper <= other, ends[symbol].lower >= other
                least = isinstance(extreme, sp.Min)
                if below == sp.true:
                    return symbol if least else other
                if above == sp.true:
                    return other if least else symbol
        return extreme

    opened = matrix.replace(lambda e: isinstance(e, sp.Min | sp.Max), chosen)
    return opened if opened == matrix else opened.applyfunc(sp.simplify)


def normalised(subject: Subject) -> None:
    """Check that a density given as text has mass one at generic points, where that can be measured.

    Raises InputError with one line where it does not, or is not real.
    """
    for point in subject.points:
        where = ", ".join(f"{s} = {v}" for s, v in point.items())
        try:
            measure.require_mass(subject.written, point)
        except MassError as error:
            raise InputError(f"the density does not integrate to 1: at {where} {error}.") from None
        except NonFiniteError as error:
            raise InputError(f"the log-density is not real at {where}: {error}") from None
        except measure.NoMeasureError as error:
            _recognised(subject, str(error))
        except NumericError as error:
            _recognised(subject, f"at {where} its mass is not measured: {error}")
    if len(subject.written.observations) == 1 and not _is_known(subject):
        _to_many_digits(subject)


def _recognised(subject: Subject, why: str) -> None:
    """A law that is recognised has mass one by proof."""
    if not _is_known(subject):
        raise InputError(f"the density is not known to integrate to 1: {why}.")


def _is_known(subject: Subject) -> bool:
    try:
        law_of(subject.family)
    except NotClosedError:
        return False
    return True


def _to_many_digits(subject: Subject) -> None:
    """Measure the mass of an unknown law once more, to see a constant that is off by less than doubles show."""
    (point, *_) = subject.points
    try:
        decimals.information(subject.written, point, digits=MASS_DIGITS)
    except NotNormalisedError as error:
        where = ", ".join(f"{s} = {v}" for s, v in point.items())
        mass = mp.nstr(error.mass, MASS_DIGITS + 3)
        raise InputError(
            f"the density does not integrate to 1: at {where} its mass is {mass}, not 1."
        ) from None
    except (NumericError, measure.NoMeasureError):
        return  # doubles have seen mass one, to six digits


def confirmed(subject: Subject, matrix: Any, conditions: Any) -> Findings:
    """To how many digits the matrix is confirmed at generic points; a contradiction is said in `disagrees`."""
    seen = confirm(subject.written, matrix, subject.points_where(conditions))
    found = Findings({"confirmed_digits": seen.digits, "points": seen.points, "disagrees": seen.disagrees})
    if seen.digits is None:
        found.reasons["confirmed_digits"] = seen.disagrees or seen.reason
    return found


def _listed(forms: Any) -> str:
    return ", ".join(map(str, forms))
