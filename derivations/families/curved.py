"""Curved family N((t, t**2), Id): the mean runs on a parabola.

Domain     t real; support R^2.
Density    exp(-((x1 - t)**2 + (x2 - t**2)**2)/2) / (2*pi)
Metric     [[1 + 4*t**2]]
Chart      t
Source     [Amari2016] sec. 4.1 (curved exponential families); [Efron1975] sec. 3
"""

from __future__ import annotations

from sympy import Symbol

from derivations.family import gaussian_location

t = Symbol("t", real=True)

family = gaussian_location("curved", (t,), (t, t**2), title="N((t, t^2), Id)")
