"""Dirichlet family with three shapes.

Domain     a1, a2, a3 > 0; support x1, x2 > 0 with x1 + x2 < 1.
Density    gamma(a1 + a2 + a3)/(gamma(a1)*gamma(a2)*gamma(a3))*x1**(a1 - 1)*x2**(a2 - 1)*(1 - x1 - x2)**(a3 - 1)
Metric     [[trigamma(a1) - T, -T, -T], [-T, trigamma(a2) - T, -T], [-T, -T, trigamma(a3) - T]]
           T = trigamma(a1 + a2 + a3)
Chart      (a1, a2, a3), natural parameters of an exponential family.
Source     [KotzBalakrishnanJohnson2000] ch. 49
"""

from __future__ import annotations

from sympy import Symbol, log, loggamma

from derivations.family import POSITIVE, Family, Simplex

a1 = Symbol("a1", positive=True)
a2 = Symbol("a2", positive=True)
a3 = Symbol("a3", positive=True)
x1 = Symbol("x1", positive=True)
x2 = Symbol("x2", positive=True)

family = Family(
    name="dirichlet",
    title="Dirichlet(a1, a2, a3)",
    parameters=(a1, a2, a3),
    domains=(POSITIVE, POSITIVE, POSITIVE),
    observations=(x1, x2),
    support=Simplex(2),
    log_density=loggamma(a1 + a2 + a3)
    - loggamma(a1)
    - loggamma(a2)
    - loggamma(a3)
    + (a1 - 1) * log(x1)
    + (a2 - 1) * log(x2)
    + (a3 - 1) * log(1 - x1 - x2),
)
