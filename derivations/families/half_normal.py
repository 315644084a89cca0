"""Half-normal family with scale s.

Domain     s > 0; support x > 0.
Density    sqrt(2/pi) * exp(-x**2/(2*s**2)) / s
Metric     [[2/s**2]]
Chart      s; the logarithm of s makes the metric constant, 2.
Source     [JohnsonKotzBalakrishnan1994] ch. 13
"""

from __future__ import annotations

from sympy import Symbol, log, pi

from derivations.family import POSITIVE, Family

s = Symbol("s", positive=True)
x = Symbol("x", positive=True)

family = Family(
    name="half_normal",
    title="Half-normal(s)",
    parameters=(s,),
    domains=(POSITIVE,),
    observations=(x,),
    support=POSITIVE,
    log_density=log(2 / pi) / 2 - log(s) - x**2 / (2 * s**2),
)
