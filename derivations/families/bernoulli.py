"""Bernoulli family with success probability p.

Domain     0 < p < 1; support {0, 1}.
Density    p**x * (1 - p)**(1 - x)
Metric     [[1/(p*(1 - p))]]
Chart      p; the angle t with p = sin(t)**2 makes the metric constant, 4.
Variants   logit: t with p = 1/(1 + exp(-t)).
Source     [Amari2016] sec. 2.1; [LehmannCasella1998] table 2.5.1
"""

from __future__ import annotations

from sympy import S, Symbol, exp, log

from derivations.family import LINE, UNIT, Family, Finite

p = Symbol("p", positive=True)
x = Symbol("x", real=True)

family = Family(
    name="bernoulli",
    title="Bernoulli(p)",
    parameters=(p,),
    domains=(UNIT,),
    observations=(x,),
    support=Finite((S.Zero, S.One)),
    log_density=x * log(p) + (1 - x) * log(1 - p),
)

t = Symbol("t", real=True)

variants = {
    "logit": Family(
        name="bernoulli.logit",
        title="Bernoulli, log odds t",
        parameters=(t,),
        domains=(LINE,),
        observations=(x,),
        support=Finite((S.Zero, S.One)),
        log_density=x * t - log(1 + exp(t)),
    )
}
