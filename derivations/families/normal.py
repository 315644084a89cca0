"""Normal family with mean mu and variance v.

Domain     mu real, v > 0; support the line.
Density    exp(-(x - mu)**2/(2*v)) / sqrt(2*pi*v)
Metric     [[1/v, 0], [0, 1/(2*v**2)]]
Chart      (mu, v); with v = exp(2*t) the metric is [[exp(-2*t), 0], [0, 2]].
Source     [Amari2016] sec. 2.3; [LehmannCasella1998] ex. 2.6.5
"""

from __future__ import annotations

from sympy import Symbol, log, pi

from derivations.family import LINE, POSITIVE, Family, Reals

mu = Symbol("mu", real=True)
v = Symbol("v", positive=True)
x = Symbol("x", real=True)

family = Family(
    name="normal",
    title="N(mu, v)",
    parameters=(mu, v),
    domains=(LINE, POSITIVE),
    observations=(x,),
    support=Reals(),
    log_density=-((x - mu) ** 2) / (2 * v) - log(2 * pi * v) / 2,
)
