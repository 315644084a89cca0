"""Information manifolds of geomstats, with automatic differentiation, imported once and only here.

geomstats 2.8.0 reads `numpy.trapz`, which NumPy 2.4 has under the name `trapezoid` alone: it is lent for the import.
"""

from __future__ import annotations

import os
import warnings
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np


@cache
def geomstats() -> ModuleType:
    """The package with its backend on autograd, without which it has no curvature."""
    os.environ["GEOMSTATS_BACKEND"] = "autograd"
    lent = not hasattr(np, "trapz")
    if lent:
        np.trapz = np.trapezoid
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its backend is loaded by a method that Python will drop
            import geomstats.information_geometry.binomial
            import geomstats.information_geometry.categorical
            import geomstats.information_geometry.dirichlet
            import geomstats.information_geometry.exponential
            import geomstats.information_geometry.gamma
            import geomstats.information_geometry.geometric
            import geomstats.information_geometry.normal
            import geomstats.information_geometry.poisson
            from geomstats.information_geometry import beta
    finally:
        if lent:
            del np.trapz
    assert beta
    return geomstats


def space(name: str) -> Any:
    """The manifold of a family of ours; for the binomial one with seven trials, for the multinomial one with five."""
    package = geomstats().information_geometry
    made = {
        "beta": package.beta.BetaDistributions,
        "gamma.shape_mean": package.gamma.GammaDistributions,
        "normal.sd": package.normal.UnivariateNormalDistributions,
        "dirichlet": lambda: package.dirichlet.DirichletDistributions(3),
        "exponential": package.exponential.ExponentialDistributions,
        "poisson": package.poisson.PoissonDistributions,
        "geometric.trials": package.geometric.GeometricDistributions,
        "binomial": lambda: package.binomial.BinomialDistributions(7),
        "categorical": lambda: package.categorical.CategoricalDistributions(2),
        "multinomial": lambda: package.multinomial.MultinomialDistributions(2, 5),
        "multivariate_normal": lambda: package.normal.CenteredNormalDistributions(2),
    }
    return made[name]()
