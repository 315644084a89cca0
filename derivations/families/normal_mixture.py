"""Mixture of two unit normal families, with weight w and means a and b.

Domain     0 < w < 1, a and b real; support the line.
Density    (w*exp(-(x - a)**2/2) + (1 - w)*exp(-(x - b)**2/2)) / sqrt(2*pi)
Metric     no closed form: see `unsolved`. It is singular where a = b.
Chart      (w, a, b)
Source     [Watanabe2009] ch. 1 (singular models)
"""

from __future__ import annotations

from sympy import Symbol, exp, log, pi

from derivations.family import LINE, UNIT, Family, Reals

w = Symbol("w", positive=True)
a = Symbol("a", real=True)
b = Symbol("b", real=True)
x = Symbol("x", real=True)

family = Family(
    name="normal_mixture",
    title="w*N(a, 1) + (1 - w)*N(b, 1)",
    parameters=(w, a, b),
    domains=(UNIT, LINE, LINE),
    observations=(x,),
    support=Reals(),
    log_density=log(w * exp(-((x - a) ** 2) / 2) + (1 - w) * exp(-((x - b) ** 2) / 2)) - log(2 * pi) / 2,
    unsolved="The scores are quotients with a sum of two exponentials of x below, whose expectations have no "
    "closed form; the information is measured.",
)
