"""The laws of sympy.stats for our families, and random variables made of a density where it has none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp
from sympy import exp, sqrt, stats

from derivations import family as kinds
from derivations.family import Family

# Arguments: the parameters of the family in their order, then its fixed symbols.
LAWS: dict[str, Callable[..., Any]] = {
    "bernoulli": lambda p: stats.Bernoulli("X", p),
    "bernoulli.logit": lambda t: stats.Bernoulli("X", 1 / (1 + exp(-t))),
    "beta": lambda a, b: stats.Beta("X", a, b),
    "binomial": lambda p, n: stats.Binomial("X", n, p),
    "cauchy": lambda m, s: stats.Cauchy("X", m, s),
    "chi": lambda k: stats.Chi("X", k),
    "chi_squared": lambda k: stats.ChiSquared("X", k),
    "exponential": lambda b: stats.Exponential("X", b),
    "exponential.scale": lambda t: stats.Exponential("X", 1 / t),
    "frechet": lambda a, s: stats.Frechet("X", a, s),
    "gamma": lambda k, b: stats.Gamma("X", k, 1 / b),
    "gamma.shape_scale": lambda k, t: stats.Gamma("X", k, t),
    "gamma.shape_mean": lambda k, m: stats.Gamma("X", k, m / k),
    "geometric.trials": lambda p: stats.Geometric("X", p),
    "gumbel": lambda m, s: stats.Gumbel("X", s, m),
    "inverse_gamma": lambda a, b: stats.GammaInverse("X", a, b),
    "inverse_gaussian": lambda m, k: stats.GaussianInverse("X", m, k),
    "kumaraswamy": lambda a, b: stats.Kumaraswamy("X", a, b),
    "laplace": lambda t: stats.Laplace("X", t, 1),
    "laplace.scale": lambda t, b: stats.Laplace("X", t, b),
    "levy": lambda c, m: stats.Levy("X", m, c),
    "log_logistic": lambda a, b: stats.LogLogistic("X", a, b),
    "logarithmic": lambda p: stats.Logarithmic("X", p),
    "logistic": lambda m, s: stats.Logistic("X", m, s),
    "lognormal": lambda m, s: stats.LogNormal("X", m, s),
    "lomax": lambda a, b: stats.Lomax("X", a, b),
    "maxwell": lambda s: stats.Maxwell("X", s),
    "nakagami": lambda m, w: stats.Nakagami("X", m, w),
    "negative_binomial": lambda p, r: stats.NegativeBinomial("X", r, p),
    "normal": lambda m, v: stats.Normal("X", m, sqrt(v)),
    "normal.sd": lambda m, s: stats.Normal("X", m, s),
    "normal.natural": lambda a, b: stats.Normal("X", -a / (2 * b), sqrt(-1 / (2 * b))),
    "normal.mean": lambda m, q: stats.Normal("X", m, sqrt(q - m**2)),
    "pareto": lambda a, c: stats.Pareto("X", c, a),
    "poisson": lambda r: stats.Poisson("X", r),
    "rayleigh": lambda s: stats.Rayleigh("X", s),
    "uniform": lambda t: stats.Uniform("X", 0, t),
    "von_mises": lambda m, k: stats.VonMises("X", m, k),
    "weibull": lambda k, b: stats.Weibull("X", k, b),
    "zipf": lambda s: stats.Zeta("X", s),
}


def random_variables(family: Family) -> dict[Any, Any]:
    """For each observation the random variable that stands for it.

    Raises ValueError where sympy.stats can be told of no such law.
    """
    x = family.observations
    if family.name in LAWS:
        return {x[0]: LAWS[family.name](*family.parameters, *family.fixed)}
    from benchmarks.derivers import written

    density = written(family)
    match family.support:
        case kinds.Interval(lower, upper):
            return {x[0]: stats.ContinuousRV(x[0], density, set=sp.Interval.open(lower, upper), check=False)}
        case kinds.Reals(1):
            return {x[0]: stats.ContinuousRV(x[0], density, set=sp.S.Reals, check=False)}
        case kinds.Naturals():
            return {x[0]: stats.DiscreteRV(x[0], density, set=sp.S.Naturals0, check=False)}
    raise ValueError(f"sympy.stats has no expectation of functions of a law on {family.support}")
