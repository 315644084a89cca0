"""Weibull family with shape k and scale b.

Domain     k > 0, b > 0; support x > 0.
Density    k/b * (x/b)**(k - 1) * exp(-(x/b)**k)
Metric     [[((1 - EulerGamma)**2 + pi**2/6)/k**2, -(1 - EulerGamma)/b], [-(1 - EulerGamma)/b, k**2/b**2]]
Chart      (k, b)
Source     [JohnsonKotzBalakrishnan1994] ch. 21
"""

from __future__ import annotations

from sympy import Symbol, log

from derivations.family import POSITIVE, Family

k = Symbol("k", positive=True)
b = Symbol("b", positive=True)
x = Symbol("x", positive=True)

family = Family(
    name="weibull",
    title="Weibull(k, b)",
    parameters=(
        k,
        b,
    ),
    domains=(
        POSITIVE,
        POSITIVE,
    ),
    observations=(x,),
    support=POSITIVE,
    log_density=log(k / b) + (k - 1) * log(x / b) - (x / b) ** k,
)
