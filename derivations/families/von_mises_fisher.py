"""Von Mises-Fisher family on the sphere in three dimensions, by polar angles of the mean direction.

Domain     k > 0, 0 < t < pi, f real (an angle); support x1**2 + x2**2 + x3**2 = 1.
Density    k * exp(k*(sin(t)*cos(f)*x1 + sin(t)*sin(f)*x2 + cos(t)*x3)) / (4*pi*sinh(k))
Metric     [[1/k**2 - 1/sinh(k)**2, 0, 0], [0, k*coth(k) - 1, 0], [0, 0, (k*coth(k) - 1)*sin(t)**2]]
Chart      (k, t, f), orthogonal; it is singular at k = 0 and at the poles.
Source     [MardiaJupp2000] sec. 9.3.2 (the density)
"""

from __future__ import annotations

from sympy import S, Symbol, cos, log, pi, sin, sinh

from derivations.family import LINE, POSITIVE, Family, Interval, Sphere

k = Symbol("k", positive=True)
t = Symbol("t", real=True)
f = Symbol("f", real=True)
x1 = Symbol("x1", real=True)
x2 = Symbol("x2", real=True)
x3 = Symbol("x3", real=True)

family = Family(
    name="von_mises_fisher",
    title="von Mises-Fisher(k, t, f)",
    parameters=(k, t, f),
    domains=(POSITIVE, Interval(S.Zero, pi), LINE),
    observations=(x1, x2, x3),
    support=Sphere(3),
    log_density=k * (sin(t) * cos(f) * x1 + sin(t) * sin(f) * x2 + cos(t) * x3)
    + log(k)
    - log(4 * pi * sinh(k)),
)
