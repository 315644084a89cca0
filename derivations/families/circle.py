"""Circle family N((cos t, sin t), Id): the mean runs on the unit circle.

Domain     t real; support R^2.
Density    exp(-((x1 - cos(t))**2 + (x2 - sin(t))**2)/2) / (2*pi)
Metric     [[1]]
Chart      t; with data of mean (c, 0) off the circle, the Hessian of the loss at t = 0 is c and not 1.
Source     [Amari2016] sec. 4.1 (curved exponential families); [Efron1975] sec. 3
"""

from __future__ import annotations

from sympy import Symbol, cos, sin

from derivations.family import gaussian_location

t = Symbol("t", real=True)

family = gaussian_location("circle", (t,), (cos(t), sin(t)), title="N((cos t, sin t), Id)")
