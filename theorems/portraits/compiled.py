"""The log-density as a numeric function: the one place where a SymPy expression becomes one.

Kernels of `numeric` take the callable; nothing derived travels on this road.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import sympy as sp
from mpmath import mp
from scipy import special

from derivations.family import Family
from derivations.laws.plain import with_loggamma
from numeric.decimals.scores import remembered
from numeric.differentiate import analytic_abs

# Analytic in complex arguments, as the complex step needs them; SymPy's own choices for SciPy are not.
ANALYTIC = {
    "Abs": analytic_abs,
    "loggamma": special.loggamma,
    "gamma": special.gamma,
    "besseli": special.iv,
    "besselk": special.kv,
    "erf": special.erf,
    "digamma": special.digamma,
}

REMEMBERED = {name: remembered(getattr(mp, name)) for name in ("loggamma", "gamma", "besseli", "besselk")}


@cache
def float_function(family: Family) -> Callable[..., Any]:
    """log p as a function of arrays: the observations, the parameters, the fixed symbols, in that order.

    The logarithm of a gamma function is taken as log-gamma, which does not overflow.
    """
    arguments = [*family.observations, *family.parameters, *family.fixed]
    expression = with_loggamma(family.log_density)
    return sp.lambdify(arguments, expression, modules=[ANALYTIC, "scipy", "numpy"], dummify=True)


@cache
def decimal_function(family: Family) -> Callable[..., Any]:
    """log p as a function of mpmath numbers, arguments as in float_function.

    Special functions, most of which stand in the normalising constant, keep their values.
    """
    arguments = [*family.observations, *family.parameters, *family.fixed]
    expression = with_loggamma(family.log_density)
    return sp.lambdify(arguments, expression, modules=[REMEMBERED, "mpmath"], dummify=True)


def log_density(family: Family, fixed: tuple[float, ...]) -> Callable[[Any, Any], Any]:
    """log p(x, theta): data (m,) or (m, d), parameters (k,) real or complex, to (m,).

    fixed  values of the fixed symbols.
    """
    function = float_function(family)

    def logp(x: Any, theta: Any) -> Any:
        columns = tuple(x.T) if np.ndim(x) > 1 else (x,)
        with np.errstate(all="ignore"):
            found = np.asarray(function(*columns, *theta, *fixed))
        return np.broadcast_to(found, (len(x),))

    return logp
