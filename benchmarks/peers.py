"""Three ways to integrate a Fisher information: ours, scipy.integrate.quad and mpmath.quad."""

from collections.abc import Callable
from itertools import pairwise

import mpmath
import numpy as np
from scipy.integrate import quad

from benchmarks.families import Family
from numeric.fisher import fisher_by_score


def ours(family: Family) -> float:
    """Score by complex step, double-exponential rule located from the log-density, error seen by doubling."""
    return float(fisher_by_score(family.logp, [family.theta], family.support).value[0, 0])


def scipy_quad(family: Family) -> float:
    """Adaptive Gauss-Kronrod (QUADPACK) on a score written by hand, split at the kinks."""
    ends = _ends(family)

    def integrand(x: float) -> float:
        return float(family.score(x) ** 2 * family.density(x))

    with np.errstate(all="ignore"):
        return float(sum(quad(integrand, a, b, epsabs=0, epsrel=1e-12)[0] for a, b in pairwise(ends)))


def mpmath_quad(family: Family) -> float:
    """Tanh-sinh at 15 digits on a score written by hand, split at the kinks."""
    with mpmath.workdps(15):
        return float(mpmath.quad(family.mp, [_mp(end) for end in _ends(family)]))


PEERS: dict[str, Callable[[Family], float]] = {
    "numeric": ours,
    "scipy.integrate.quad": scipy_quad,
    "mpmath.quad": mpmath_quad,
}


def _ends(family: Family) -> list[float]:
    return [family.support.lower, *family.support.breakpoints, family.support.upper]


def _mp(end: float) -> mpmath.mpf:
    return mpmath.mpf(end)
