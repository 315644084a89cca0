"""Wishart family of 2 x 2 matrices X with n known degrees of freedom, by the scale V.

Domain     V = [[v11, v21], [v21, v22]] positive definite, n > 1; support: positive definite X.
Density    det(X)**((n - 3)/2) * exp(-tr(V**-1*X)/2) / (2**n * det(V)**(n/2) * Gamma_2(n/2))
Metric     [[n*v22**2/(2*D), -n*v21*v22/D, n*v21**2/(2*D)], [-n*v21*v22/D, n*(v11*v22 + v21**2)/D, B], [C, B, A]]
           D = (v11*v22 - v21**2)**2
           B = -n*v11*v21/D
           C = n*v21**2/(2*D)
           A = n*v11**2/(2*D)
Chart      (v11, v21, v22); the metric is n times that of the covariance of the normal family.
Source     [Muirhead1982] thm. 3.2.1 (the density)
"""

from __future__ import annotations

from sympy import Symbol, log, loggamma, pi

from derivations.family import LINE, POSITIVE, Family, PositiveDefinite

v11 = Symbol("v11", positive=True)
v21 = Symbol("v21", real=True)
v22 = Symbol("v22", positive=True)
n = Symbol("n", positive=True)
x11 = Symbol("x11", positive=True)
x21 = Symbol("x21", real=True)
x22 = Symbol("x22", positive=True)

det_V = v11 * v22 - v21**2
det_X = x11 * x22 - x21**2
trace = (v22 * x11 - 2 * v21 * x21 + v11 * x22) / det_V  # tr(V^-1*X)

family = Family(
    name="wishart",
    title="Wishart(n, V), 2 x 2",
    parameters=(v11, v21, v22),
    domains=(POSITIVE, LINE, POSITIVE),
    observations=(x11, x21, x22),
    support=PositiveDefinite(2),
    log_density=(n - 3) / 2 * log(det_X)
    - trace / 2
    - n * log(2)
    - n / 2 * log(det_V)
    - log(pi) / 2
    - loggamma(n / 2)
    - loggamma((n - 1) / 2),
    fixed=(n,),
    where=(n > 1, v21**2 < v11 * v22),
)
