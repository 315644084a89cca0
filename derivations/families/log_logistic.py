"""Log-logistic family with scale a and shape b.

Domain     a > 0, b > 0; support x > 0.
Density    b/a * (x/a)**(b - 1) / (1 + (x/a)**b)**2
Metric     [[b**2/(3*a**2), 0], [0, (3 + pi**2)/(9*b**2)]]
Chart      (a, b), orthogonal.
Source     [KleiberKotz2003] ch. 6 (Fisk); log(x) is logistic
"""

from __future__ import annotations

from sympy import Symbol, log

from derivations.family import POSITIVE, Family

a = Symbol("a", positive=True)
b = Symbol("b", positive=True)
x = Symbol("x", positive=True)

family = Family(
    name="log_logistic",
    title="Log-logistic(a, b)",
    parameters=(
        a,
        b,
    ),
    domains=(
        POSITIVE,
        POSITIVE,
    ),
    observations=(x,),
    support=POSITIVE,
    log_density=log(b / a) + (b - 1) * log(x / a) - 2 * log(1 + (x / a) ** b),
)
