"""Rayleigh family with scale s.

Domain     s > 0; support x > 0.
Density    x * exp(-x**2/(2*s**2)) / s**2
Metric     [[4/s**2]]
Chart      s; the logarithm of s makes the metric constant, 4.
Source     [JohnsonKotzBalakrishnan1994] ch. 18
"""

from __future__ import annotations

from sympy import Symbol, log

from derivations.family import POSITIVE, Family

s = Symbol("s", positive=True)
x = Symbol("x", positive=True)

family = Family(
    name="rayleigh",
    title="Rayleigh(s)",
    parameters=(s,),
    domains=(POSITIVE,),
    observations=(x,),
    support=POSITIVE,
    log_density=log(x) - 2 * log(s) - x**2 / (2 * s**2),
)
