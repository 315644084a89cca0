"""The exponential of a matrix in every arithmetic, and its derivative where one is known."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from scipy.linalg import expm, expm_frechet

from theorems.arithmetic.balls import Balls, working_precision
from theorems.arithmetic.base import OutsideArithmeticError
from theorems.arithmetic.dual import Dual
from theorems.arithmetic.exponential import enough_squarings, exponential
from theorems.arithmetic.flint_fractions import FlintFractions
from theorems.arithmetic.floats import Floats
from theorems.arithmetic.matrix import Mat
from theorems.arithmetic.rationals import Rationals
from theorems.arithmetic.series import Series
from theorems.arithmetic.sympy_fractions import SympyFractions

M = ((Fraction(1, 3), Fraction(2)), (Fraction(-5, 7), Fraction(1, 2)))
N = ((Fraction(1), Fraction(0)), (Fraction(3), Fraction(-2)))
NUMBERS = [Balls(), Floats(), Floats(np.longdouble)]
ENGINES = [SympyFractions, FlintFractions]


def mat(rows, arithmetic):
    """A square matrix of exact numbers in an arithmetic."""
    return Mat(tuple(tuple(arithmetic.number(x) for x in row) for row in rows), ("n", "n"))


def moved(rows, directions, arithmetic):
    """M + ε N."""
    pairs = zip(mat(rows, arithmetic).rows, mat(directions, arithmetic).rows, strict=True)
    return Mat(tuple(tuple(Dual(a, b, 1) for a, b in zip(*pair, strict=True)) for pair in pairs), ("n", "n"))


def array(matrix, part=lambda x: x):
    """A matrix of numbers as an array."""
    return np.array([[float(part(x)) for x in row] for row in matrix.rows])


def times(rows, factor):
    """A matrix of fractions times a number."""
    return tuple(tuple(factor * x for x in row) for row in rows)


@pytest.mark.parametrize("arithmetic", NUMBERS, ids=["balls", "float64", "longdouble"])
@pytest.mark.parametrize("factor", [Fraction(1, 1000), 1, 30])
def test_numbers_agree_with_pade(arithmetic, factor):
    """Taylor's series with squaring, and Arb's enclosure, agree with SciPy's Padé approximant."""
    expected = expm(np.array(times(M, factor), dtype=float))

    with working_precision(200):
        found = array(exponential(mat(times(M, factor), arithmetic), arithmetic))

    assert np.abs(found - expected).max() <= 1e-11 * np.abs(expected).max()


@pytest.mark.parametrize("arithmetic", NUMBERS, ids=["balls", "float64", "longdouble"])
def test_a_derivative_where_nothing_commutes_agrees_with_frechet(arithmetic):
    """The ε-part of exp(M + ε N) is the Fréchet derivative, which is neither N exp(M) nor exp(M) N."""
    m, n = (np.array(x, dtype=float) for x in (M, N))
    expected = expm_frechet(m, n, compute_expm=False)

    with working_precision(200):
        found = array(exponential(moved(M, N, arithmetic), arithmetic), lambda x: x.b)

    assert np.abs(found - expected).max() <= 1e-13 * np.abs(expected).max()
    assert np.abs(n @ expm(m) - expected).max() > 0.1
    assert np.abs(expm(m) @ n - expected).max() > 0.1


def test_a_batch_is_exponentiated_instance_by_instance():
    """Matrices of very different size in one batch keep their own digits."""
    factors = np.array([1e-6, 1.0, 20.0])
    rows = tuple(tuple(float(x) * factors for x in row) for row in M)

    found = exponential(Mat(rows, ("n", "n")), Floats())

    for k, factor in enumerate(factors):
        expected = expm(np.array(M, dtype=float) * factor)
        assert np.abs(array(found, lambda x, k=k: x[k]) - expected).max() <= 1e-11 * np.abs(expected).max()


