"""Student family with location m, scale s and nu known degrees of freedom.

Domain     m real, s > 0; support the line.
Density    gamma((nu + 1)/2)/(gamma(nu/2)*sqrt(pi*nu)*s) * (1 + (x - m)**2/(nu*s**2))**(-(nu + 1)/2)
Metric     [[(nu + 1)/((nu + 3)*s**2), 0], [0, 2*nu/((nu + 3)*s**2)]]
Chart      (m, s), orthogonal.
Variants   free: nu is the third parameter; it is orthogonal to m, and not to s.
Source     [LangeLittleTaylor1989]
"""

from __future__ import annotations

from sympy import Symbol, log, loggamma, pi

from derivations.family import LINE, POSITIVE, Family, Reals

m = Symbol("m", real=True)
s = Symbol("s", positive=True)
nu = Symbol("nu", positive=True)
x = Symbol("x", real=True)

family = Family(
    name="student_t",
    title="Student t, nu known",
    parameters=(
        m,
        s,
    ),
    domains=(
        LINE,
        POSITIVE,
    ),
    observations=(x,),
    support=Reals(),
    log_density=loggamma((nu + 1) / 2)
    - loggamma(nu / 2)
    - log(pi * nu) / 2
    - log(s)
    - (nu + 1) / 2 * log(1 + (x - m) ** 2 / (nu * s**2)),
    fixed=(nu,),
)

variants = {
    "free": Family(
        name="student_t.free",
        title="Student t, nu a parameter",
        parameters=(m, s, nu),
        domains=(LINE, POSITIVE, POSITIVE),
        observations=(x,),
        support=Reals(),
        log_density=family.log_density,
    )
}
