"""Gumbel family of maxima with location m and scale s.

Domain     m real, s > 0; support the line.
Density    exp(-(x - m)/s - exp(-(x - m)/s)) / s
Metric     [[1/s**2, -(1 - EulerGamma)/s**2], [-(1 - EulerGamma)/s**2, ((1 - EulerGamma)**2 + pi**2/6)/s**2]]
Chart      (m, s)
Source     [JohnsonKotzBalakrishnan1995] ch. 22
"""

from __future__ import annotations

from sympy import Symbol, exp, log

from derivations.family import LINE, POSITIVE, Family, Reals

m = Symbol("m", real=True)
s = Symbol("s", positive=True)
x = Symbol("x", real=True)

family = Family(
    name="gumbel",
    title="Gumbel(m, s)",
    parameters=(
        m,
        s,
    ),
    domains=(
        LINE,
        POSITIVE,
    ),
    observations=(x,),
    support=Reals(),
    log_density=-(x - m) / s - exp(-(x - m) / s) - log(s),
)
