"""One function for each field of a portrait but the Fisher matrix itself, which is in `metric`.

Each takes the subject and, where it needs it, the Fisher matrix, and returns values by field and, for each value
that is None, a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sympy as sp
from mpmath import mp
from sympy import Expr

from derivations.divergence import kl as divergence
from derivations.expectation import law_of
from derivations.geometry.connections import levi_civita
from derivations.geometry.curvature import scalar_curvature as scalar_of
from derivations.geometry.distance import distance as fisher_rao
from derivations.geometry.errors import GeometryError
from derivations.geometry.exact import determinant
from derivations.geometry.jeffreys import is_proper, jeffreys_prior, normalising_constant
from derivations.geometry.kl_derivatives import kl_derivatives
from derivations.geometry.outcomes import NotFound
from derivations.geometry.points import second_point
from derivations.geometry.score_tensors import amari_chentsov as cubic_tensor
from derivations.geometry.tensors import symmetric_tensor
from derivations.laws import NotClosedError
from derivations.tidy import tidy
from numeric.decimals.figures import Figure
from numeric.errors import NumericError
from theorems.portraits import decimals, measure
from theorems.portraits.confirm import confirm_kl, pairs_of
from theorems.portraits.curves import geodesics
from theorems.portraits.exponential import natural, powers
from theorems.portraits.findings import Findings, nothing, text, texts
from theorems.portraits.subject import Subject


def jeffreys(subject: Subject, matrix: Any) -> Findings:
    """Jeffreys' prior up to a constant, and whether it is proper."""
    family = subject.family
    try:
        prior = jeffreys_prior(matrix, family.parameters, points=subject.points)
    except GeometryError as error:
        return nothing(("jeffreys", "jeffreys_proper"), str(error))
    found = Findings({"jeffreys": text(prior), "jeffreys_proper": None})
    proper = is_proper(prior, family.parameters, family.domains, where=_about_parameters(subject))
    found.values["jeffreys_proper"] = proper.holds
    if proper.holds is None:
        found.reasons["jeffreys_proper"] = f"{proper.why}."
    return found


def jeffreys_constant(subject: Subject, matrix: Any) -> Findings:
    """The integral of sqrt(det I) over the domain, where it is finite and an antiderivative is proved."""
    family = subject.family
    prior = jeffreys_prior(matrix, family.parameters, points=subject.points)
    where = _about_parameters(subject)
    found = normalising_constant(prior, family.parameters, family.domains, points=subject.points, where=where)
    if isinstance(found, NotFound):
        return nothing(("jeffreys_constant",), found.reason)
    # The prior is sqrt(det I) without the factor that does not depend on the parameters.
    factor, _ = sp.factor(determinant(matrix)).as_independent(*family.parameters, as_Add=False)
    return Findings({"jeffreys_constant": text(tidy(sp.sqrt(sp.Abs(factor)) * found.value))})


def kl(subject: Subject) -> Findings:
    """KL(p_1 | p_2), parameters suffixed _1 and _2."""
    family = subject.family
    found = divergence(family)
    first, second = second_point(family.parameters)
    renamed = dict(zip((*found.first, *found.second), (*first, *second), strict=True))
    value = found.value.subs(renamed, simultaneous=True)
    if not value.has(sp.Piecewise):  # a support that moves: the divergence is infinite on one side
        seen = confirm_kl(subject.written, value, pairs_of(subject))
        if seen.disagrees:
            return nothing(("kl",), f"CONTRADICTION with what is measured: {seen.disagrees}.")
    return Findings({"kl": text(value)})


def third_order(subject: Subject, matrix: Any) -> Findings:
    """The third derivatives of KL in its second argument, D_ijk, and the Amari-Chentsov tensor that follows.

    T_ijk = d_i g_jk + d_j g_ik + d_k g_ij - 2*D_ijk, for a smooth family; third moments of the scores, which are
    longer than third derivatives, are not needed.  Source: [AmariNagaoka2000, sec. 3.2].
    """
    x = subject.family.parameters
    D = _kl_derivatives(subject, 3)

    def tensor(i: int, j: int, k: int) -> Expr:
        slopes = sp.diff(matrix[j, k], x[i]) + sp.diff(matrix[i, k], x[j]) + sp.diff(matrix[i, j], x[k])
        return tidy(slopes - 2 * D[i][j][k])

    T = symmetric_tensor(len(x), 3, tensor)
    return Findings({"kl_expansion.3": texts(D), "amari_chentsov": texts(T)})


