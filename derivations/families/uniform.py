"""Uniform family on (0, t): the support moves with the parameter.

Domain     t > 0; support 0 < x < t.
Density    1/t
Metric     [[1/t**2]] is the mean squared score; the model is not regular, and its other forms differ.
Chart      t
Source     [LehmannCasella1998] sec. 2.5; [Vaart1998] ex. 7.2
"""

from __future__ import annotations

from sympy import S, Symbol, log

from derivations.family import POSITIVE, Family, Interval

t = Symbol("t", positive=True)
x = Symbol("x", positive=True)

family = Family(
    name="uniform",
    title="Uniform(0, t)",
    parameters=(t,),
    domains=(POSITIVE,),
    observations=(x,),
    support=Interval(S.Zero, t),
    log_density=-log(t),
)
