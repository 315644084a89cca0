"""Lomax family with shape a and scale b.

Domain     a > 0, b > 0; support x > 0.
Density    a/b * (1 + x/b)**(-a - 1)
Metric     [[1/a**2, -1/(b*(a + 1))], [-1/(b*(a + 1)), a/(b**2*(a + 2))]]
Chart      (a, b)
Source     [KleiberKotz2003] ch. 6
"""

from __future__ import annotations

from sympy import Symbol, log

from derivations.family import POSITIVE, Family

a = Symbol("a", positive=True)
b = Symbol("b", positive=True)
x = Symbol("x", positive=True)

family = Family(
    name="lomax",
    title="Lomax(a, b)",
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
    log_density=log(a / b) - (a + 1) * log(1 + x / b),
)
