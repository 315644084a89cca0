"""Laplace location family: the log-density has a kink at the location.

Domain     t real; support the line.
Density    exp(-abs(x - t)) / 2
Metric     [[1]] is the mean squared score; minus the mean second derivative, almost everywhere, is 0.
Chart      t
Variants   scale: (t, b), density exp(-abs(x - t)/b)/(2*b).
Source     [Vaart1998] ex. 7.6 (differentiable in quadratic mean)
"""

from __future__ import annotations

from sympy import Abs, Symbol, log

from derivations.family import LINE, POSITIVE, Family, Reals

t = Symbol("t", real=True)
x = Symbol("x", real=True)

family = Family(
    name="laplace",
    title="Laplace location",
    parameters=(t,),
    domains=(LINE,),
    observations=(x,),
    support=Reals(),
    log_density=-Abs(x - t) - log(2),
)

b = Symbol("b", positive=True)

variants = {
    "scale": Family(
        name="laplace.scale",
        title="Laplace, location and scale",
        parameters=(t, b),
        domains=(LINE, POSITIVE),
        observations=(x,),
        support=Reals(),
        log_density=-Abs(x - t) / b - log(2 * b),
    )
}
