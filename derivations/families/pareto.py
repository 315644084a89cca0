"""Pareto family with shape a above a known threshold c.

Domain     a > 0; support x > c.
Density    a * c**a / x**(a + 1)
Metric     [[1/a**2]]
Chart      a; with c unknown the support would move, and the model would not be regular.
Source     [JohnsonKotzBalakrishnan1994] ch. 20
"""

from __future__ import annotations

from sympy import Symbol, log, oo

from derivations.family import POSITIVE, Family, Interval

a = Symbol("a", positive=True)
c = Symbol("c", positive=True)
x = Symbol("x", positive=True)

family = Family(
    name="pareto",
    title="Pareto(a), threshold known",
    parameters=(a,),
    domains=(POSITIVE,),
    observations=(x,),
    support=Interval(c, oo),
    log_density=log(a) + a * log(c) - (a + 1) * log(x),
    fixed=(c,),
)
