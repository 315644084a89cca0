"""Exact rationals, rational functions in two engines, balls and matrices."""

from __future__ import annotations

from fractions import Fraction

import flint
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from theorems.arithmetic.balls import Balls, ComplexBalls, working_precision
from theorems.arithmetic.base import OutsideArithmeticError, OutsideDomainError
from theorems.arithmetic.flint_fractions import FlintFractions
from theorems.arithmetic.floats import Floats
from theorems.arithmetic.matrix import Mat, column, diagonal
from theorems.arithmetic.rationals import Rationals
from theorems.arithmetic.sympy_fractions import SympyFractions

Q = Rationals()
ENGINES = [SympyFractions, FlintFractions]


@pytest.fixture(params=ENGINES, ids=["sympy", "flint"])
def field(request):
    """Rational functions of x, y of unknown sign and p, r > 0."""
    return request.param(["x", "y", "p", "r"], frozenset({"p", "r"}))


def mat(*rows):
    """A square matrix of exact rationals."""
    return Mat(tuple(tuple(Q.number(Fraction(x)) for x in row) for row in rows), ("n", "n"))


# -- exact rationals ----------------------------------------------------------------------------


def test_a_perfect_square_has_a_rational_root():
    """√(9/4) = 3/2, and (9/4)^(3/2) = 27/8."""
    assert Q.number(Fraction(3, 2)) == Q.sqrt(Q.number(Fraction(9, 4)))
    assert Q.number(Fraction(27, 8)) == Q.power(Q.number(Fraction(9, 4)), Fraction(3, 2))


def test_an_irrational_value_is_outside_the_rationals():
    """√2, log 2, exp 1, sin 1 exist, but not among the rationals."""
    two, one = Q.number(2), Q.number(1)

    for function, x in ((Q.sqrt, two), (Q.log, two), (Q.exp, one), (Q.sin, one), (Q.cos, one)):
        with pytest.raises(OutsideArithmeticError):
            function(x)


@pytest.mark.parametrize("field_", [Rationals(), Balls(), Floats()], ids=["rationals", "balls", "floats"])
def test_roots_and_logarithms_of_negative_numbers_do_not_exist(field_):
    """√−2 and log −2 are refused in every arithmetic of numbers."""
    minus = field_.number(-2)

    with pytest.raises(OutsideDomainError):
        field_.sqrt(minus)
    with pytest.raises(OutsideDomainError):
        field_.log(minus)


# -- rational functions -------------------------------------------------------------------------


def test_an_identity_of_rational_functions_vanishes(field):
    """(x² − y²)/(x − y) = x + y, and not x − y."""
    x, y = field.symbol("x"), field.symbol("y")
    quotient = (x * x - y * y) / (x - y)

    assert field.vanishes(quotient - x - y)
    assert not field.vanishes(quotient - x + y)


def test_a_root_of_a_square_of_a_positive_symbol_is_drawn_out(field):
    """√(p²) = p for p > 0; √(x²) stays an atom, since x may be negative."""
    p, x = field.symbol("p"), field.symbol("x")

    assert field.vanishes(field.sqrt(p * p) - p)
    assert not field.vanishes(field.sqrt(x * x) - x)
    assert field.vanishes(field.sqrt(x * x) * field.sqrt(x * x) - x * x)


def test_a_root_satisfies_its_relation(field):
    """(√(p + r))² − p = r, and √(p + r) itself is not p."""
    p, r = field.symbol("p"), field.symbol("r")
    root = field.sqrt(p + r)

    assert field.vanishes(root * root - p - r)
    assert not field.vanishes(root - p)


def test_a_root_of_a_negative_quantity_is_refused(field):
    """√−p does not exist for p > 0."""
    with pytest.raises(OutsideDomainError, match="negative"):
        field.sqrt(-field.symbol("p"))


def test_a_logarithm_splits_over_positive_factors(field):
    """log(p r²) = log p + 2 log r, and log(p/r) is not log p + log r."""
    p, r = field.symbol("p"), field.symbol("r")

    assert field.vanishes(field.log(p * r * r) - field.log(p) - field.log(r) * 2)
    assert not field.vanishes(field.log(p / r) - field.log(p) - field.log(r))


def test_a_logarithm_does_not_split_over_factors_of_unknown_sign(field):
    """log(x y) is not written as log x + log y, which need not exist."""
    x, y = field.symbol("x"), field.symbol("y")

    field.log(x * y)

    assert [("log", str(x * y))] == list(field.used_atoms)


def test_sine_and_cosine_are_tied_by_pythagoras(field):
    """sin² x + cos² x = 1; sin x + cos x is not 1."""
    x = field.symbol("x")
    s, c = field.sin(x), field.cos(x)

    assert field.vanishes(s * s + c * c - 1)
    assert not field.vanishes(s + c - 1)


def test_values_at_zero_are_numbers(field):
    """exp 0 = cos 0 = 1, sin 0 = √0 = log 1 = 0, without atoms."""
    zero, one = field.number(0), field.number(1)

    assert field.exp(zero) == field.cos(zero) == one
    assert field.sin(zero) == field.sqrt(zero) == field.log(one) == zero
    assert field.used_atoms == {}


def test_equal_arguments_share_an_atom_and_others_do_not(field):
    """exp(x) is one atom however often it is asked for; exp(y) is another."""
    x, y = field.symbol("x"), field.symbol("y")

    assert field.exp(x + x - x) == field.exp(x)
    assert field.exp(x) != field.exp(y)


def test_a_sign_is_told_only_where_it_is_manifest(field):
    """p + r x² + 1 is positive, −p negative; p − r and x are not told, and x² may be zero."""
    x, p, r = field.symbol("x"), field.symbol("p"), field.symbol("r")

    assert (field.sign(p + r * x * x + 1), field.sign(-p), field.sign(p - p)) == (1, -1, 0)
    for unknown in (p - r, x, x * x):
        with pytest.raises(OutsideArithmeticError):
            field.sign(unknown)


