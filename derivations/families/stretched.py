"""Location family of exp(-|x|**(3/4)): finite metric, but KL has a term |h|**(5/2).

Domain     t real; support the line.
Density    exp(-abs(x - t)**(3/4)) / (2*gamma(7/3))
Metric     [[9*gamma(2/3)/(16*gamma(4/3))]] is the mean squared score; the mean second derivative diverges.
Chart      t
Source     [Vaart1998] sec. 7.2 (differentiable in quadratic mean); [Ibragimov1981] ch. II
"""

from __future__ import annotations

from sympy import Abs, Rational, Symbol, gamma, log

from derivations.family import LINE, Family, Reals

t = Symbol("t", real=True)
x = Symbol("x", real=True)

family = Family(
    name="stretched",
    title="exp(-|x - t|^(3/4))",
    parameters=(t,),
    domains=(LINE,),
    observations=(x,),
    support=Reals(),
    log_density=-(Abs(x - t) ** Rational(3, 4)) - log(2 * gamma(Rational(7, 3))),
)
