"""Scores of a Gaussian law over a field of rational functions: the same moments, and None where none is rational."""

from __future__ import annotations

import pytest

from derivations.expectation import law_of
from derivations.families import load
from derivations.ladder import prove_zero
from derivations.laws.rational import RationalScores, rational_scores


def scores(name: str) -> RationalScores | None:
    """The scores of a Gaussian family of the folder."""
    family, law = load(name), law_of(load(name))
    return rational_scores(family.log_density, family.parameters, law.x, law.m, law.C, law.P)


@pytest.mark.parametrize("name", ["normal.natural", "multivariate_normal.cholesky", "location"])
def test_the_field_gives_what_expressions_give(name: str) -> None:
    """Products and mean Hessian are those of the general rules, and the mean score is zero."""
    family, law, found = load(name), law_of(load(name)), scores(name)
    assert found is not None

    assert prove_zero(law.quadratic_products(list(family.score())) - found.products())
    assert prove_zero(law.mean_hessian(family.log_density, family.parameters) - found.mean_hessian())
    assert found.mean().is_zero_matrix


def test_a_mean_on_a_circle_is_not_rational() -> None:
    """cos(t) and sin(t) are left to the rules for expressions."""
    assert scores("circle") is None
