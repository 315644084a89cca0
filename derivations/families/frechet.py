"""Frechet family with shape a and scale s.

Domain     a > 0, s > 0; support x > 0.
Density    a/s * (x/s)**(-a - 1) * exp(-(x/s)**(-a))
Metric     [[((1 - EulerGamma)**2 + pi**2/6)/a**2, (1 - EulerGamma)/s], [(1 - EulerGamma)/s, a**2/s**2]]
Chart      (a, s)
Source     [JohnsonKotzBalakrishnan1995] ch. 22; 1/x is Weibull with shape a and scale 1/s
"""

from __future__ import annotations

from sympy import Symbol, log

from derivations.family import POSITIVE, Family

a = Symbol("a", positive=True)
s = Symbol("s", positive=True)
x = Symbol("x", positive=True)

family = Family(
    name="frechet",
    title="Frechet(a, s)",
    parameters=(
        a,
        s,
    ),
    domains=(
        POSITIVE,
        POSITIVE,
    ),
    observations=(x,),
    support=POSITIVE,
    log_density=log(a / s) - (a + 1) * log(x / s) - (x / s) ** (-a),
)
