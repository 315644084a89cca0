"""Decisions, points and nested tensors."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Rational, Symbol, symbols

from derivations.family import LINE, POSITIVE, UNIT, Interval
from derivations.geometry.errors import DomainError, GeometryError, MarkovMapError, MetricError, TensorError
from derivations.geometry.exact import determinant, inverse
from derivations.geometry.outcomes import decide_zero, nonzero_value
from derivations.geometry.points import generic_points, second_point
from derivations.geometry.tensors import (
    as_tensor,
    component,
    entries,
    inverse_metric,
    symmetric_tensor,
    tensor,
)

a, b, c = symbols("a b c", positive=True)
x, y = symbols("x y", real=True)
POINT = {a: Rational(3, 7), x: Rational(-5, 11)}


def test_a_proof_a_value_and_neither() -> None:
    """Three outcomes, each with its reason."""
    proved = decide_zero([0, sp.log(a**2) - 2 * sp.log(a)], points=[POINT], of="the gap")
    refuted = decide_zero([a - a**2], points=[POINT], of="the gap")
    unknown = decide_zero([sp.Function("f")(a)], points=[POINT], of="the gap")

    assert (proved.holds, refuted.holds, unknown.holds) == (True, False, None)
    assert "12/49 at a = 3/7" in refuted.why
    assert "not decided" in unknown.why


def test_the_second_point_is_tried_where_the_first_shows_nothing() -> None:
    """x - 1 vanishes at 1, and not at 2."""
    assert decide_zero([x - 1], points=[{x: 1}, {x: 2}], of="x - 1").holds is False


def test_a_difference_too_small_for_floats_is_seen_and_a_float_is_not_trusted() -> None:
    """sqrt(2) against its first 19 digits; a zero with roots; rounding noise of a float."""
    digits = sp.Rational(1414213562373095048, 10**18)
    assert nonzero_value(sp.sqrt(2) - digits, {}) is not None
    assert nonzero_value(sp.sqrt(2) + sp.sqrt(3) - sp.sqrt(5 + 2 * sp.sqrt(6)), {}) is None
    assert nonzero_value(sp.Float(0.1) + sp.Float(0.2) - sp.Float(0.3), {}) is None


def test_points_lie_in_the_domain_and_are_generic() -> None:
    """Rational, inside, not 0, 1 or 1/2, and different from each other; twice the same."""
    domains = (LINE, POSITIVE, UNIT)
    points = generic_points((x, a, b), domains)
    for point in points:
        assert point[a] > 0
        assert 0 < point[b] < 1
        assert all(v.is_Rational and v not in {0, 1, Rational(1, 2)} for v in point.values())
        assert len(set(point.values())) == 3
    assert len({tuple(p.values()) for p in points}) == 3
    assert points == generic_points((x, a, b), domains)


def test_ends_may_depend_on_coordinates_in_any_order() -> None:
    """|x| < sqrt(a*b), with x before or after a and b; in a circle they may not."""
    ends = Interval(-sp.sqrt(a * b), sp.sqrt(a * b))
    for order in ((x, a, b), (a, x, b)):
        domains = [ends if e == x else POSITIVE for e in order]
        assert all(p[x] ** 2 < p[a] * p[b] for p in generic_points(order, domains))
    with pytest.raises(DomainError, match="circle"):
        generic_points((a, b), (Interval(sp.S.Zero, b), Interval(sp.S.Zero, a)))


def test_half_lines_are_filled_from_their_ends() -> None:
    """Above 20, and below -20."""
    domains = (Interval(sp.S(20), sp.oo), Interval(-sp.oo, sp.S(-20)))

    assert all(p[a] > 20 and p[x] < -20 for p in generic_points((a, x), domains))


def test_conditions_are_kept() -> None:
    """p + q < 1 on a box, three different points; a condition that nothing satisfies is an error."""
    points = generic_points((a, b), (UNIT, UNIT), where=(a + b < 1,))

    assert len({tuple(p.values()) for p in points}) == 3
    assert all(p[a] + p[b] < 1 for p in points)
    with pytest.raises(DomainError, match="0 of"):
        generic_points((a, b), (UNIT, UNIT), where=(a + b > 3,))


def test_fixed_symbols_get_values_of_their_kind() -> None:
    """Whole numbers where they are declared so."""
    n = Symbol("n", integer=True, positive=True)

    (point,) = generic_points((a,), (POSITIVE,), fixed={n, c}, count=1)

    assert point[n].is_Integer
    assert not point[c].is_Integer


def test_empty_and_missing_domains_are_refused() -> None:
    """With the interval in the message."""
    with pytest.raises(DomainError, match="no interval"):
        generic_points((a,), (Interval(sp.S.One, sp.S.Zero),))
    with pytest.raises(DomainError, match="Give one each"):
        generic_points((a, b), (POSITIVE,))


def test_two_points_keep_the_assumptions() -> None:
    """a_1 and a_2 are positive if a is."""
    (first, _), (second, real) = second_point((a, x))

    assert (first.name, second.name) == ("a_1", "a_2")
    assert first.is_positive
    assert real.is_real and real.is_positive is None


def test_tensors_are_nested_tuples() -> None:
    """Built, read, and checked for their shape."""
    cubes = tensor(2, 3, lambda i, j, k: 100 * i + 10 * j + k)

    assert component(cubes, (1, 0, 1)) == 101
    assert list(entries(cubes)) == [0, 1, 10, 11, 100, 101, 110, 111]
    assert symmetric_tensor(2, 2, lambda i, j: 10 * i + j) == ((0, 1), (1, 11))
    assert as_tensor(sp.Array([[1, 2], [3, 4]]), 2, 2, "A") == ((1, 2), (3, 4))
    with pytest.raises(TensorError, match="2 x 2"):
        as_tensor([[1, 2], [3]], 2, 2, "A")


def test_determinant_and_inverse_with_a_special_function() -> None:
    """A bordered matrix of four columns, exactly, at rational numbers put in for everything."""
    h = sp.polygamma(1, a)
    M = sp.Matrix([[h, 1, 0, b], [1, a, 1, 0], [0, 1, 1 / b, 0], [b, 0, 0, 3]])

    def at(e: sp.Expr) -> sp.Expr:
        """The value with 7/4 for the special function: the identities hold whatever it is."""
        return e.subs(h, Rational(7, 4)).subs({a: Rational(3, 7), b: Rational(5, 2)})

    assert at(determinant(M)) == at(M).det() != 0
    assert inverse(M).applyfunc(at) * at(M) == sp.eye(4)


def test_an_inverse_metric_undoes_it() -> None:
    """And one without an inverse is refused."""
    g = sp.Matrix([[a, b], [b, c]])

    assert (g * inverse_metric(g)).applyfunc(sp.cancel) == sp.eye(2)
    with pytest.raises(MetricError, match="same way"):
        inverse_metric(sp.Matrix([[a, a], [a, a]]))


def test_every_error_is_a_geometry_error() -> None:
    """One name to catch them by."""
    for error in (DomainError, MarkovMapError, MetricError, TensorError):
        assert issubclass(error, GeometryError)
        assert issubclass(error, ValueError)
