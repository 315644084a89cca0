"""Lognormal family: log(x) is normal with mean mu and standard deviation s.

Domain     mu real, s > 0; support x > 0.
Density    exp(-(log(x) - mu)**2/(2*s**2)) / (x*s*sqrt(2*pi))
Metric     [[1/s**2, 0], [0, 2/s**2]]
Chart      (mu, s), as for the normal family.
Source     [JohnsonKotzBalakrishnan1994] ch. 14
"""

from __future__ import annotations

from sympy import Symbol, log, pi

from derivations.family import LINE, POSITIVE, Family

mu = Symbol("mu", real=True)
s = Symbol("s", positive=True)
x = Symbol("x", positive=True)

family = Family(
    name="lognormal",
    title="Lognormal(mu, s)",
    parameters=(
        mu,
        s,
    ),
    domains=(
        LINE,
        POSITIVE,
    ),
    observations=(x,),
    support=POSITIVE,
    log_density=-((log(x) - mu) ** 2) / (2 * s**2) - log(x) - log(s) - log(2 * pi) / 2,
)
