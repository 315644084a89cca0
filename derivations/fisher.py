"""The Fisher matrix in three forms, and where they part.

    score       E[s_i*s_j],                     s = gradient of log p in the parameters
    Hessian     -E[d_i d_j log p]               derivative taken almost everywhere
    KL-Hessian  d_i d_j KL(p_theta | p_eta) in eta, at eta = theta

They agree for regular models (differentiation under the integral twice).  Where they do not, that is reported
as a discrepancy; the score form is what `fisher_matrix` returns.
Source: [LehmannCasella1998] sec. 2.5, eqs. 5.14-5.17; [Kullback1959] sec. 2.6.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.divergence import kink_expansion, kl, kl_along
from derivations.expectation import NotClosedError, law_of
from derivations.family import Family
from derivations.ladder import Outcome, prove_zero
from derivations.laws import Powered
from derivations.moments.forms import hessian_form, mean_score_form, score_form
from derivations.moments.tidying import closed_form
from derivations.tidy import tidy


@dataclass(frozen=True)
class FisherForms:
    """The three forms of the Fisher matrix of a family.

    score, hessian, kl_hessian  (n, n) matrices, or None where there is no closed value.
    mean_score                  (n, 1): E[s], zero for a regular model.
    reasons                     for each form that is None, why.
    discrepancies               sentences, one for each way in which the model is seen not to be regular.
    """

    score: Any
    hessian: Any
    kl_hessian: Any
    mean_score: Any
    reasons: dict[str, str] = field(default_factory=dict)
    discrepancies: tuple[str, ...] = ()

    @property
    def agree(self) -> bool:
        """Whether all three forms exist and are proved equal, and the mean score is proved zero."""
        return not self.discrepancies


def fisher_matrix(family: Family) -> Any:
    """E[s*s.T] with s the gradient of log p: the score form, (n, n), in the family's parameters.

    Raises NotClosedError where no moment rule applies.

    >>> from derivations.families import load
    >>> fisher_matrix(load("normal"))
    Matrix([
    [1/v,          0],
    [  0, 1/(2*v**2)]])
    """
    return score_form(family).matrix


def fisher_hessian_form(family: Family) -> Any:
    """-E[d_i d_j log p], (n, n), the derivative taken almost everywhere.

    Raises NotClosedError where no moment rule applies or the mean diverges.
    """
    return closed_form(hessian_form(family).matrix)


def fisher_kl_form(family: Family) -> Any:
    """The second derivative of KL(p_theta | p_eta) in eta at eta = theta, (n, n).

    For a divergence with a kink in one parameter, both one-sided expansions are taken and must agree; for
    exp(-|x - t|^b) it is twice the quadratic term of `kink_expansion`.

    Raises NotClosedError where KL has no closed form, or no second derivative there.
    """
    law = law_of(family)
    if isinstance(law, Powered) and law.b != 1:
        return sp.Matrix([[2 * kink_expansion(family).quadratic]])  # the next term is o(h^2)
    divergence = kl(family)
    if divergence.value.has(sp.Abs, sp.Piecewise, sp.Min, sp.Max):
        return sp.Matrix([[_two_sided(family)]])
    back = dict(zip(divergence.second, family.parameters, strict=True))
    hessian = sp.hessian(divergence.value, divergence.second)
    return hessian.applyfunc(lambda e: tidy(e.subs(back, simultaneous=True)))


def _two_sided(family: Family) -> Expr:
    """The second derivative along the only parameter, from the right and from the left."""
    if family.dimension != 1:
        raise NotClosedError(f"{family.name}: a divergence with a kink, in more than one parameter.")
    h = Symbol("h", positive=True)
    right, left = (kl_along(family, sign, h) for sign in (1, -1))
    for side, value in (("right", right), ("left", left)):
        slope = sp.oo if value.has(sp.oo, sp.zoo) else sp.limit(sp.diff(value, h), h, 0)
        if slope != 0:
            raise NotClosedError(
                f"{family.name}: KL(p_t | p_(t+h)) has slope {slope} at h = 0 from the {side}: "
                "no second derivative."
            )
    second = [sp.limit(sp.diff(value, h, 2), h, 0) for value in (right, left)]
    if not prove_zero(second[0] - second[1]):
        raise NotClosedError(f"{family.name}: the one-sided second derivatives of KL are {second}.")
    return second[0]


def mean_score(family: Family) -> Any:
    """E[s], (n, 1): zero where differentiation under the integral is allowed."""
    return closed_form(mean_score_form(family).matrix)


def fisher_forms(family: Family) -> FisherForms:
    """All three forms and the mean score, with every discrepancy named."""
    found: dict[str, Any] = {}
    reasons: dict[str, str] = {}
    for name, derive in FORMS.items():
        try:
            found[name] = derive(family)
        except NotClosedError as error:
            found[name], reasons[name] = None, str(error)
    centre = mean_score(family)
    return FisherForms(
        score=found["score"],
        hessian=found["Hessian"],
        kl_hessian=found["KL-Hessian"],
        mean_score=centre,
        reasons=reasons,
        discrepancies=tuple(_discrepancies(found, reasons, centre)),
    )


FORMS: dict[str, Callable[[Family], Any]] = {
    "score": fisher_matrix,
    "Hessian": fisher_hessian_form,
    "KL-Hessian": fisher_kl_form,
}


def _discrepancies(found: dict[str, Any], reasons: dict[str, str], centre: Any) -> list[str]:
    said = [f"The {name} form has no closed value: {why}" for name, why in reasons.items()]
    if not prove_zero(centre).proved:
        said.append(f"The mean score is {list(centre)}, not zero: no differentiation under the integral.")
    present = [name for name in ("Hessian", "KL-Hessian") if found["score"] and found[name]]
    apart = [name for name in present if not same(found["score"], found[name])]
    return said + [
        f"The score form is {found['score'].tolist()}, the {name} form {found[name].tolist()}."
        for name in apart
    ]


def same(left: Any, right: Any) -> Outcome:
    """Whether two matrices are proved equal, entry by entry."""
    return prove_zero(left - right)


def jeffreys(family: Family) -> Expr:
    """The density sqrt(det I) of Jeffreys' prior, not normalised.  Source: [Jeffreys1946] eq. 10."""
    return sp.sqrt(tidy(fisher_matrix(family).det()))


def quadratic_form(metric: Any, direction: Sequence[Any]) -> Expr:
    """v.T*g*v for a metric (n, n) and a tangent vector of n components."""
    v = sp.Matrix(list(direction))
    return (v.T * metric * v)[0, 0]
