"""A derived matrix, or divergence, against what is measured at generic points from the log-density alone.

Agreement is counted in digits, of the size that an entry can have: |d - m|/sqrt(m_ii*m_jj).  The digits that are
claimed are no more than the measurement itself shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor, log10
from typing import Any

import numpy as np
import sympy as sp
from mpmath import mp
from sympy import Expr, Symbol

from derivations.family import Counts, Family
from derivations.geometry.points import second_point
from numeric.arrays import Array
from numeric.errors import NumericError
from theorems.portraits import decimals, measure
from theorems.portraits.affinity import affinity
from theorems.portraits.subject import Subject

FEWEST = 5  # digits below which a measurement says nothing
DOUBT = 30.0  # how many times the error it shows a measurement may be off before it contradicts
MOST = 15  # digits a double holds
LARGEST_MEAN = mp.mpf("1e-8")  # of a score, in its standard deviations; beyond it a family is not regular
Points = Sequence[Mapping[Symbol, Expr]]


@dataclass(frozen=True)
class Confirmation:
    """What the measurement says of a derived quantity.

    digits    to which it agrees at every point; None where no measurement was possible or they disagree.
    points    at how many points.
    disagrees a sentence with both values where they differ; empty otherwise.
    reason    why there are no digits; empty otherwise.
    """

    digits: int | None
    points: int
    disagrees: str = ""
    reason: str = ""


def confirm(family: Family, matrix: Any, points: Points) -> Confirmation:
    """Compare a derived Fisher matrix, (k, k), with E[s*s.T] measured at each point."""
    several = len(family.observations) > 1 and not isinstance(family.support, Counts)
    digits = []
    for point in points:
        found = (_by_floats if several else _by_decimals)(family, matrix, point)
        if found.digits is None and not found.disagrees:  # the other kernel may have a rule
            other = (_by_decimals if several else _by_floats)(family, matrix, point)
            found = replace(other, reason=other.reason and f"{found.reason}; {other.reason}")
        if found.digits is None:
            return found
        digits.append(found.digits)
    return Confirmation(min(digits), len(digits))


def _by_decimals(family: Family, matrix: Any, point: Mapping[Symbol, Expr]) -> Confirmation:
    """At one point, to as many digits as two rules share: 30 in one dimension."""
    try:
        found = decimals.information(family, point)
    except (NumericError, measure.NoMeasureError) as error:
        return _unmeasured(point, error)
    moved = matrix.subs(dict(point), simultaneous=True)
    shared = []
    for i, mean in enumerate(found.mean):
        if abs(mean.value) > LARGEST_MEAN * mp.sqrt(abs(found.fisher[i][i].value)):
            return _contradicted(point, f"the mean of score {i + 1}", sp.S.Zero, mp.nstr(mean.value, 15))
    for i, row in enumerate(found.fisher):
        for j, entry in enumerate(row):
            agreed = entry.shared_with(decimals.exact(moved[i, j]))
            if agreed < entry.digits:
                return _contradicted(point, f"entry {i + 1}, {j + 1}", moved[i, j], mp.nstr(entry.value, 15))
            shared.append(agreed)
    return Confirmation(min(shared), 1)


def _by_floats(family: Family, matrix: Any, point: Mapping[Symbol, Expr]) -> Confirmation:
    """At one point, in doubles: the faster one in several dimensions."""
    try:
        found = measure.information(family, point)
    except (NumericError, measure.NoMeasureError) as error:
        return _unmeasured(point, error)
    derived = _values(matrix, point)
    size = np.sqrt(np.outer(np.diag(found.value), np.diag(found.value)))
    seen, differs = _digits(derived, found.value, found.error, size)
    if differs:
        return _contradicted(point, "the matrix", derived.tolist(), found.value.tolist())
    if seen < FEWEST:
        return Confirmation(None, 0, reason=f"the measurement shows only {seen} digits at {_said(point)}")
    return Confirmation(seen, 1)


def _unmeasured(point: Mapping[Symbol, Expr], error: Exception) -> Confirmation:
    return Confirmation(None, 0, reason=f"not measured at {_said(point)}: {error}")


def _contradicted(point: Mapping[Symbol, Expr], what: str, derived: Any, measured: Any) -> Confirmation:
    shown = sp.N(derived, 15) if isinstance(derived, sp.Basic) else derived
    said = f"at {_said(point)} {what} is {shown} as derived, and {measured} as measured from the log-density"
    return Confirmation(None, 0, disagrees=said)


def confirm_kl(family: Family, value: Expr, pairs: Sequence[tuple[Any, Any, Any]]) -> Confirmation:
    """Compare a divergence with its measure.

    pairs  (values of every symbol in `value`, first point, second point).
    """
    digits = MOST
    for values, first, second in pairs:
        try:
            found = measure.kl(family, first, second)
        except (NumericError, measure.NoMeasureError) as error:
            return Confirmation(None, 0, reason=f"not measured: {error}")
        derived = _values(sp.Matrix([[value]]), values)[0, 0]
        seen, differs = _digits(derived, found.value, found.error, np.abs(found.value))
        if differs:
            return Confirmation(
                None, 0, disagrees=f"derived {derived}, measured {float(found.value)} at {_said(values)}"
            )
        digits = min(digits, seen)
    return Confirmation(digits, len(pairs))


def pairs_of(subject: Subject) -> list[tuple[dict[Symbol, Expr], Any, Any]]:
    """Three pairs of generic points: values of the parameters suffixed _1 and _2, and the two points."""
    family, points = subject.family, subject.points
    first, second = second_point(family.parameters)
    found = []
    for one, other in zip(points, (*points[1:], points[0]), strict=True):
        values = {s: one[s] for s in family.fixed}
        values |= {a: one[p] for a, p in zip(first, family.parameters, strict=True)}
        values |= {b: other[p] for b, p in zip(second, family.parameters, strict=True)}
        found.append((values, one, other))
    return found


def confirm_affinity(
    family: Family, found: tuple[Expr, Expr], pairs: Sequence[tuple[Any, Any, Any]], *, order: Expr
) -> Confirmation:
    """Compare Renyi's divergence of an order a, and that of alpha = 1 - 2*a, with the affinity as measured.

    found  both, at that order, as expressions in the two points.
    pairs  as in confirm_kl.
    """
    digits, a = MOST, float(order)
    for values, first, second in pairs:
        try:
            A = affinity(family, first, second, order=a)
        except (NumericError, measure.NoMeasureError) as error:
            return Confirmation(None, 0, reason=f"not measured: {error}")
        measured = np.array([np.log(A.value) / (a - 1), (1 - A.value) / (a * (1 - a))])
        uncertain = A.error * np.array([1 / (A.value * (1 - a)), 1 / (a * (1 - a))])
        # Not by exact substitution: powers of fractions with large exponents would be written out.
        derived = np.array([_float(e.evalf(30, subs=values)) for e in found])
        seen, differs = _digits(derived, measured, uncertain, np.abs(measured))
        if differs:
            said = f"derived {derived.tolist()}, measured {measured.tolist()} at {_said(values)}"
            return Confirmation(None, 0, disagrees=said)
        digits = min(digits, seen)
    return Confirmation(digits, len(pairs))


def _values(matrix: Any, point: Mapping[Symbol, Expr]) -> Array:
    moved = matrix.subs(dict(point), simultaneous=True)
    return np.array([[_float(e) for e in moved.row(i)] for i in range(moved.rows)])


def _float(value: Expr) -> float:
    """A double, NaN for what is no real number: it then contradicts every measurement."""
    found = sp.N(value, 20)
    return float(found) if found.is_real else float("nan")


def _digits(derived: Any, found: Any, error: Any, size: Any) -> tuple[int, bool]:
    """Digits of agreement, and whether the two contradict each other."""
    scale = np.maximum(size, np.finfo(float).tiny)
    apart = float(np.max(np.abs(derived - found) / scale))
    shown = float(np.max(np.asarray(error) / scale))
    if not np.isfinite(apart) or (apart > max(DOUBT * shown, 10.0**-MOST * 100) and apart > 10.0**-9):
        return 0, True
    return min(MOST, floor(-log10(max(apart, shown, 10.0**-MOST)))), False


def _said(point: Mapping[Symbol, Expr]) -> str:
    return ", ".join(f"{s} = {v}" for s, v in point.items())
