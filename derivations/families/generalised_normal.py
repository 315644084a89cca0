"""Generalised normal family with location m, scale s and shape b.

Domain     m real, s > 0, b > 0; support the line.
Density    b/(2*s*gamma(1/b)) * exp(-(abs(x - m)/s)**b)
Metric     [[b**2*gamma(2 - 1/b)/(s**2*gamma(1/b)), 0, 0], [0, b/s**2, B], [0, B, C]]
           B = -(1 + digamma(1 + 1/b))/(b*s)
           C = ((1 + digamma(1 + 1/b))**2 - 1 + (1 + 1/b)*trigamma(1 + 1/b))/b**3
Chart      (m, s, b); the information on m is infinite for b <= 1/2.
Source     [Agro1995]; b = 1 is Laplace, b = 2 normal with variance s**2/2
"""

from __future__ import annotations

from sympy import Abs, Symbol, log, loggamma

from derivations.family import LINE, POSITIVE, Family, Reals

m = Symbol("m", real=True)
s = Symbol("s", positive=True)
b = Symbol("b", positive=True)
x = Symbol("x", real=True)

family = Family(
    name="generalised_normal",
    title="Generalised normal(m, s, b)",
    parameters=(
        m,
        s,
        b,
    ),
    domains=(
        LINE,
        POSITIVE,
        POSITIVE,
    ),
    observations=(x,),
    support=Reals(),
    log_density=log(b) - log(2 * s) - loggamma(1 / b) - (Abs(x - m) / s) ** b,
)
