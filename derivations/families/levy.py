"""Levy family with scale c above a known location m.

Domain     c > 0; support x > m.
Density    sqrt(c/(2*pi)) * exp(-c/(2*(x - m))) / (x - m)**Rational(3, 2)
Metric     [[1/(2*c**2)]]
Chart      c; the logarithm of c makes the metric constant, 1/2.
Source     [JohnsonKotzBalakrishnan1994] ch. 12; x - m is inverse gamma with shape 1/2 and scale c/2
"""

from __future__ import annotations

from sympy import Symbol, log, oo, pi

from derivations.family import POSITIVE, Family, Interval

c = Symbol("c", positive=True)
m = Symbol("m", real=True)
x = Symbol("x", real=True)

family = Family(
    name="levy",
    title="Levy(c), location known",
    parameters=(c,),
    domains=(POSITIVE,),
    observations=(x,),
    support=Interval(m, oo),
    log_density=log(c / (2 * pi)) / 2 - c / (2 * (x - m)) - 3 * log(x - m) / 2,
    fixed=(m,),
)
