"""Multinomial family of n known trials in three cells.

Domain     p1, p2 > 0, p1 + p2 < 1; support counts x1, x2 with x1 + x2 <= n.
Density    gamma(n + 1)/(gamma(x1 + 1)*gamma(x2 + 1)*gamma(n - x1 - x2 + 1))*p1**x1*p2**x2*(1 - p1 - p2)**(n - x1 - x2)
Metric     [[n/p1 + n/(1 - p1 - p2), n/(1 - p1 - p2)], [n/(1 - p1 - p2), n/p2 + n/(1 - p1 - p2)]]
Chart      (p1, p2); p = y**2 makes it a part of a sphere of radius 2*sqrt(n).
Source     [Amari2016] sec. 2.1
"""

from __future__ import annotations

from sympy import Symbol, log, loggamma

from derivations.family import UNIT, Counts, Family

p1 = Symbol("p1", positive=True)
p2 = Symbol("p2", positive=True)
n = Symbol("n", integer=True, positive=True)
x1 = Symbol("x1", integer=True, nonnegative=True)
x2 = Symbol("x2", integer=True, nonnegative=True)

family = Family(
    name="multinomial",
    title="Multinomial(n; p1, p2)",
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
    support=Counts(n, 2),
    log_density=loggamma(n + 1)
    - loggamma(x1 + 1)
    - loggamma(x2 + 1)
    - loggamma(n - x1 - x2 + 1)
    + x1 * log(p1)
    + x2 * log(p2)
    + (n - x1 - x2) * log(1 - p1 - p2),
    fixed=(n,),
    where=(p1 + p2 < 1,),
)
