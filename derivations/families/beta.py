"""Beta family with shapes a and b.

Domain     a > 0, b > 0; support 0 < x < 1.
Density    x**(a - 1) * (1 - x)**(b - 1) * gamma(a + b) / (gamma(a)*gamma(b))
Metric     [[trigamma(a) - trigamma(a + b), -trigamma(a + b)], [-trigamma(a + b), trigamma(b) - trigamma(a + b)]]
Chart      (a, b)
Source     [JohnsonKotzBalakrishnan1995] ch. 25
"""

from __future__ import annotations

from sympy import Symbol, log, loggamma

from derivations.family import POSITIVE, UNIT, Family

a = Symbol("a", positive=True)
b = Symbol("b", positive=True)
x = Symbol("x", positive=True)

family = Family(
    name="beta",
    title="Beta(a, b)",
    parameters=(
        a,
        b,
    ),
    domains=(
        POSITIVE,
        POSITIVE,
    ),
    observations=(x,),
    support=UNIT,
    log_density=(a - 1) * log(x) + (b - 1) * log(1 - x) + loggamma(a + b) - loggamma(a) - loggamma(b),
)
