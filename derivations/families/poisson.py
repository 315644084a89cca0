"""Poisson family with mean r.

Domain     r > 0; support 0, 1, 2, ...
Density    exp(-r) * r**x / factorial(x)
Metric     [[1/r]]
Chart      r; the root s with r = s**2 makes the metric constant, 4.
Source     [LehmannCasella1998] table 2.5.1
"""

from __future__ import annotations

from sympy import Symbol, log, loggamma

from derivations.family import POSITIVE, Family, Naturals

r = Symbol("r", positive=True)
x = Symbol("x", integer=True, nonnegative=True)

family = Family(
    name="poisson",
    title="Poisson(r)",
    parameters=(r,),
    domains=(POSITIVE,),
    observations=(x,),
    support=Naturals(),
    log_density=x * log(r) - r - loggamma(x + 1),
)
