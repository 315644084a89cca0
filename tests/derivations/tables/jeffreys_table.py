"""Published Jeffreys priors, up to a constant factor, and whether they are proper."""

from __future__ import annotations

from typing import Any

from sympy import besseli, polygamma, sqrt
from table_entry import LOOKED_UP, Entry, letters

a, b, c, k, m, n, p, q, r, s, t, v, mu, nu, lam, kappa = letters("a b c k m n p q r s t v mu nu lambda kappa")
x, y, z = letters("x y z")

YB = "Yang and Berger, A catalog of noninformative priors (1998)"
JEFFREYS = "Jeffreys, An invariant form for the prior probability in estimation problems (1946)"
A = besseli(1, kappa) / besseli(0, kappa)


def trigamma(e: Any) -> Any:
    """psi'(e)."""
    return polygamma(1, e)


FONSECA = (
    trigamma(nu / 2) - trigamma((nu + 1) / 2) - 2 * (nu + 3) / (nu * (nu + 1) ** 2)
)  # what is left of the information on the degrees of freedom when the scale is unknown

TABLE = (
    Entry("bernoulli", (p,), 1 / sqrt(p * (1 - p)), JEFFREYS, proper=True),
    Entry("binomial", (p,), 1 / sqrt(p * (1 - p)), f"{YB}, Binomial", fixed=(n,), proper=True),
    Entry("categorical", (p, q), 1 / sqrt(p * q * (1 - p - q)), f"{YB}, Multinomial", proper=True),
    Entry(
        "multinomial",
        (p, q),
        1 / sqrt(p * q * (1 - p - q)),
        "Allison, Multistate distribution (allisons.org/ll/MML/Discrete): root of the determinant",
        LOOKED_UP,
        fixed=(n,),
        proper=True,
    ),
    Entry("poisson", (lam,), 1 / sqrt(lam), f"{YB}, Poisson", proper=False),
    Entry("geometric", (p,), 1 / (p * sqrt(1 - p)), f"{YB}, Negative Binomial", proper=False),
    Entry(
        "negative_binomial", (p,), 1 / (p * sqrt(1 - p)), f"{YB}, Negative Binomial", fixed=(r,), proper=False
    ),
    Entry("normal", (mu, v), 1 / sqrt(v**3), f"{YB}, Normal, in (mu, variance)", proper=False),
    Entry("normal.sd", (mu, s), 1 / s**2, f"{YB}, Normal", proper=False),
    Entry("lognormal", (mu, s), 1 / s**2, f"{YB}, Location-scale models, of the logarithm", proper=False),
    Entry("cauchy", (mu, s), 1 / s**2, f"{YB}, Location-scale models", proper=False),
    Entry("logistic", (mu, s), 1 / s**2, f"{YB}, Location-scale models", proper=False),
    Entry("gumbel", (mu, s), 1 / s**2, f"{YB}, Location-scale models", proper=False),
    Entry("laplace.scale", (mu, s), 1 / s**2, f"{YB}, Location-scale models", proper=False),
    Entry("student_t", (mu, s), 1 / s**2, f"{YB}, Location-scale models", fixed=(nu,), proper=False),
    Entry(
        "student_t.free",
        (mu, s, nu),
        sqrt(nu / (nu + 3)) * sqrt((nu + 1) / (nu + 3)) * sqrt(FONSECA) / s**2,
        "Fonseca, Ferreira and Migon, Objective Bayesian analysis for the Student-t regression model (2008)",
    ),
    Entry("exponential", (b,), 1 / b, f"{YB}, Gamma, shape one", proper=False),
    Entry("gamma", (k, b), sqrt(k * trigamma(k) - 1) / b, f"{YB}, Gamma", proper=False),
    Entry("inverse_gamma", (a, b), sqrt(a * trigamma(a) - 1) / b, f"{YB}, Inverse Gamma", proper=False),
    Entry(
        "beta",
        (a, b),
        sqrt(trigamma(a) * trigamma(b) - (trigamma(a) + trigamma(b)) * trigamma(a + b)),
        f"{YB}, Beta",
    ),
    Entry("weibull", (k, lam), 1 / lam, f"{YB}, Weibull", proper=False),
    Entry("pareto", (a,), 1 / a, f"{YB}, Pareto", fixed=(c,), proper=False),
    Entry("rayleigh", (s,), 1 / s, f"{YB}, Weibull, shape two", proper=False),
    Entry("inverse_gaussian", (mu, lam), 1 / sqrt(mu**3 * lam), f"{YB}, Inverse Gaussian", proper=False),
    Entry(
        "von_mises",
        (mu, kappa),
        sqrt(kappa * A * (1 - A / kappa - A**2)),
        "Allison, von Mises (allisons.org/ll/MML/Continuous/von-Mises): root of the Fisher information",
        LOOKED_UP,
    ),
    Entry(
        "multivariate_normal",
        (*letters("m1 m2"), x, y, z),
        1 / (x * z - y**2) ** 2,
        f"{YB}, Normal: |S|^(-(d + 2)/2), d = 2",
    ),
)
