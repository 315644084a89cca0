"""Exponential family of waiting times with rate b.

Domain     b > 0; support x > 0.
Density    b * exp(-b*x)
Metric     [[1/b**2]]
Chart      b; the logarithm t with b = exp(t) makes the metric constant, 1.
Variants   scale: t with b = 1/t.
Source     [LehmannCasella1998] table 2.5.1 (gamma with shape one)
"""

from __future__ import annotations

from sympy import Symbol, log

from derivations.family import POSITIVE, Family

b = Symbol("b", positive=True)
x = Symbol("x", positive=True)

family = Family(
    name="exponential",
    title="Exponential with rate b",
    parameters=(b,),
    domains=(POSITIVE,),
    observations=(x,),
    support=POSITIVE,
    log_density=log(b) - b * x,
)

t = Symbol("t", positive=True)

variants = {
    "scale": family.in_chart(
        "exponential.scale", {b: 1 / t}, parameters=(t,), domains=(POSITIVE,), title="Exponential with mean t"
    )
}
