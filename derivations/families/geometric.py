"""Geometric family with success probability p: failures before the first success.

Domain     0 < p < 1; support 0, 1, 2, ...
Density    p * (1 - p)**x
Metric     [[1/(p**2*(1 - p))]]
Chart      p
Variants   trials: the number of trials up to the first success, on 1, 2, 3, ...; the same metric.
Source     [JohnsonKempKotz2005] ch. 5
"""

from __future__ import annotations

from sympy import S, Symbol, log, oo

from derivations.family import UNIT, Family, Integers, Naturals

p = Symbol("p", positive=True)
x = Symbol("x", integer=True, nonnegative=True)

family = Family(
    name="geometric",
    title="Geometric(p), failures",
    parameters=(p,),
    domains=(UNIT,),
    observations=(x,),
    support=Naturals(),
    log_density=log(p) + x * log(1 - p),
)

variants = {
    "trials": Family(
        name="geometric.trials",
        title="Geometric(p), trials",
        parameters=(p,),
        domains=(UNIT,),
        observations=(x,),
        support=Integers(S.One, oo),
        log_density=log(p) + (x - 1) * log(1 - p),
    )
}
