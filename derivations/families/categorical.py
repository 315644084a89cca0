"""Categorical family with three cells; x1, x2 say whether it was the first, the second.

Domain     p1, p2 > 0, p1 + p2 < 1; support (0, 0), (1, 0), (0, 1).
Density    p1**x1 * p2**x2 * (1 - p1 - p2)**(1 - x1 - x2)
Metric     [[1/p1 + 1/(1 - p1 - p2), 1/(1 - p1 - p2)], [1/(1 - p1 - p2), 1/p2 + 1/(1 - p1 - p2)]]
Chart      (p1, p2); p = y**2 makes it a part of a sphere of radius 2.
Source     [Amari2016] sec. 2.1
"""

from __future__ import annotations

from sympy import S, Symbol, log

from derivations.family import UNIT, Counts, Family

p1 = Symbol("p1", positive=True)
p2 = Symbol("p2", positive=True)
x1 = Symbol("x1", integer=True, nonnegative=True)
x2 = Symbol("x2", integer=True, nonnegative=True)

family = Family(
    name="categorical",
    title="Categorical(p1, p2)",
    parameters=(
        p1,
        p2,
    ),
    domains=(
        UNIT,
        UNIT,
    ),
    observations=(
        x1,
        x2,
    ),
    support=Counts(S.One, 2),
    log_density=x1 * log(p1) + x2 * log(p2) + (1 - x1 - x2) * log(1 - p1 - p2),
    where=(p1 + p2 < 1,),
)
