"""Inverse gamma family with shape a and scale b.

Domain     a > 0, b > 0; support x > 0.
Density    b**a * x**(-a - 1) * exp(-b/x) / gamma(a)
Metric     [[trigamma(a), -1/b], [-1/b, a/b**2]]
Chart      (a, b)
Source     [JohnsonKotzBalakrishnan1994] ch. 17
"""

from __future__ import annotations

from sympy import Symbol, log, loggamma

from derivations.family import POSITIVE, Family

a = Symbol("a", positive=True)
b = Symbol("b", positive=True)
x = Symbol("x", positive=True)

family = Family(
    name="inverse_gamma",
    title="Inverse gamma",
    parameters=(
        a,
        b,
    ),
    domains=(
        POSITIVE,
        POSITIVE,
    ),
    observations=(x,),
    support=POSITIVE,
    log_density=a * log(b) - loggamma(a) - (a + 1) * log(x) - b / x,
)
