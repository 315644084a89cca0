"""Negative binomial family with r known: failures before success r, of probability p.

Domain     0 < p < 1; support 0, 1, 2, ...
Density    gamma(x + r)/(gamma(r)*gamma(x + 1)) * p**r * (1 - p)**x
Metric     [[r/(p**2*(1 - p))]]
Chart      p
Source     [JohnsonKempKotz2005] ch. 5
"""

from __future__ import annotations

from sympy import Symbol, log, loggamma

from derivations.family import UNIT, Family, Naturals

p = Symbol("p", positive=True)
r = Symbol("r", positive=True)
x = Symbol("x", integer=True, nonnegative=True)

family = Family(
    name="negative_binomial",
    title="Negative binomial(r, p)",
    parameters=(p,),
    domains=(UNIT,),
    observations=(x,),
    support=Naturals(),
    log_density=loggamma(x + r) - loggamma(r) - loggamma(x + 1) + r * log(p) + x * log(1 - p),
    fixed=(r,),
)
