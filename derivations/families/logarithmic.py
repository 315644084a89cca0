"""Logarithmic series family with parameter p.

Domain     0 < p < 1; support 1, 2, 3, ...
Density    -p**x / (x*log(1 - p))
Metric     [[-(p + log(1 - p))/(p*(1 - p)**2*log(1 - p)**2)]]
Chart      p
Source     [JohnsonKempKotz2005] ch. 7
"""

from __future__ import annotations

from sympy import S, Symbol, log, oo

from derivations.family import UNIT, Family, Integers

p = Symbol("p", positive=True)
x = Symbol("x", integer=True, positive=True)

family = Family(
    name="logarithmic",
    title="Logarithmic(p)",
    parameters=(p,),
    domains=(UNIT,),
    observations=(x,),
    support=Integers(S.One, oo),
    log_density=x * log(p) - log(x) - log(-log(1 - p)),
)
