"""The largest eigenvalue: exact at n = 1 and 2, floats at any size, and refused where there is none."""

from __future__ import annotations

from fractions import Fraction

import flint
import numpy as np
import pytest

from theorems import Equal, Matrix, Metric, Scalar, derivative, largest_eigenvalue, setting, symbol
from theorems.arithmetic.balls import Balls, working_precision
from theorems.arithmetic.base import OutsideArithmeticError, OutsideDomainError
from theorems.arithmetic.floats import Floats
from theorems.arithmetic.matrix import Mat
from theorems.arithmetic.rationals import Rationals
from theorems.evaluate import Evaluator
from theorems.measurement import Seen, measure

A, S, t = symbol("A"), symbol("S"), symbol("t")
TOP = largest_eigenvalue(A)
TURN = ((0, -1), (1, 0))
DTYPES = [np.float64, np.longdouble]


def value(rows, arithmetic, term=TOP):
    """A term of the matrix A (and of t = 2) in an arithmetic."""
    matrix = Mat(tuple(tuple(arithmetic.number(x) for x in row) for row in rows), ("n", "n"))
    return Evaluator(arithmetic, {"A": matrix, "t": arithmetic.number(2)}, len(rows))(term)


def test_a_rational_spectrum_is_found_exactly():
    """(5, 4; 1, 2) has eigenvalues 6 and 1; (−7) is its own."""
    assert value(((5, 4), (1, 2)), Rationals()) == 6
    assert value(((-7,),), Rationals()) == -7


def test_the_largest_is_the_largest_and_not_the_largest_in_size():
    """diag(−9, 2) has largest eigenvalue 2."""
    assert value(((-9, 0), (0, 2)), Rationals()) == 2


def test_a_tie_has_a_value_and_no_derivative():
    """At 3 Id the eigenvalue is 3; its derivative along a matrix would be the root of zero over zero."""
    three = ((3, 0), (0, 3))

    assert value(three, Rationals()) == 3
    with pytest.raises(OutsideDomainError):
        value(three, Rationals(), derivative(largest_eigenvalue(t * A), t))


def test_an_irrational_spectrum_is_enclosed():
    """(1, 1; 1, 0) has the golden ratio, which no rational is and which a ball of 200 bits holds."""
    golden = ((1, 1), (1, 0))

    with pytest.raises(OutsideArithmeticError, match="irrational"):
        value(golden, Rationals())
    with working_precision(200):
        found = value(golden, Balls())
        assert found.overlaps((1 + flint.arb(5).sqrt()) / 2)
        assert found.rad() < 1e-55


@pytest.mark.parametrize("arithmetic", [Rationals(), Balls(), Floats(), Floats(np.longdouble)])
def test_a_spectrum_that_is_not_real_has_no_largest_eigenvalue(arithmetic):
    """A quarter turn, in the plane and about an axis in space, is refused wherever it can be evaluated."""
    with pytest.raises(OutsideDomainError):
        value(TURN, arithmetic)


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_turn_in_space_has_none_either(dtype):
    """One real eigenvalue beside two complex ones is not a real spectrum."""
    with pytest.raises(OutsideDomainError, match="not all real"):
        value(((0, -1, 0), (1, 0, 0), (0, 0, 5)), Floats(dtype))


@pytest.mark.parametrize("dtype", DTYPES)
def test_floats_find_it_in_space(dtype):
    """diag(1, 2, 5) in another basis, and a triple eigenvalue."""
    basis = np.array([[1.0, 2.0, 0.0], [0.0, 1.0, -1.0], [3.0, 0.0, 1.0]])
    rows = basis @ np.diag([1.0, 2.0, 5.0]) @ np.linalg.inv(basis)
    triple = ((3, 0, 0), (0, 3, 0), (0, 0, 3))

    assert value([[Fraction(x) for x in row] for row in rows], Floats(dtype)) == pytest.approx(5, rel=1e-12)
    assert value(triple, Floats(dtype)) == pytest.approx(3, rel=1e-15)


def test_the_second_precision_has_digits_of_its_own():
    """In extended precision the root is better than the float64 algorithm's, so that its error shows."""
    rows = [[Fraction(int(i == j)) + Fraction(1, i + j + 1) for j in range(3)] for i in range(3)]

    low, high = (value(rows, Floats(dtype)) for dtype in DTYPES)
    with working_precision(200):
        found = flint.arb_mat([[flint.arb(x.numerator) / x.denominator for x in row] for row in rows])
        exact = max((z.real for z in flint.acb_mat(found).eig()), key=lambda z: float(z.mid()))
        gap = abs(float(exact - flint.arb(float(high)) - flint.arb(float(high - np.longdouble(float(high))))))

    assert gap <= 1e-18 * float(low)


def test_size_three_and_jets_are_said_to_be_out_of_reach():
    """Exact arithmetics stop at n = 2, and derivatives at n = 3 are not taken."""
    three = tuple(tuple(int(i == j) * (i + 1) for j in range(3)) for i in range(3))

    for arithmetic, term in (
        (Rationals(), largest_eigenvalue(A)),
        (Balls(), largest_eigenvalue(A)),
        (Floats(), derivative(largest_eigenvalue(t * A), t)),
    ):
        with pytest.raises(OutsideArithmeticError, match="3 and more"):
            value(three, arithmetic, term)


@pytest.mark.parametrize("seed", range(5))
def test_a_measurement_in_space_tells_a_product_from_its_swap(seed):
    """λ(S⁻¹AᵀA) = λ(A S⁻¹Aᵀ) is met at every size, and λ(S⁻¹AᵀA) = λ(A AᵀS⁻¹) is not."""
    given = setting(A=Matrix(), S=Metric(), t=Scalar())
    left = largest_eigenvalue(S.inv @ A.T @ A)

    def seen(right):
        return measure(Equal(left, largest_eigenvalue(right)), given, np.random.default_rng(seed)).seen

    assert seen(A @ S.inv @ A.T) is Seen.AGREES
    assert seen(A @ A.T @ S.inv) is Seen.DIFFERS
