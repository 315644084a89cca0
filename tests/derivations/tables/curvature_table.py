"""Published curvatures of two-parameter families, as Gaussian curvature K, the sphere positive; R = 2*K."""

from __future__ import annotations

from typing import Any

from sympy import Rational, pi, polygamma
from table_entry import LOOKED_UP, Entry, letters

a, b, k, m, n, p, q, s, v, w, mu, nu, lam, kappa = letters("a b k m n p q s v w mu nu lambda kappa")

AD = "Arwini and Dodson, Information Geometry (2008)"
GD = (
    "Giacopelli and De Gaetano, Advances in the characterization of curvature of probability manifolds (2024)"
)
MITCHELL = "Mitchell, Statistical manifolds of univariate elliptic distributions (1988)"
HALF = Rational(1, 2)


def trigamma(e: Any) -> Any:
    """psi'(e)."""
    return polygamma(1, e)


def _gamma(e: Any) -> Any:
    return (trigamma(e) + e * polygamma(2, e)) / (4 * (e * trigamma(e) - 1) ** 2)


EXTREME = -6 / pi**2

TABLE = (
    Entry("normal", (mu, v), -HALF, f"{AD}, sec. 3.4"),
    Entry(
        "normal.sd", (mu, s), -HALF, "Amari, Differential-Geometrical Methods in Statistics (1985), sec. 2.4"
    ),
    Entry("normal.natural", (a, b), -HALF, f"{AD}, sec. 3.4"),
    Entry("lognormal", (mu, s), -HALF, f"{AD}, sec. 3.6"),
    Entry("gamma", (k, b), _gamma(k), f"{AD}, sec. 3.5"),
    Entry("gamma.shape_mean", (k, m), _gamma(k), f"{AD}, sec. 3.5"),
    Entry("inverse_gamma", (a, b), _gamma(a), f"{AD}, sec. 3.5, by 1/x"),
    Entry("nakagami", (m, w), _gamma(m), f"{AD}, sec. 3.5, by the square"),
    Entry("cauchy", (mu, s), Rational(-2), MITCHELL),
    Entry("student_t", (mu, s), -(nu + 3) / (2 * nu), MITCHELL, fixed=(nu,)),
    Entry("laplace.scale", (mu, b), Rational(-1), f"{GD}: one over the information on the scale"),
    Entry("logistic", (mu, s), -9 / (pi**2 + 3), f"{GD}: one over the information on the scale"),
    Entry("gumbel", (mu, s), EXTREME, f"{GD}: location and scale, generator not even"),
    Entry("weibull", (k, lam), EXTREME, f"{AD}, sec. 3.7: by the logarithm a Gumbel law"),
    Entry("frechet", (a, s), EXTREME, f"{AD}, sec. 3.7: by the logarithm a Gumbel law"),
    Entry(
        "inverse_gaussian",
        (mu, lam),
        -HALF,
        "Zhang, Sun and Zhong, Information geometry of the inverse Gaussian (2007)",
    ),
    Entry(
        "categorical", (p, q), Rational(1, 4), "Atkinson and Mitchell, Rao's distance measure (1981), sec. 5"
    ),
    Entry(
        "multinomial", (p, q), 1 / (4 * n), "Kass, The geometry of asymptotic inference (1989)", fixed=(n,)
    ),
)

# What a program returns and the source above excludes.  It stands here so that nobody takes it for an oracle.
MISPRINTS = (
    Entry(
        "multinomial",
        (p, q),
        2 * n**HALF,
        "geomstats 2.8.0, MultinomialMetric.sectional_curvature: twice the root of n for the inverse of its square",
        LOOKED_UP,
        fixed=(n,),
    ),
)
