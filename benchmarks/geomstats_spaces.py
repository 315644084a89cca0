"""The information manifolds of geomstats for our families; importing this module imports geomstats.

geomstats 2.8.0 reads `numpy.trapz`, which NumPy 2.4 no longer has under that name: it is lent for the import.
Its points are ours, but for gamma, (shape, mean), and for probabilities, of which it wants all.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import sympy as sp
from sympy import Expr, Symbol

from derivations.family import Family

lent = not hasattr(np, "trapz")
if lent:
    np.trapz = np.trapezoid  # type: ignore[attr-defined]
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its backend is loaded by a method that Python will drop
    from geomstats.information_geometry.beta import BetaDistributions
    from geomstats.information_geometry.binomial import BinomialDistributions
    from geomstats.information_geometry.dirichlet import DirichletDistributions
    from geomstats.information_geometry.exponential import ExponentialDistributions
    from geomstats.information_geometry.gamma import GammaDistributions
    from geomstats.information_geometry.geometric import GeometricDistributions
    from geomstats.information_geometry.normal import UnivariateNormalDistributions
    from geomstats.information_geometry.poisson import PoissonDistributions
if lent:
    del np.trapz  # type: ignore[attr-defined]

# Arguments: values of the fixed symbols.
SPACES: dict[str, Callable[..., Any]] = {
    "beta": BetaDistributions,
    "binomial": BinomialDistributions,
    "dirichlet": lambda: DirichletDistributions(3),
    "exponential": ExponentialDistributions,
    "gamma.shape_mean": GammaDistributions,
    "geometric.trials": GeometricDistributions,
    "normal.sd": UnivariateNormalDistributions,
    "poisson": PoissonDistributions,
}


def metric_matrix(family: Family, point: Mapping[Symbol, Expr]) -> list[list[Expr]]:
    """geomstats' metric matrix at a point, in doubles.

    Raises KeyError for a family that it does not have.
    """
    space = SPACES[family.name](*(int(point[s]) for s in family.fixed))
    at = np.array([float(point[p]) for p in family.parameters])
    return [[sp.Float(e, 16) for e in row] for row in space.metric.metric_matrix(at)]
