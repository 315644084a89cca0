"""Stochastic differential equations, dx = b dt + sigma dW or dx = b dt + sigma o dW.

With n coordinates and m independent standard Wiener processes (E dW_k dW_l = delta_kl dt),

    b_Ito = b_Stratonovich + c,    c_i = 1/2 sum_jk sigma_jk d sigma_ik / d x_j.

Source: [Oksendal2003] eq. (6.1.3); [KloedenPlaten1992] sec. 4.9.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from typing import Any

import sympy as sp
from sympy import Symbol

from derivations.stochastic import shapes
from derivations.stochastic.generator import Generator
from derivations.tidy import tidy


class Convention(Enum):
    """Where in each time step the noise matrix is taken."""

    ITO = "at the beginning of the step"
    STRATONOVICH = "at the mean of both ends of the step"


@dataclass(frozen=True)
class SDE:
    """An equation with coefficients that do not depend on time.

    coordinates  n symbols.
    drift        b, (n, 1), in units of the coordinates per time.
    noise        sigma, (n, m), in units of the coordinates per root of time.
    convention   Ito or Stratonovich; there is no default, since the two are different processes.

    Raises StochasticError or ShapeError for coordinates or shapes that do not fit.
    """

    coordinates: tuple[Symbol, ...]
    drift: Any
    noise: Any
    convention: Convention

    def __post_init__(self) -> None:
        n = len(shapes.coordinates(self.coordinates))
        object.__setattr__(self, "coordinates", tuple(self.coordinates))
        object.__setattr__(self, "drift", shapes.column("The drift", self.drift, n))
        object.__setattr__(self, "noise", shapes.matrix("The noise matrix", self.noise, n))

    @property
    def noise_correction(self) -> Any:
        """c, (n, 1): what the Ito drift has more than the Stratonovich drift of the same process."""
        columns = [self.noise.col(k) for k in range(self.noise.cols)]
        moved = [s.jacobian(list(self.coordinates)) * s for s in columns]
        return tidy(sum(moved, sp.zeros(len(self.coordinates), 1)) / 2)

    @property
    def ito(self) -> SDE:
        """The same process as an Ito equation."""
        if self.convention is Convention.ITO:
            return self
        return replace(self, drift=tidy(self.drift + self.noise_correction), convention=Convention.ITO)

    @property
    def stratonovich(self) -> SDE:
        """The same process as a Stratonovich equation."""
        if self.convention is Convention.STRATONOVICH:
            return self
        drift = tidy(self.drift - self.noise_correction)
        return replace(self, drift=drift, convention=Convention.STRATONOVICH)

    @cached_property
    def generator(self) -> Generator:
        """Ito drift and D = sigma*sigma.T / 2."""
        return Generator(self.coordinates, self.ito.drift, tidy(self.noise * self.noise.T / 2))