def fourth_order(subject: Subject) -> Findings:
    """The fourth derivatives of KL in its second argument."""
    return Findings({"kl_expansion.4": texts(_kl_derivatives(subject, 4))})


def _kl_derivatives(subject: Subject, order: int) -> Any:
    law = law_of(subject.family)
    return kl_derivatives(subject.family.log_density, subject.family.parameters, law.mean, order=order)


def amari_chentsov(subject: Subject) -> Findings:
    """E[s_i*s_j*s_k], nested."""
    law = law_of(subject.family)
    nested = cubic_tensor(subject.family.log_density, subject.family.parameters, law.mean)
    return Findings({"amari_chentsov": texts(nested)})


def scalar_curvature(subject: Subject, matrix: Any) -> Findings:
    """R of the Fisher metric; zero for one parameter."""
    return Findings({"scalar_curvature": text(scalar_of(levi_civita(matrix, subject.family.parameters)))})


def distance(subject: Subject, matrix: Any) -> Findings:
    """The Fisher-Rao distance, parameters suffixed _1 and _2, where a closed form is proved."""
    family = subject.family
    found = fisher_rao(matrix, family.parameters, family.domains, where=_about_parameters(subject))
    if isinstance(found, NotFound):
        return nothing(("distance",), found.reason)
    return Findings({"distance": text(found.value.value)})


def fisher_at(subject: Subject, matrix: Any, digits: int, conditions: Sequence[Any] = ()) -> Findings:
    """The Fisher matrix in decimals at the point that was asked for: from its formula, or measured.

    conditions  of the formula.  Where an inequality among them fails there is no information, whatever number
                the formula gives; where the formula is only undefined, it is measured.
    """
    assert subject.at is not None
    broken = [c for c in conditions if c.subs(dict(subject.at), simultaneous=True) != sp.true]
    unmet = [str(c) for c in broken if not isinstance(c, sp.Ne)]
    if unmet:
        return nothing(
            ("fisher_at",), f"The formula needs {', '.join(unmet)}, which does not hold at this point."
        )
    if matrix is not None and not broken:
        moved = matrix.subs(dict(subject.at), simultaneous=True)
        return Findings(
            {"fisher_at": [[_decimal(e, digits) for e in moved.row(i)] for i in range(moved.rows)]}
        )
    try:
        seen = decimals.information(subject.written, subject.at)
        return Findings({"fisher_at": [[_shown(e, digits) for e in row] for row in seen.fisher]})
    except (NumericError, measure.NoMeasureError):
        pass  # a support with a rule in doubles only
    try:
        found = measure.information(subject.written, subject.at)
    except (NumericError, measure.NoMeasureError) as error:
        return nothing(("fisher_at",), f"not measured: {error}")
    return Findings({"fisher_at": [[f"{v:.10g}" for v in row] for row in found.value.tolist()]})


def _shown(entry: Figure, digits: int) -> str:
    """A measured value to the digits that were seen in it, at most those asked for; 0 if it is below its error."""
    if abs(entry.value) <= entry.spread:
        return "0"
    return str(mp.nstr(entry.value, max(1, min(digits, entry.digits)), strip_zeros=False))


def _decimal(value: Expr, digits: int) -> str:
    found = sp.N(value, digits)
    if not found.is_Float and not found.is_Rational:
        raise NotClosedError(f"{value} is no real number; a condition of the formula does not hold there.")
    return str(found)


def _about_parameters(subject: Subject) -> tuple[Any, ...]:
    return tuple(c for c in subject.family.where if c.free_symbols & set(subject.family.parameters))


FROM_DENSITY: dict[str, Callable[..., Findings]] = {
    "kl": kl,
    "amari_chentsov": amari_chentsov,
    "natural": natural,
    "renyi": powers,
}
FROM_METRIC: dict[str, Callable[..., Findings]] = {
    "jeffreys": jeffreys,
    "scalar_curvature": scalar_curvature,
    "distance": distance,
    "geodesics": geodesics,
    "jeffreys_constant": jeffreys_constant,
}
