"""Distances on a line: integrals of a root, against printed forms and quadrature."""

from __future__ import annotations

import mpmath
import pytest
import sympy as sp
from sympy import Expr, Matrix, Rational, asin, atanh, log, sqrt, symbols

from derivations.family import LINE, POSITIVE, UNIT, Interval
from derivations.geometry.antiderivative import root_integral
from derivations.geometry.distance import distance

x = sp.Symbol("x", real=True)
b, n = symbols("b n", positive=True)


def agrees(found: Expr, expected: Expr) -> bool:
    """Whether two numbers agree to 30 digits."""
    one, other = sp.N(found, 40), sp.N(expected, 40)
    return bool(abs(one - other) < abs(other) * sp.Float("1e-30"))


@pytest.mark.parametrize(
    ("metric", "domain", "expected"),
    [
        (1 / b**2, POSITIVE, log),  # exponential, rate
        (1 / b, POSITIVE, lambda e: 2 * sqrt(e)),  # Poisson
        (n / (b * (1 - b)), UNIT, lambda e: 2 * sqrt(n) * asin(sqrt(e))),  # binomial
        (1 / (b**2 * (1 - b)), UNIT, lambda e: -2 * atanh(sqrt(1 - e))),  # geometric
        (
            n / (b * (b + n)),
            POSITIVE,
            lambda e: 2 * sqrt(n) * sp.asinh(sqrt(e / n)),
        ),  # negative binomial, mean
        (1 / b**4, POSITIVE, lambda e: -1 / e),
        (sp.exp(b) / (1 + sp.exp(b)) ** 2, LINE, lambda e: 2 * sp.atan(sp.exp(e / 2))),  # Bernoulli, logit
        (1 / (1 + b**2) ** 2, LINE, sp.atan),
    ],
    ids=[
        "exponential",
        "poisson",
        "binomial",
        "geometric",
        "negative binomial",
        "power",
        "logit",
        "arctangent",
    ],
)
def test_a_distance_on_a_line_is_the_integral_of_the_root(metric: Expr, domain: Interval, expected) -> None:
    """|F(x_1) - F(x_2)| with the F in print, at two points to 30 digits."""
    one, other = Rational(2, 7), Rational(3, 5)

    found = distance(Matrix([[metric]]), (b,), (domain,))

    at = {n: Rational(7, 3)}
    assert found.confirmed.holds is True
    assert agrees(
        found.value.between((one,), (other,)).subs(at),
        abs(sp.N((expected(one) - expected(other)).subs(at), 50)),
    )


def test_the_length_of_a_line_is_what_quadrature_measures() -> None:
    """Each table entry with two factors, on each side of them, to 25 digits."""
    with mpmath.workdps(40):
        for i in (-1, -2):
            for j in (-1, -2):
                for domain, one, other in (
                    (Interval(sp.S.One, sp.S(3)), Rational(9, 7), Rational(13, 5)),
                    (Interval(sp.S(3), sp.oo), Rational(22, 7), Rational(29, 5)),
                    (Interval(-sp.oo, sp.S.One), Rational(-22, 7), Rational(3, 5)),
                ):
                    f = 5 * sp.Abs(x - 1) ** i * sp.Abs(3 - x) ** j
                    plain = 5 * ((x - 1) ** i) * ((3 - x) ** j)
                    plain = plain if plain.subs(x, one) > 0 else -plain
                    F = root_integral(plain, x, domain, points=[{x: one}, {x: other}]).value
                    measured = mpmath.quad(
                        sp.lambdify(x, sqrt(f), "mpmath"), [mpmath.mpf(e.p) / e.q for e in (one, other)]
                    )
                    assert abs(sp.N(F.subs(x, other) - F.subs(x, one), 40) - measured) < 1e-25
