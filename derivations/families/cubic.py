"""Cubic family N(t**3, 1): the metric vanishes at t = 0, where the model stays identified.

Domain     t real; support the line.
Density    exp(-(x - t**3)**2/2) / sqrt(2*pi)
Metric     [[9*t**4]]
Chart      t; m = t**3 has metric 1, but t in terms of m is not smooth at 0.
Source     the metric of N(m, 1) pulled back by m = t**3; [Watanabe2009] ch. 1 (singular models)
"""

from __future__ import annotations

from sympy import Symbol

from derivations.family import gaussian_location

t = Symbol("t", real=True)

family = gaussian_location("cubic", (t,), (t**3,), title="N(t^3, 1)")
