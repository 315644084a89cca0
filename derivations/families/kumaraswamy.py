"""Kumaraswamy family with shapes a and b.

Domain     a > 0, b > 0; support 0 < x < 1.
Density    a * b * x**(a - 1) * (1 - x**a)**(b - 1)
Metric     [[A, B], [B, 1/b**2]]
           A = (1 + b/(b - 2)*((digamma(b) - digamma(2))**2 - trigamma(b) + trigamma(2)))/a**2
           B = -(digamma(b + 1) - digamma(2))/(a*(b - 1))
Chart      (a, b); at b = 1 and b = 2 the metric is the limit of what is printed.
Source     [Jones2009]; [Lemonte2011]
"""

from __future__ import annotations

from sympy import Symbol, log

from derivations.family import POSITIVE, UNIT, Family

a = Symbol("a", positive=True)
b = Symbol("b", positive=True)
x = Symbol("x", positive=True)

family = Family(
    name="kumaraswamy",
    title="Kumaraswamy(a, b)",
    parameters=(
        a,
        b,
    ),
    domains=(
        POSITIVE,
        POSITIVE,
    ),
    observations=(x,),
    support=UNIT,
    log_density=log(a) + log(b) + (a - 1) * log(x) + (b - 1) * log(1 - x**a),
)
