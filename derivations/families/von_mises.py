"""Von Mises family on the circle with mean direction m and concentration k.

Domain     m real (an angle), k > 0; support -pi < x < pi.
Density    exp(k*cos(x - m)) / (2*pi*besseli(0, k))
Metric     [[k*A, 0], [0, 1 - A/k - A**2]]
           A = besseli(1, k)/besseli(0, k)
Chart      (m, k), orthogonal; the chart is singular at k = 0.
Source     [MardiaJupp2000] sec. 3.5.4 (the density)
"""

from __future__ import annotations

from sympy import Symbol, besseli, cos, log, pi

from derivations.family import LINE, POSITIVE, Family, Interval

m = Symbol("m", real=True)
k = Symbol("k", positive=True)
x = Symbol("x", real=True)

family = Family(
    name="von_mises",
    title="von Mises(m, k)",
    parameters=(
        m,
        k,
    ),
    domains=(
        LINE,
        POSITIVE,
    ),
    observations=(x,),
    support=Interval(-pi, pi),
    log_density=k * cos(x - m) - log(2 * pi * besseli(0, k)),
)
