"""Means under a normal law: exact moments, quadrature, and what has no mean."""

from __future__ import annotations

from fractions import Fraction

import flint
import numpy as np
import pytest

from theorems import absolute, derivative, exp, grad, log, norm2, normal_mean, rational, sqrt, symbol
from theorems.arithmetic.balls import Balls
from theorems.arithmetic.base import OutsideArithmeticError, OutsideDomainError
from theorems.arithmetic.floats import Floats
from theorems.arithmetic.matrix import Mat, column
from theorems.arithmetic.rationals import Rationals
from theorems.evaluate import Evaluator
from theorems.normal_law import NODES, cholesky, moment

S, w, v, t = symbol("S"), symbol("w"), symbol("v"), symbol("t")
SPREAD = ((Fraction(2), Fraction(-3, 5)), (Fraction(-3, 5), Fraction(1, 2)))


def evaluator(arithmetic, covariance=SPREAD):
    """An evaluator with a covariance S, a column v = (3, -2) and t = 5."""
    rows = tuple(tuple(arithmetic.number(x) for x in row) for row in covariance)
    environment = {
        "S": Mat(rows, ("n", "n")),
        "v": column([arithmetic.number(3), arithmetic.number(-2)]),
        "t": arithmetic.number(5),
    }
    return Evaluator(arithmetic, environment, len(rows))


def double_factorial(k):
    """k (k − 2) (k − 4) …"""
    return 1 if k <= 0 else k * double_factorial(k - 2)


@pytest.mark.parametrize("degree", range(1, 13))
def test_moments_of_one_coordinate_are_double_factorials(degree):
    """E[x^k] = (k − 1)!! s^(k/2) for even k and 0 for odd k."""
    covariance = Mat(((flint.fmpq(7, 3),),), ("n", "n"))
    expected = 0 if degree % 2 else double_factorial(degree - 1) * flint.fmpq(7, 3) ** (degree // 2)

    assert expected == moment((degree,), covariance)


def test_a_mixed_moment_is_the_sum_over_pairings():
    """E[x²y²] = s₁₁ s₂₂ + 2 s₁₂² and E[x³y] = 3 s₁₁ s₁₂."""
    (a, b), (_, c) = [[flint.fmpq(x.numerator, x.denominator) for x in row] for row in SPREAD]
    covariance = Mat(((a, b), (b, c)), ("n", "n"))

    assert a * c + 2 * b * b == moment((2, 2), covariance)
    assert 3 * a * b == moment((3, 1), covariance)


@pytest.mark.parametrize("dtype", [np.float64, np.longdouble])
def test_quadrature_agrees_with_the_exact_mean(dtype):
    """A polynomial of degree 8 has the same mean by nodes and by Stein's identity."""
    body = (v.T @ w) ** 8 + norm2(w) ** 3
    exact = evaluator(Rationals())(normal_mean(body, w, S))

    found = evaluator(Floats(dtype))(normal_mean(body, w, S))

    assert float(found) == pytest.approx(float(Fraction(int(exact.p), int(exact.q))), rel=1e-12)


def test_the_two_precisions_have_rules_of_their_own():
    """A mean that no rule of 16 nodes reaches is not agreed upon by both: the error of the rule shows."""
    body = exp(2 * (v.T @ w))
    low, high = (float(evaluator(Floats(dtype))(normal_mean(body, w, S))) for dtype in NODES)

    assert len(set(NODES.values())) == 2
    assert abs(low - high) > 1e-3 * abs(high)


def test_a_column_and_a_matrix_are_averaged_entry_by_entry():
    """E[w] = 0 and E[w wᵀ] = S."""
    ev = evaluator(Rationals())

    assert ev(normal_mean(w, w, S)).entries == [0, 0]
    assert ev.environment["S"].rows == ev(normal_mean(w @ w.T, w, S)).rows


def test_the_covariance_is_read_outside_of_the_binder():
    """A column of the same name outside is what the covariance sees."""
    ev = evaluator(Rationals()).binding(w=column([flint.fmpq(2), flint.fmpq(0)]))

    assert 5 * flint.fmpq(5, 2) == ev(normal_mean(norm2(w), w, (1 + norm2(w)) * S))


def test_derivatives_pass_through_body_and_covariance_without_mixing():
    """d/dt E[(d/dt t³) ‖w‖²] = 6t tr S, and d/dt E over N(0, tS) of ‖w‖⁴ = 2t (tr² S + 2 tr S²)."""
    ev = evaluator(Rationals())
    trace = flint.fmpq(5, 2)
    square = 4 + 2 * flint.fmpq(9, 25) + flint.fmpq(1, 4)

    assert 30 * trace == ev(derivative(normal_mean(derivative(t**3, t) * norm2(w), w, S), t))
    assert 10 * (trace**2 + 2 * square) == ev(derivative(normal_mean(norm2(w) ** 2, w, t * S), t))


def test_quadrature_differentiates_too():
    """The same derivative in floats."""
    found = evaluator(Floats())(derivative(normal_mean(norm2(w) ** 2, w, t * S), t))

    assert float(found) == pytest.approx(10 * (6.25 + 2 * 4.97), rel=1e-12)


def test_a_logarithm_that_a_derivative_removes_leaves_a_mean():
    """E[(1 + ‖w‖²) ∇log(1 + ‖w‖²) wᵀ] = 2 S."""
    ev = evaluator(Rationals())
    body = (1 + norm2(w)) * grad(log(1 + norm2(w)), w) @ w.T

    assert ev(rational(2) * S).rows == ev(normal_mean(body, w, S)).rows


@pytest.mark.parametrize(
    "body",
    [
        log(1 + norm2(w)),
        1 / (1 + norm2(w)),
        sqrt((v.T @ w) ** 2),
        absolute(v.T @ w),
        exp(v.T @ w),
        (v.T @ w) * (v.T @ grad(log(v.T @ w), w)),  # the logarithm of a negative number on half of the plane
    ],
    ids=["logarithm", "quotient", "root", "length", "exponential", "logarithm of both signs"],
)
def test_what_is_not_a_polynomial_has_no_exact_mean(body):
    """The mean may exist; its name among the rationals does not."""
    with pytest.raises(OutsideArithmeticError):
        evaluator(Rationals())(normal_mean(body, w, S))


@pytest.mark.parametrize("arithmetic", [Rationals(), Floats()], ids=["rationals", "floats"])
@pytest.mark.parametrize(
    "covariance",
    [((2, 1), (-1, 2)), ((1, 2), (2, 1)), ((-1, 0), (0, -1))],
    ids=["not symmetric", "indefinite", "negative"],
)
def test_there_is_no_normal_law_without_a_positive_definite_covariance(arithmetic, covariance):
    """A matrix that is no covariance is outside the domain in every arithmetic."""
    rows = tuple(tuple(map(Fraction, row)) for row in covariance)

    with pytest.raises(OutsideDomainError):
        evaluator(arithmetic, rows)(normal_mean(norm2(w), w, S))


def test_balls_have_no_normal_mean():
    """Nothing is enclosed: the other arithmetics are asked."""
    with pytest.raises(OutsideArithmeticError, match="no name among the balls"):
        evaluator(Balls())(normal_mean(norm2(w), w, S))


def test_the_lower_factor_gives_the_covariance_back():
    """L Lᵀ = S with L lower triangular."""
    matrix = evaluator(Floats()).environment["S"]

    lower = np.array(cholesky(matrix, Floats()), dtype=float)

    assert np.allclose(lower @ lower.T, np.array(SPREAD, dtype=float), rtol=1e-14)
    assert lower[0, 1] == 0
