"""Gamma family with shape k and rate b.

Domain     k > 0, b > 0; support x > 0.
Density    b**k * x**(k - 1) * exp(-b*x) / gamma(k)
Metric     [[trigamma(k), -1/b], [-1/b, k/b**2]]
Chart      (k, b); (k, m = k/b) is orthogonal.
Variants   shape_scale: (k, t) with b = 1/t; shape_mean: (k, m) with b = k/m.
Source     [JohnsonKotzBalakrishnan1994] ch. 17
"""

from __future__ import annotations

from sympy import Symbol, log, loggamma

from derivations.family import POSITIVE, Family

k = Symbol("k", positive=True)
b = Symbol("b", positive=True)
x = Symbol("x", positive=True)
t = Symbol("t", positive=True)
m = Symbol("m", positive=True)

family = Family(
    name="gamma",
    title="Gamma, shape and rate",
    parameters=(
        k,
        b,
    ),
    domains=(
        POSITIVE,
        POSITIVE,
    ),
    observations=(x,),
    support=POSITIVE,
    log_density=k * log(b) - loggamma(k) + (k - 1) * log(x) - b * x,
)

variants = {
    "shape_scale": family.in_chart(
        "gamma.shape_scale",
        {b: 1 / t},
        parameters=(k, t),
        domains=(POSITIVE, POSITIVE),
        title="Gamma, shape and scale",
    ),
    "shape_mean": family.in_chart(
        "gamma.shape_mean",
        {b: k / m},
        parameters=(k, m),
        domains=(POSITIVE, POSITIVE),
        title="Gamma, shape and mean",
    ),
}
