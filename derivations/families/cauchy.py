"""Cauchy family with location m and scale s.

Domain     m real, s > 0; support the line.
Density    1 / (pi*s*(1 + ((x - m)/s)**2))
Metric     [[1/(2*s**2), 0], [0, 1/(2*s**2)]]
Chart      (m, s): half the metric of the upper half plane.
Source     [JohnsonKotzBalakrishnan1994] ch. 16
"""

from __future__ import annotations

from sympy import Symbol, log, pi

from derivations.family import LINE, POSITIVE, Family, Reals

m = Symbol("m", real=True)
s = Symbol("s", positive=True)
x = Symbol("x", real=True)

family = Family(
    name="cauchy",
    title="Cauchy(m, s)",
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
    log_density=-log(pi * s) - log(1 + ((x - m) / s) ** 2),
)
