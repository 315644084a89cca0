"""Maxwell family with scale s.

Domain     s > 0; support x > 0.
Density    sqrt(2/pi) * x**2 * exp(-x**2/(2*s**2)) / s**3
Metric     [[6/s**2]]
Chart      s; the logarithm of s makes the metric constant, 6.
Source     [JohnsonKotzBalakrishnan1994] ch. 17
"""

from __future__ import annotations

from sympy import Symbol, log, pi

from derivations.family import POSITIVE, Family

s = Symbol("s", positive=True)
x = Symbol("x", positive=True)

family = Family(
    name="maxwell",
    title="Maxwell(s)",
    parameters=(s,),
    domains=(POSITIVE,),
    observations=(x,),
    support=POSITIVE,
    log_density=log(2 / pi) / 2 + 2 * log(x) - 3 * log(s) - x**2 / (2 * s**2),
)
