"""Chi-squared family with k degrees of freedom.

Domain     k > 0; support x > 0.
Density    x**(k/2 - 1) * exp(-x/2) / (2**(k/2)*gamma(k/2))
Metric     [[trigamma(k/2)/4]]
Chart      k
Source     [JohnsonKotzBalakrishnan1994] ch. 18
"""

from __future__ import annotations

from sympy import Symbol, log, loggamma

from derivations.family import POSITIVE, Family

k = Symbol("k", positive=True)
x = Symbol("x", positive=True)

family = Family(
    name="chi_squared",
    title="Chi-squared(k)",
    parameters=(k,),
    domains=(POSITIVE,),
    observations=(x,),
    support=POSITIVE,
    log_density=(k / 2 - 1) * log(x) - x / 2 - k * log(2) / 2 - loggamma(k / 2),
)
