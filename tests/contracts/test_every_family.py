"""What every family of the folder keeps: equal forms where it is regular, a reason where it is not, 30 digits."""

from __future__ import annotations

from functools import cache

import pytest
import sympy as sp

from derivations import families
from derivations.moments import FisherResult, derive_fisher
from theorems.portraits.confirm import Confirmation, confirm
from theorems.portraits.request import Request
from theorems.portraits.subject import subject_of

EVERY = families.every()
UNSOLVED = {"normal_mixture", "zipf"}
NOT_REGULAR = {"uniform"}
KINKED = {"generalised_normal", "laplace", "laplace.scale", "stretched"}
CLOSED = [name for name in EVERY if name not in UNSOLVED | NOT_REGULAR]
ONE = [name for name in CLOSED if len(families.load(name).observations) == 1]
SEVERAL = [name for name in CLOSED if name not in ONE]
# One point costs up to three seconds of quadrature; these families, by sums or short integrals, take three of them.
QUICK = {
    "bernoulli", "bernoulli.logit", "binomial", "cauchy", "exponential", "exponential.scale", "geometric",
    "geometric.trials", "laplace", "logarithmic", "lomax", "negative_binomial", "poisson",
}  # fmt: skip
EXACT = {"categorical", "multinomial"}  # sums over finitely many vectors
BEYOND = {
    "torus"
}  # over R^8 nothing is integrated; its law is Gaussian with a curved mean, as that of circle


@cache
def derived(name: str) -> FisherResult:
    """What is derived, once for each family."""
    return derive_fisher(subject_of(Request(name=name)).family)


def confirmed(name: str, *, points: int) -> Confirmation:
    """The derived matrix against E[s*s.T], measured from the log-density alone."""
    subject, found = subject_of(Request(name=name)), derived(name)
    return confirm(subject.written, found.matrix, subject.points_where(found.conditions)[:points])


def test_no_family_has_been_lost():
    """54 parameterizations with a closed form, and as many more as there are now."""
    assert len(CLOSED) >= 54


@pytest.mark.parametrize("name", CLOSED)
def test_a_family_with_a_closed_form_is_regular_and_its_forms_agree_off_kinks(name: str) -> None:
    """The score form is there and positive at a generic point; minus the mean Hessian is proved equal to it."""
    found = derived(name)
    subject = subject_of(Request(name=name))
    point = subject.points_where(found.conditions)[0]

    assert (found.regular, found.score_form) == (True, True)
    assert found.hessian_form is (name not in KINKED)
    assert bool(found.reasons.get("hessian_form")) is (name in KINKED)
    there = found.matrix.subs(point, simultaneous=True).applyfunc(lambda e: sp.N(e, 30))
    assert there == there.T
    assert all(there[:k, :k].det() > 0 for k in range(1, there.rows + 1))


@pytest.mark.parametrize("name", ONE)
def test_a_matrix_on_the_line_is_confirmed_to_thirty_digits(name: str) -> None:
    """At three generic points, or one where that is dear, by two rules of integration or summation."""
    points = 3 if name in QUICK else 1

    seen = confirmed(name, points=points)

    assert (seen.points, seen.disagrees) == (points, "")
    assert seen.digits >= 30


@pytest.mark.parametrize("name", [name for name in SEVERAL if name not in BEYOND])
def test_a_matrix_in_several_dimensions_is_confirmed_to_eight_digits(name: str) -> None:
    """At one generic point, by cubature, or by a finite sum to thirty digits."""
    seen = confirmed(name, points=1)

    assert (seen.points, seen.disagrees) == (1, "")
    assert seen.digits >= (30 if name in EXACT else 8)


@pytest.mark.parametrize("name", sorted(UNSOLVED))
def test_a_family_without_a_closed_form_is_not_decided_and_says_why(name: str) -> None:
    """No matrix, no verdict on regularity, one reason."""
    found = derived(name)

    assert (found.matrix, found.regular) == (None, None)
    assert "no closed form" in found.reasons["matrix"]


@pytest.mark.parametrize("name", sorted(NOT_REGULAR))
def test_a_support_that_moves_leaves_no_matrix(name: str) -> None:
    """Not regular, and the reason names the support."""
    found = derived(name)

    assert (found.matrix, found.regular, found.hessian_form) == (None, False, False)
    assert "support" in found.reasons["matrix"]
