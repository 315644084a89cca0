"""The laws whose moments are known in closed form, recognised from a log-density.

    Gaussian     polynomial of degree two in x on R^d              Isserlis, moment generating function
    Gamma        a*log(x) - b*x + c on (0, oo)                     Mellin transform, tilted
    Beta         a*log(x) + b*log(1 - x) + c on (0, 1)             Mellin transform
    BetaPrime    a*log(x) - b*log(1 + x) + c on (0, oo)            Mellin transform
    InverseGaussian  a*log(x) - b*x - c/x + d on (0, oo)           ratios of Bessel functions
    VonMises     a*cos(x - m) + c on a full turn                   ratios of Bessel functions
    Poisson      a*x - log(x!) + c on the naturals                 Touchard, tilted
    PowerSeries  a*x + log a(x) + c on integers                    factorial moments, tilted
    Multinomial  a.x + log of the multinomial coefficient + c      joint factorial moments
    Dirichlet    sum of a_i*log(x_i) + c on the simplex            joint Mellin transform
    Wishart      a*log(det X) - tr(B*X) + c                        Laplace transform
    VonMisesFisher  a.x + c on the sphere in three dimensions      derivatives of sinh(r)/r
    Points       finitely many values                              a finite sum
    Uniform      constant on an interval with finite ends          powers and logarithms
    Powered      c - k*|x - t|^b on the line, b a number           Mellin transform of both halves
    Cauchy       c - log of a quadratic without real roots         that of its pivot, and Poisson's integral
    Pivoted      one of these after a change of variable           that of the base law

A law is taken only when its normalising constant is proved to be that of the density: a log-density with a
wrong constant is refused, not normalised in silence.
"""

from __future__ import annotations

from typing import Any

from sympy import Dummy, Expr, S, Symbol, false, oo

from derivations.family import (
    Counts,
    Family,
    Finite,
    Integers,
    Interval,
    Naturals,
    PositiveDefinite,
    Reals,
    Simplex,
    Sphere,
)
from derivations.laws.beta import Beta as Beta
from derivations.laws.beta import BetaPrime as BetaPrime
from derivations.laws.beta import beta, beta_prime
from derivations.laws.cauchy import Cauchy as Cauchy
from derivations.laws.cauchy import cauchy
from derivations.laws.dirichlet import Dirichlet as Dirichlet
from derivations.laws.dirichlet import dirichlet
from derivations.laws.gamma import Gamma as Gamma
from derivations.laws.gamma import gamma
from derivations.laws.gaussian import Gaussian as Gaussian
from derivations.laws.gaussian import gaussian
from derivations.laws.inverse_gaussian import InverseGaussian as InverseGaussian
from derivations.laws.inverse_gaussian import inverse_gaussian
from derivations.laws.multinomial import Multinomial as Multinomial
from derivations.laws.multinomial import multinomial
from derivations.laws.pivoted import Law as Law
from derivations.laws.pivoted import Pivoted as Pivoted
from derivations.laws.pivoted import exists
from derivations.laws.pivots import Pivot, candidates, opened
from derivations.laws.points import Points as Points
from derivations.laws.points import points
from derivations.laws.poisson import Poisson as Poisson
from derivations.laws.poisson import poisson
from derivations.laws.power_series import PowerSeries as PowerSeries
from derivations.laws.power_series import power_series
from derivations.laws.powered import Powered as Powered
from derivations.laws.powered import powered
from derivations.laws.terms import DivergentError as DivergentError
from derivations.laws.terms import NotClosedError as NotClosedError
from derivations.laws.transform import Transform as Transform
from derivations.laws.uniform import Uniform as Uniform
from derivations.laws.uniform import uniform
from derivations.laws.von_mises import VonMises as VonMises
from derivations.laws.von_mises import von_mises
from derivations.laws.von_mises_fisher import VonMisesFisher as VonMisesFisher
from derivations.laws.von_mises_fisher import von_mises_fisher
from derivations.laws.wishart import Wishart as Wishart
from derivations.laws.wishart import wishart

PIVOTS = 4  # changes of variable in a row; the longest chain of the families here has three


def recognise(family: Family, log_density: Expr, support: Any) -> Law:
    """Find the law of a log-density of a family, at whatever point it was taken.

    Raises NotClosedError if no law fits, if the constant is not the one that makes it a density, or if the
    constant is that only by analytic continuation, as for x^(-3/2)*(1 - x)^(-17/10), which has no integral.
    """
    x = family.observations
    found: Law | None
    match support:
        case Reals(1):
            found = on_interval(log_density, x[0], -oo, oo)
            if isinstance(found, Pivoted):
                found = cauchy(log_density, x[0], found) or found
        case Reals():
            found = gaussian(log_density, x)
        case Finite(values):
            found = points(log_density, x[0], values)
        case Naturals():
            found = poisson(log_density, x[0]) or on_integers(log_density, x[0], S.Zero, oo)
        case Integers(lower, upper):
            found = on_integers(log_density, x[0], lower, upper)
        case Counts(total, _):
            found = multinomial(log_density, x, total)
        case Simplex():
            found = dirichlet(log_density, x)
        case PositiveDefinite(size):
            found = wishart(log_density, x, size)
        case Sphere():
            found = von_mises_fisher(log_density, x)
        case Interval(lower, upper):
            found = on_interval(log_density, x[0], lower, upper)
        case _:
            found = None
    if found is None or false in exists(found):
        raise NotClosedError(
            f"{family.name}: no law with closed moments has the log-density {log_density} on {support}. "
            "Likely causes: (a) its constant does not make it integrate to one; (b) no change of variable "
            "known here carries it to a Gaussian, gamma, beta or power series law. If the integral exists, "
            "expectation_by_integration may find it."
        )
    return found


def on_interval(
    log_density: Expr, x: Symbol, lower: Expr, upper: Expr, *, pivots: int = PIVOTS
) -> Law | None:
    """The law of a log-density on an interval, directly or after at most `pivots` changes of variable."""
    plain = opened(log_density, x)
    found = _directly(log_density, plain, x, lower, upper)
    if found is not None or not pivots:
        return found
    for pivot in candidates(plain, x, lower, upper):
        there = pivot.log_density(plain, x)
        base = on_interval(there, pivot.u, pivot.lower, pivot.upper, pivots=pivots - 1)
        if base is not None:
            return Pivoted(x, pivot, base)
    return None


def on_integers(log_density: Expr, x: Symbol, lower: Expr, upper: Expr) -> Law | None:
    """The law of a log-density on integers, directly or counted from the lower end."""
    found = power_series(log_density, x, lower, upper)
    if found is not None or lower == 0:
        return found
    y = Dummy("u1", integer=True, nonnegative=True)
    base = on_integers(log_density.xreplace({x: lower + y}), y, S.Zero, upper - lower)
    if base is None:
        return None
    return Pivoted(x, Pivot(y, (lower + y,), S.Zero, S.Zero, upper - lower, f"u1 = {x - lower}"), base)


def _directly(log_density: Expr, plain: Expr, x: Symbol, lower: Expr, upper: Expr) -> Law | None:
    if (lower, upper) == (-oo, oo):
        return gaussian(log_density, (x,)) or powered(log_density, x)
    if (lower, upper) == (0, oo):
        return gamma(plain, x) or beta_prime(plain, x) or inverse_gaussian(plain, x)
    circular = von_mises(log_density, x, lower, upper)
    if circular is not None:
        return circular
    return uniform(log_density, x, lower, upper) or ((lower, upper) == (0, 1) and beta(plain, x)) or None
