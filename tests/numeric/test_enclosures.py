"""Balls of Fisher matrices hold what books print, and hold nothing that is off by a part in 10^15."""

from __future__ import annotations

from fractions import Fraction as Q

import pytest
from flint import acb, arb, ctx, fmpq

from numeric import enclosures
from numeric.enclosures.integrals import enclosed

PRECISION = 300  # bits of the printed formulas: far more than any ball here


def number(value):
    """An exact rational as a ball."""
    return arb(fmpq(value.numerator, value.denominator))


def trigamma(x):
    """psi'(x) for real x."""
    return acb(x).polygamma(1).real


def exponential(b):
    """1/b^2: [LehmannCasella1998] table 2.5.1."""
    return [[1 / b**2]]


def gamma(k, b):
    """[[psi'(k), -1/b], [-1/b, k/b^2]]: [JohnsonKotzBalakrishnan1994] ch. 17."""
    return [[trigamma(k), -1 / b], [-1 / b, k / b**2]]


def weibull(k, b):
    """With g = 1 - EulerGamma, [[(g^2 + pi^2/6)/k^2, -g/b], [-g/b, k^2/b^2]]."""
    g = 1 - arb.const_euler()
    return [[(g**2 + arb.pi() ** 2 / 6) / k**2, -g / b], [-g / b, k**2 / b**2]]


def gumbel(b):
    """With g = 1 - EulerGamma, [[1, -g], [-g, g^2 + pi^2/6]]/b^2."""
    g = 1 - arb.const_euler()
    return [[1 / b**2, -g / b**2], [-g / b**2, (g**2 + arb.pi() ** 2 / 6) / b**2]]


def normal(d):
    """diag(1, 2)/d^2."""
    return [[1 / d**2, arb(0)], [arb(0), 2 / d**2]]


def beta(a, b):
    """psi' of each shape on the diagonal, less psi'(a + b) everywhere."""
    both = trigamma(a + b)
    return [[trigamma(a) - both, -both], [-both, trigamma(b) - both]]


def von_mises(k):
    """diag(k*A, 1 - A/k - A^2), A = I_1(k)/I_0(k)."""
    A = k.bessel_i(arb(1)) / k.bessel_i(arb(0))
    return [[k * A, arb(0)], [arb(0), 1 - A / k - A**2]]


POINTS = [
    (exponential, (Q(13, 11),)),
    (exponential, (Q(2, 7),)),
    (gamma, (Q(27, 10), Q(13, 10))),
    (gamma, (Q(3, 10), Q(19, 7))),
    (weibull, (Q(13, 10), Q(7, 10))),
    (weibull, (Q(5, 13), Q(23, 11))),
    (gumbel, (Q(7, 17),)),
    (normal, (Q(8, 13),)),
    (normal, (Q(31, 11),)),
    (beta, (Q(23, 10), Q(31, 10))),
    (beta, (Q(4, 10), Q(7, 10))),
    (von_mises, (Q(17, 10),)),
    (von_mises, (Q(23, 3),)),
]


def printed(formula, point):
    """What the book says, to 300 bits."""
    before, ctx.prec = ctx.prec, PRECISION
    try:
        return formula(*map(number, point))
    finally:
        ctx.prec = before


@pytest.mark.parametrize("digits", [3, 30, 50])
@pytest.mark.parametrize(("formula", "point"), POINTS)
def test_every_entry_is_enclosed_to_the_digits_asked(formula, point, digits):
    """Also with three digits, where the bounds of the tails are what makes it true."""
    found = getattr(enclosures, formula.__name__)(*point, digits=digits)
    expected = printed(formula, point)

    for row, wanted in zip(found, expected, strict=True):
        for ball, entry in zip(row, wanted, strict=True):
            assert ball.overlaps(entry)
            assert ball.rad() < max(arb(1), abs(entry)) * arb(10) ** -digits


@pytest.mark.parametrize(("formula", "point"), POINTS)
def test_a_formula_that_is_slightly_wrong_is_excluded(formula, point):
    """A factor of 1 + 10^-15, a wrong sign, and 10^-15 for a zero: no ball meets them."""
    found = getattr(enclosures, formula.__name__)(*point)
    expected = printed(formula, point)
    off = arb(10) ** -15

    for row, wanted in zip(found, expected, strict=True):
        for ball, entry in zip(row, wanted, strict=True):
            if entry == 0:
                assert not ball.overlaps(off)
            else:
                assert not ball.overlaps(entry * (1 + off))
                assert not ball.overlaps(-entry)


def test_an_integrand_that_is_not_analytic_is_integrated_in_pieces():
    """sqrt(z^2) from -1 to 2 is 5/2; on balls about 0 it has no derivative, and Arb is told so."""
    ((found,),) = enclosed(
        lambda z, analytic: (z * z).sqrt(analytic=analytic),
        lambda z, analytic: [acb(1)],
        (arb(-1), arb(2)),
        lambda i, j: arb(0),
        count=1,
        bits=40,
    )

    assert found.overlaps(arb(5) / 2)
    assert found.rad() < arb("1e-6")


def test_what_lies_beyond_the_ends_widens_the_ball():
    """int_0^3 e^-u du with a tail of e^-3 holds 1, without it does not."""

    def over(tail):
        ((found,),) = enclosed(
            lambda u, analytic: (-u).exp(),
            lambda u, analytic: [acb(1)],
            (arb(0), arb(3)),
            lambda i, j: tail,
            count=1,
            bits=40,
        )
        return found

    assert over(arb(-3).exp()).overlaps(arb(1))
    assert not over(arb(0)).overlaps(arb(1))


def test_the_precision_of_the_caller_is_left_alone():
    """Ball arithmetic has one precision for the process."""
    before = ctx.prec

    enclosures.beta(Q(2), Q(3), digits=50)

    assert ctx.prec == before


@pytest.mark.parametrize("point", [(Q(0), Q(1)), (Q(1), Q(-2))])
def test_a_law_that_does_not_exist_is_refused(point):
    """A shape or rate that is not positive, by its name."""
    with pytest.raises(ValueError, match="is not positive"):
        enclosures.gamma(*point)