polynomials = st.recursive(
    st.sampled_from(["x", "y", "p", 2, -3]),
    lambda inner: st.tuples(st.sampled_from("+-*"), inner, inner),
    max_leaves=6,
)


def build(tree, field_):
    """A polynomial given as a tree, in a field."""
    if isinstance(tree, str):
        return field_.symbol(tree)
    if isinstance(tree, int):
        return field_.number(tree)
    sign, a, b = tree
    left, right = build(a, field_), build(b, field_)
    return left + right if sign == "+" else left - right if sign == "-" else left * right


@settings(max_examples=40, derandomize=True, database=None, deadline=None)
@given(polynomials, polynomials)
def test_the_two_engines_agree_on_what_vanishes(one, other):
    """SymPy's and FLINT's polynomials give one answer to "is the difference zero", and one set of monomials."""
    answers, monomials = set(), []
    for engine in ENGINES:
        field_ = engine(["x", "y", "p"], frozenset({"p"}))
        gap = build(one, field_) - build(other, field_)
        answers.add(field_.vanishes(gap))
        monomials.append({m: c for m, c in field_.terms(field_.parts(gap)[0]) if c})

    assert len(answers) == 1
    assert monomials[0] == monomials[1]


# -- balls --------------------------------------------------------------------------------------


def test_the_working_precision_is_put_back():
    """After the block, and after an error inside it, the precision is what it was."""
    before = flint.ctx.prec
    with working_precision(333):
        inside = flint.ctx.prec
    with pytest.raises(RuntimeError), working_precision(77):
        raise RuntimeError

    assert inside == 333
    assert before == flint.ctx.prec


def test_a_ball_encloses_the_rational_it_stands_for():
    """The ball of 1/3 contains 1/3 and is narrower than 1e-50 at 200 bits."""
    with working_precision(200):
        third = Balls().number(Fraction(1, 3))

        assert third.contains(flint.fmpq(1, 3))
        assert third.rad() < flint.arb("1e-50")


def test_a_ball_that_straddles_zero_has_no_sign():
    """The sign of [−1, 1] cannot be told, nor its logarithm."""
    wide = flint.arb(0, 1)

    with pytest.raises(OutsideArithmeticError):
        Balls().sign(wide)
    with pytest.raises(OutsideArithmeticError):
        Balls().log(wide)


def integral(function):
    """∫ over [−1, 2] by Arb."""
    with working_precision(64):
        return flint.acb.integral(function, flint.acb(-1), flint.acb(2)).real


def test_an_integral_across_a_branch_cut_is_not_wrong():
    """∫ √(z²) over [−1, 2] is 5/2 or unknown, never a narrow ball elsewhere: the analytic flag reaches √."""
    root = integral(lambda z, analytic: ComplexBalls(analytic).sqrt(z * z))
    power = integral(lambda z, analytic: ComplexBalls(analytic).power(z * z, Fraction(1, 2)))

    for found in (root, power):
        assert not found.is_finite() or found.contains(flint.fmpq(5, 2))


def test_without_the_analytic_flag_the_same_integral_is_wrong():
    """The trap is real: an integrand that drops the flag gets a ball without 5/2."""
    wrong = integral(lambda z, _: (z * z).sqrt())

    assert wrong.is_finite()
    assert not wrong.contains(flint.fmpq(5, 2))


def test_a_kink_inside_an_integral_is_refused():
    """A complex ball has no sign, so |x| inside an integral raises instead of guessing."""
    with pytest.raises(OutsideArithmeticError):
        ComplexBalls(False).sign(flint.acb(1))


# -- matrices -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "matrix",
    [
        mat([Fraction(3, 7)]),
        mat([2, 5], [1, 4]),
        mat([2, 0, 1], [5, 3, -1], [Fraction(1, 2), 7, 4]),
        mat([1, 2, 0, 1], [0, 3, 1, 1], [5, 0, 2, 7], [1, 1, 4, 0]),
    ],
    ids=["n=1", "n=2", "n=3", "n=4"],
)
def test_an_inverse_undoes_its_matrix_on_both_sides(matrix):
    """A⁻¹A = AA⁻¹ = Id for a matrix that is not symmetric."""
    n = len(matrix.rows)
    identity = mat(*([int(i == j) for j in range(n)] for i in range(n)))

    assert identity == matrix.inverse().product(matrix) == matrix.product(matrix.inverse())


def test_determinant_trace_and_transpose_of_a_matrix():
    """For [[2, 5], [1, 4]]: det 3, tr 6, transpose [[2, 1], [5, 4]]."""
    a = mat([2, 5], [1, 4])

    assert (Q.number(3), Q.number(6), mat([2, 1], [5, 4])) == (a.determinant(), a.trace(), a.transpose())


def test_dimensions_are_names_and_not_sizes():
    """At n = 1 a metric is still n×n and a column n×1, and rows times columns give 1×1."""
    v = column([Q.number(3)])

    assert mat([2]).dims == ("n", "n")
    assert mat([2]).product(v).dims == ("n", "1")
    assert v.transpose().product(v).dims == ("1", "1")
    assert diagonal(v, Q.number(0)).dims == ("n", "n")


def test_the_logarithm_of_a_large_square_is_twice_that_of_its_root(field):
    """log N² = 2 log N for N = 10007 · 10009 · 10037, whose factors are beyond what is searched for."""
    large = field.number(10007 * 10009 * 10037)

    assert field.vanishes(field.log(large * large) - field.log(large) * 2)
    assert not field.vanishes(field.log(large * large) - field.log(large) * 3)
