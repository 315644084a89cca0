"""Nakagami family with shape m and mean square w.

Domain     m > 0, w > 0; support x > 0.
Density    2 * (m/w)**m * x**(2*m - 1) * exp(-m*x**2/w) / gamma(m)
Metric     [[trigamma(m) - 1/m, 0], [0, m/w**2]]
Chart      (m, w), orthogonal.
Source     [Nakagami1960]; x**2 is gamma with shape m and mean w
"""

from __future__ import annotations

from sympy import Symbol, log, loggamma

from derivations.family import POSITIVE, Family

m = Symbol("m", positive=True)
w = Symbol("w", positive=True)
x = Symbol("x", positive=True)

family = Family(
    name="nakagami",
    title="Nakagami(m, w)",
    parameters=(
        m,
        w,
    ),
    domains=(
        POSITIVE,
        POSITIVE,
    ),
    observations=(x,),
    support=POSITIVE,
    log_density=log(2) + m * log(m / w) + (2 * m - 1) * log(x) - m * x**2 / w - loggamma(m),
)
