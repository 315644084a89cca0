"""The three forms of the Fisher matrix agree for regular families, and part where they should."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Rational, gamma

from derivations.families import load
from derivations.fisher import (
    fisher_forms,
    fisher_hessian_form,
    fisher_kl_form,
    fisher_matrix,
    jeffreys,
    quadratic_form,
)
from derivations.ladder import prove_zero

REGULAR = ["bernoulli", "poisson", "exponential", "normal", "location", "circle", "torus", "curved", "cubic"]


@pytest.mark.parametrize("name", REGULAR)
def test_three_forms_agree_for_a_regular_family(name: str) -> None:
    """Score, Hessian and KL-Hessian forms are proved equal and the mean score zero."""
    forms = fisher_forms(load(name))

    assert forms.agree, forms.discrepancies
    assert prove_zero(forms.score - forms.hessian)
    assert prove_zero(forms.score - forms.kl_hessian)


def test_the_uniform_family_is_not_regular() -> None:
    """Score form 1/t^2, Hessian form -1/t^2, mean score -1/t, no second derivative of KL."""
    family = load("uniform")
    t = family.parameters[0]

    forms = fisher_forms(family)

    assert sp.Matrix([[1 / t**2]]) == forms.score
    assert sp.Matrix([[-1 / t**2]]) == forms.hessian
    assert sp.Matrix([[-1 / t]]) == forms.mean_score
    assert forms.kl_hessian is None
    assert "slope 1/t" in forms.reasons["KL-Hessian"]
    assert not forms.agree


def test_the_laplace_family_has_two_forms_equal_and_one_zero() -> None:
    """Score and KL-Hessian give 1; the second derivative almost everywhere gives 0."""
    forms = fisher_forms(load("laplace"))

    assert (sp.eye(1), sp.zeros(1), sp.eye(1)) == (forms.score, forms.hessian, forms.kl_hessian)
    assert len(forms.discrepancies) == 1


def test_the_stretched_family_has_no_hessian_form() -> None:
    """The score form is 9/16*Gamma(2/3)/Gamma(4/3); the mean second derivative diverges."""
    forms = fisher_forms(load("stretched"))

    assert prove_zero(forms.score[0] - Rational(9, 16) * gamma(Rational(2, 3)) / gamma(Rational(4, 3)))
    assert prove_zero(forms.score - forms.kl_hessian)
    assert forms.hessian is None
    assert "diverges" in forms.reasons["Hessian"]


def test_forms_can_be_asked_for_one_by_one() -> None:
    """Each form of the normal family is diag(1/v, 1/(2*v^2))."""
    family = load("normal")
    v = family.parameters[1]
    expected = sp.diag(1 / v, 1 / (2 * v**2))

    for derive in (fisher_matrix, fisher_hessian_form, fisher_kl_form):
        assert prove_zero(expected - derive(family))


def test_jeffreys_prior_of_the_bernoulli_family() -> None:
    """It is 1/sqrt(p*(1 - p))."""
    family = load("bernoulli")
    p = family.parameters[0]

    assert prove_zero(jeffreys(family) ** 2 - 1 / (p * (1 - p)))


def test_a_quadratic_form_uses_the_whole_metric() -> None:
    """(1, 2) in the metric [[5, 1], [1, 11]] is 5 + 4 + 44."""
    assert quadratic_form(fisher_matrix(load("location")), (1, 2)) == 53