@pytest.mark.parametrize("factor", [1, 2**20])
def test_the_number_of_squarings_brings_the_norm_below_a_tenth(factor):
    """‖M‖ / 2^s < 1/10 in the maximum norm of rows and columns together, and no squaring is wasted."""
    matrix = mat(times(M, factor), Floats())
    norm = 2 * float(max(abs(x) for row in times(M, factor) for x in row))

    squarings = enough_squarings(matrix)

    assert norm / 2**squarings <= 0.1 < norm / 2 ** (squarings - 1)


def test_a_norm_that_no_squaring_brings_back_is_refused():
    """A matrix of norm 1e300, or with an infinite entry, has no exponential in floats."""
    for size in (1e300, np.inf):
        with pytest.raises(OutsideArithmeticError, match="norm"):
            exponential(Mat(((size, 0.0), (0.0, 1.0)), ("n", "n")), Floats())


@pytest.mark.parametrize("engine", ENGINES, ids=["sympy", "flint"])
def test_symbols_give_the_same_coefficients_to_the_same_matrix_only(engine):
    """exp(M) = c₀ Id + c₁ M; its own c's come back for M and others for M + Id, so no false identity closes."""
    field = engine(["a", "b", "c", "d"], frozenset())
    a, b, c, d = map(field.symbol, "abcd")
    m = Mat(((a, b), (c, d)), ("n", "n"))
    shifted = Mat(((a + 1, b), (c, d + 1)), ("n", "n"))

    once, again, other = (exponential(x, field) for x in (m, m, shifted))

    assert once == again
    assert not any(field.vanishes(x - y) for x, y in zip(once.entries, other.entries, strict=True))
    commutator = once.product(m) + (-m.product(once))
    assert all(field.vanishes(x) for x in commutator.entries)


@pytest.mark.parametrize("engine", ENGINES, ids=["sympy", "flint"])
def test_one_by_one_is_the_scalar_exponential(engine):
    """At n = 1 the exponential is a positive number, and 1 at 0."""
    field = engine(["a"], frozenset())

    found = exponential(Mat(((field.symbol("a"),),), ("n", "n")), field).rows[0][0]

    assert field.sign(found) == 1
    assert found == field.exp(field.symbol("a"))


@pytest.mark.parametrize(
    "arithmetic", [Rationals(), *NUMBERS], ids=["rationals", "balls", "floats", "longdouble"]
)
def test_the_exponential_of_zero_is_the_identity_and_its_derivative_the_direction(arithmetic):
    """exp(0 + ε N) = Id + ε N, exactly where numbers are exact."""
    zero = times(M, 0)

    found = exponential(moved(zero, N, arithmetic), arithmetic)

    assert array(found, lambda x: x.a).tolist() == [[1, 0], [0, 1]]
    assert array(found, lambda x: x.b).tolist() == [[1, 0], [3, -2]]


def test_symbols_that_do_not_commute_have_no_derivative_here():
    """A derivative in a general direction is refused, not given as N exp(M)."""
    field = FlintFractions(["a", "b", "c", "d"], frozenset())
    m = Mat(((field.symbol("a"), field.symbol("b")), (field.symbol("c"), field.symbol("d"))), ("n", "n"))
    direction = Mat(((field.number(1), field.number(0)), (field.number(0), field.number(0))), ("n", "n"))
    pairs = zip(m.rows, direction.rows, strict=True)
    jets = Mat(tuple(tuple(Dual(a, b, 1) for a, b in zip(*pair, strict=True)) for pair in pairs), ("n", "n"))

    with pytest.raises(OutsideArithmeticError, match="commute"):
        exponential(jets, field)


def test_rationals_and_power_series_have_no_exponential():
    """exp of a rational matrix is not rational, and of a series not available: both are said."""
    h = Series((Rationals().number(0), Rationals().number(1)))

    with pytest.raises(OutsideArithmeticError, match="not rational"):
        exponential(mat(M, Rationals()), Rationals())
    with pytest.raises(OutsideArithmeticError, match="power series"):
        exponential(Mat(((h, h), (h, h)), ("n", "n")), Rationals())
