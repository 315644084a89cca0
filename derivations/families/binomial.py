"""Binomial family of n known trials with success probability p.

Domain     0 < p < 1; support 0, 1, ..., n.
Density    binomial(n, x) * p**x * (1 - p)**(n - x)
Metric     [[n/(p*(1 - p))]]
Chart      p; the angle t with p = sin(t)**2 makes the metric constant, 4*n.
Source     [LehmannCasella1998] table 2.5.1
"""

from __future__ import annotations

from sympy import S, Symbol, binomial, log

from derivations.family import UNIT, Family, Integers

p = Symbol("p", positive=True)
n = Symbol("n", integer=True, positive=True)
x = Symbol("x", integer=True, nonnegative=True)

family = Family(
    name="binomial",
    title="Binomial(n, p)",
    parameters=(p,),
    domains=(UNIT,),
    observations=(x,),
    support=Integers(S.Zero, n),
    log_density=log(binomial(n, x)) + x * log(p) + (n - x) * log(1 - p),
    fixed=(n,),
)
