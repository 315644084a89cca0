"""Metrics, distances and curvatures of geomstats, which works in doubles, against those derived."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy as sp
from sympy import Matrix, Rational

from derivations import families
from derivations.geometry.connections import levi_civita
from derivations.geometry.curvature import scalar_curvature, sectional_curvature
from derivations.geometry.distance import distance
from derivations.moments import derive_fisher

sys.path.insert(0, str(Path(__file__).parent))
from geomstats_spaces import space

pytestmark = pytest.mark.external

DOUBLE, DIFFERENTIATED = 13, 9  # digits: of a formula in doubles, and of one differentiated twice

FIXED = {"binomial": (7,), "multinomial": (5,)}
POINTS = {
    "beta": (("2.3", "3.1"), ("1.4", "0.7")),
    "gamma.shape_mean": (("2.7", "1.3"), ("0.6", "3.1")),
    "normal.sd": (("0.4", "1.7"), ("-2.1", "0.3")),
    "dirichlet": (("2.3", "3.1", "1.7"), ("1.3", "0.6", "4.1")),
    "exponential": (("1.7",), ("0.3",)),
    "poisson": (("2.7",), ("0.6",)),
    "geometric.trials": (("0.37",), ("0.81",)),
    "binomial": (("0.37",), ("0.81",)),
    "categorical": (("0.23", "0.41"), ("0.5", "0.3")),
    "multinomial": (("0.23", "0.41"), ("0.5", "0.3")),
}
SIMPLEX = ("categorical", "multinomial")
CLOSED = [name for name in POINTS if name not in {"beta", "gamma.shape_mean", "dirichlet"}]
CURVED = ["normal.sd", "gamma.shape_mean", "beta", "dirichlet"]
EDGE = Matrix([[1, 0], [0, 1], [-1, -1]])  # tangent vectors of the simplex in all three probabilities


def exact(name: str, point: tuple[str, ...]) -> dict[Any, Any]:
    """Parameters and fixed symbols with their values."""
    family = families.load(name)
    numbers = (*map(Rational, point), *FIXED.get(name, ()))
    return dict(zip((*family.parameters, *family.fixed), numbers, strict=True))


def theirs(name: str, point: tuple[str, ...]) -> Any:
    """The point as geomstats wants it: all probabilities of a simplex."""
    numbers = [float(e) for e in point]
    return np.array([*numbers, 1 - sum(numbers)] if name in SIMPLEX else numbers)


def digits(found: Any, expected: Any) -> float:
    """-log10 of the largest difference over the largest value."""
    a, b = (np.array(sp.Matrix([e]).evalf(20).tolist(), dtype=float) for e in (found, expected))
    return float(-np.log10(max(np.max(np.abs(a - b)) / np.max(np.abs(b)), 1e-16)))


@pytest.mark.parametrize(("name", "point"), [(n, p) for n, pair in POINTS.items() for p in pair])
def test_a_metric_matrix_is_that_of_geomstats(name: str, point: tuple[str, ...]) -> None:
    """To thirteen digits; on the simplex theirs is in all probabilities, and is taken on its tangent vectors."""
    expected = Matrix(space(name).metric.metric_matrix(theirs(name, point)).tolist())
    if name in SIMPLEX:
        expected = EDGE.T * expected * EDGE

    found = derive_fisher(families.load(name)).matrix.subs(exact(name, point))

    assert digits(found, expected) >= DOUBLE
    assert digits(2 * found, expected) < 1


@pytest.mark.parametrize("name", CLOSED)
def test_a_distance_is_that_of_geomstats(name: str) -> None:
    """To twelve digits, where both have a closed form."""
    family, (one, other) = families.load(name), POINTS[name]
    expected = float(space(name).metric.dist(theirs(name, one), theirs(name, other)))
    where = [c for c in family.where if c.free_symbols & set(family.parameters)]

    found = distance(derive_fisher(family).matrix, family.parameters, family.domains, where=where)
    n = family.dimension
    ends = zip(
        (*found.value.first, *found.value.second), (*map(Rational, one), *map(Rational, other)), strict=True
    )
    fixed = zip(family.fixed, FIXED.get(name, ()), strict=True)
    value = found.value.value.subs([*ends, *fixed])

    assert digits(value, expected) >= DOUBLE - 1
    assert n == len(one)


@pytest.mark.parametrize("name", CURVED)
def test_a_scalar_curvature_is_that_of_geomstats(name: str) -> None:
    """To nine digits: theirs is differentiated by machine."""
    family, point = families.load(name), POINTS[name][0]
    expected = float(space(name).metric.scalar_curvature(theirs(name, point)))

    found = scalar_curvature(levi_civita(derive_fisher(family).matrix, family.parameters))
    value = found.subs(exact(name, point))

    assert digits(value, expected) >= DIFFERENTIATED
    assert digits(value / 2, expected) < 1


@pytest.mark.parametrize("name", ["beta", "gamma.shape_mean", "dirichlet"])
def test_a_sectional_curvature_is_that_of_geomstats(name: str) -> None:
    """To nine digits, in the plane of the first two coordinates."""
    family, point = families.load(name), POINTS[name][1]
    u, v = ([int(i == k) for i in range(family.dimension)] for k in (0, 1))
    expected = float(
        space(name).metric.sectional_curvature(np.array(u, float), np.array(v, float), theirs(name, point))
    )

    found = sectional_curvature(levi_civita(derive_fisher(family).matrix, family.parameters), u, v)

    assert digits(found.subs(exact(name, point)), expected) >= DIFFERENTIATED


def test_geomstats_has_the_curvature_of_the_simplex_of_another_sphere() -> None:
    """It says 2*sqrt(N); the sphere of radius 2*sqrt(N), on which its own distances are measured, has 1/(4*N)."""
    family, point = families.load("multinomial"), POINTS["multinomial"][0]
    u, v = np.array([1.0, 0.0, -1.0]), np.array([0.0, 1.0, -1.0])
    expected = float(space("multinomial").metric.sectional_curvature(u, v, theirs("multinomial", point)))

    found = sectional_curvature(levi_civita(derive_fisher(family).matrix, family.parameters), (1, 0), (0, 1))

    assert Rational(1, 20) == found.subs(exact("multinomial", point))
    assert digits(2 * sp.sqrt(5), expected) >= DOUBLE


def test_the_distance_of_centred_normal_laws_is_that_of_geomstats() -> None:
    """Half of tr((C^-1 dC)^2), by the block of the covariances, which a known mean leaves alone."""
    family = families.load("multivariate_normal")
    one, other = ("1.7", "0.4", "0.9"), ("0.8", "-0.2", "2.1")
    C, D = (np.array([[float(e[0]), float(e[1])], [float(e[1]), float(e[2])]]) for e in (one, other))
    expected = float(space("multivariate_normal").metric.dist(C, D))

    block = derive_fisher(family).matrix[2:, 2:]
    found = distance(block, family.parameters[2:], family.domains[2:], where=family.where)
    numbers = (*map(Rational, one), *map(Rational, other))
    value = found.value.value.subs(dict(zip((*found.value.first, *found.value.second), numbers, strict=True)))

    assert digits(value, expected) >= DOUBLE - 1
