"""Normal family with mean mu and variance v.

Domain     mu real, v > 0; support the line.
Density    exp(-(x - mu)**2/(2*v)) / sqrt(2*pi*v)
Metric     [[1/v, 0], [0, 1/(2*v**2)]]
Chart      (mu, v); with v = exp(2*t) the metric is [[exp(-2*t), 0], [0, 2]].
Variants   sd: (mu, sigma) with v = sigma**2; natural: (a, b) with density exp(a*x + b*x**2 - ...);
           mean: (mu, q) with q = E[x**2].
Source     [Amari2016] sec. 2.3; [LehmannCasella1998] ex. 2.6.5
"""

from __future__ import annotations

from sympy import S, Symbol, log, oo, pi

from derivations.family import LINE, POSITIVE, Family, Interval, Reals

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

sigma = Symbol("sigma", positive=True)
a = Symbol("a", real=True)
b = Symbol("b", negative=True)
q = Symbol("q", positive=True)

variants = {
    "sd": family.in_chart(
        "normal.sd",
        {v: sigma**2},
        parameters=(mu, sigma),
        domains=(LINE, POSITIVE),
        title="N(mu, sigma^2)",
    ),
    "natural": family.in_chart(
        "normal.natural",
        {mu: -a / (2 * b), v: -1 / (2 * b)},
        parameters=(a, b),
        domains=(LINE, Interval(-oo, S.Zero)),
        title="Normal, natural parameters",
    ),
    "mean": family.in_chart(
        "normal.mean",
        {v: q - mu**2},
        parameters=(mu, q),
        domains=(LINE, POSITIVE),
        title="Normal, mean parameters",
        where=(q > mu**2,),
    ),
}
