"""Inverse Gaussian family with mean m and shape k.

Domain     m > 0, k > 0; support x > 0.
Density    sqrt(k/(2*pi*x**3)) * exp(-k*(x - m)**2/(2*m**2*x))
Metric     [[k/m**3, 0], [0, 1/(2*k**2)]]
Chart      (m, k), orthogonal.
Source     [JohnsonKotzBalakrishnan1994] ch. 15; [Tweedie1957]
"""

from __future__ import annotations

from sympy import Symbol, log, pi

from derivations.family import POSITIVE, Family

m = Symbol("m", positive=True)
k = Symbol("k", positive=True)
x = Symbol("x", positive=True)

family = Family(
    name="inverse_gaussian",
    title="Inverse Gaussian(m, k)",
    parameters=(
        m,
        k,
    ),
    domains=(
        POSITIVE,
        POSITIVE,
    ),
    observations=(x,),
    support=POSITIVE,
    log_density=log(k / (2 * pi * x**3)) / 2 - k * (x - m) ** 2 / (2 * m**2 * x),
)
