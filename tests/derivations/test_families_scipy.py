"""Our log-densities are SciPy's, and our Fisher matrices are what SciPy's log-densities give."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy as sp

from derivations import families
from derivations.moments import FisherResult, derive_fisher

sys.path.insert(0, str(Path(__file__).parent))
from scipy_laws import CASES, Case, fisher

GAUSSIAN_LOCATION = {"circle", "cubic", "curved", "location", "torus"}  # SciPy has no such laws
SINGULAR = {"zipf", "normal_mixture", "uniform"}  # no closed form, or not regular
CLOSED = [name for name in CASES if name not in SINGULAR]
SCALAR = {"cauchy", "laplace.scale"}  # multiples of the identity: no exchange can be seen
AT = [(name, point) for name in CLOSED for point in CASES[name].points]


@cache
def derived(name: str) -> FisherResult:
    """What the engine derives, once a family."""
    return derive_fisher(families.load(name))


@cache
def measured(name: str, point: tuple[float, ...]) -> Any:
    """The Fisher matrix from SciPy alone."""
    return fisher(CASES[name], point)


def values(name: str, point: Sequence[float]) -> dict[sp.Symbol, sp.Expr]:
    """A point, and the fixed quantities, as exact numbers."""
    family = families.load(name)
    fixed = CASES[name].fixed or {}
    exact = {s: sp.Rational(str(fixed[s.name])) for s in family.fixed}
    return exact | {s: sp.Rational(str(v)) for s, v in zip(family.parameters, point, strict=True)}


def digits(name: str, point: tuple[float, ...], matrix: Any) -> float:
    """Decimal digits to which a matrix agrees with the measured one, relative to its largest entry."""
    expected = measured(name, point)
    found = np.array(matrix.subs(values(name, point)).evalf(20).tolist(), dtype=float)
    gap = np.max(np.abs(found - expected)) / np.max(np.abs(expected))
    return float(-np.log10(max(gap, 1e-16)))


def test_every_family_is_compared_with_scipy() -> None:
    """Each family but those that are Gaussian with a curved mean has a law of SciPy beside it."""
    assert set(families.every()) - GAUSSIAN_LOCATION == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_a_log_density_is_that_of_scipy(name: str) -> None:
    """Ours, evaluated at forty places of the support, is SciPy's to eleven digits."""
    family, case = families.load(name), CASES[name]
    point = case.points[0]
    x = places(case, point)
    expected = case.log_density(x, *point)

    ours = sp.lambdify(family.observations, family.log_density.subs(values(name, point)).evalf(25), "scipy")
    found = ours(*x) if x.ndim > 1 else ours(x)

    np.testing.assert_allclose(np.broadcast_to(found, expected.shape), expected, rtol=1e-11, atol=1e-11)


def places(case: Case, point: tuple[float, ...]) -> Any:
    """Forty nodes in the bulk, where 1 - x1 - x2 and its like do not cancel."""
    x, _ = case.nodes(*point)
    logs = case.log_density(x, *point)
    kept = x[..., np.isfinite(logs) & (logs > np.max(logs) - 6)]
    return kept[..., :: max(1, kept.shape[-1] // 40)]


@pytest.mark.parametrize(("name", "point"), AT)
def test_a_fisher_matrix_is_the_measured_one(name: str, point: tuple[float, ...]) -> None:
    """The closed form agrees with quadrature of products of numeric scores to eight digits, stretched to six."""
    assert digits(name, point, derived(name).matrix) > CASES[name].digits


def swapped(matrix: Any) -> Any:
    """The first and the last diagonal entry exchanged."""
    n = matrix.rows
    order = [n - 1, *range(1, n - 1), 0]
    return sp.Matrix(n, n, lambda i, j: matrix[order[i], order[j]])


def other_order(matrix: Any) -> Any:
    """Each polygamma of one order more."""
    return matrix.replace(sp.polygamma, lambda n, z: sp.polygamma(n + 1, z))


@pytest.mark.parametrize(("name", "point"), AT)
@pytest.mark.parametrize("factor", [2, sp.Rational(1, 2), -1])
def test_a_wrong_factor_is_seen(name: str, point: tuple[float, ...], factor: sp.Expr) -> None:
    """Twice, half and minus the matrix agree to no digit."""
    assert digits(name, point, factor * derived(name).matrix) < 1


@pytest.mark.parametrize(
    ("name", "point"), [(n, p) for n, p in AT if families.load(n).dimension > 1 and n not in SCALAR]
)
def test_a_swapped_index_is_seen(name: str, point: tuple[float, ...]) -> None:
    """With two parameters exchanged, not two digits are left."""
    assert digits(name, point, swapped(derived(name).matrix)) < 2


@pytest.mark.parametrize(("name", "point"), AT)
def test_a_polygamma_of_another_order_is_seen(name: str, point: tuple[float, ...]) -> None:
    """Where there is a polygamma, its order matters within two digits."""
    matrix = derived(name).matrix
    wrong = other_order(matrix)

    assert (digits(name, point, wrong) < 2) == matrix.has(sp.polygamma)
