"""Logistic family with location m and scale s.

Domain     m real, s > 0; support the line.
Density    exp(-(x - m)/s) / (s*(1 + exp(-(x - m)/s))**2)
Metric     [[1/(3*s**2), 0], [0, (3 + pi**2)/(9*s**2)]]
Chart      (m, s), orthogonal.
Source     [JohnsonKotzBalakrishnan1995] ch. 23
"""

from __future__ import annotations

from sympy import Symbol, exp, log

from derivations.family import LINE, POSITIVE, Family, Reals

m = Symbol("m", real=True)
s = Symbol("s", positive=True)
x = Symbol("x", real=True)

family = Family(
    name="logistic",
    title="Logistic(m, s)",
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
    log_density=-(x - m) / s - log(s) - 2 * log(1 + exp(-(x - m) / s)),
)
