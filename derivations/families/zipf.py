"""Zipf family with exponent s.

Domain     s > 1; support 1, 2, 3, ...
Density    x**(-s) / zeta(s)
Metric     zeta''(s)/zeta(s) - (zeta'(s)/zeta(s))**2, not elementary: see `unsolved`.
Chart      s
Source     [JohnsonKempKotz2005] ch. 11
"""

from __future__ import annotations

from sympy import S, Symbol, log, oo, zeta

from derivations.family import Family, Integers, Interval

s = Symbol("s", positive=True)
x = Symbol("x", integer=True, positive=True)

family = Family(
    name="zipf",
    title="Zipf(s)",
    parameters=(s,),
    domains=(Interval(S.One, oo),),
    observations=(x,),
    support=Integers(S.One, oo),
    log_density=-s * log(x) - log(zeta(s)),
    unsolved="The information is the second derivative of log(zeta(s)), and the derivatives of the Riemann zeta "
    "function have no closed form; it is measured.",
)
