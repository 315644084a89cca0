"""The generator of a diffusion, which is its law: G f = b.grad f + D : Hess f.

Two equations have the same law, started alike, when drift b (in the sense of Ito) and D are the same, where
these determine the law.  Source: [Oksendal2003] thm. 7.3.3 and sec. 8.3; [Risken1989] ch. 4 for the adjoint.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.charts import gradient
from derivations.ladder import Outcome, prove_zero
from derivations.stochastic import shapes
from derivations.stochastic.errors import StochasticError
from derivations.stochastic.fields import divergence, row_divergence
from derivations.tidy import tidy


@dataclass(frozen=True)
class Generator:
    """Drift and diffusion matrix of a time-homogeneous diffusion.

    coordinates  n symbols.
    b            the Ito drift, (n, 1), in units of the coordinates per time.
    D            the diffusion matrix, (n, n), symmetric; sigma*sigma.T = 2*D.  That it has no negative
                 eigenvalue is not checked.

    Raises StochasticError, ShapeError, SymmetryError for coordinates, shapes, and a D that are not so.
    """

    coordinates: tuple[Symbol, ...]
    b: Any
    D: Any

    def __post_init__(self) -> None:
        n = len(shapes.coordinates(self.coordinates))
        object.__setattr__(self, "coordinates", tuple(self.coordinates))
        object.__setattr__(self, "b", shapes.column("The drift", self.b, n))
        object.__setattr__(self, "D", shapes.symmetric("The diffusion matrix", self.D, n))

    def __call__(self, function: Expr) -> Expr:
        """G f = sum_i b_i d_i f + sum_ij D_ij d_i d_j f, of a function of the coordinates."""
        slope = gradient(function, self.coordinates)
        return tidy((self.b.T * slope)[0] + (self.D * slope.jacobian(list(self.coordinates))).trace())

    def fokker_planck(self, density: Expr) -> Expr:
        """-sum_i d_i (b_i rho) + sum_ij d_i d_j (D_ij rho): the rate at which a density changes.

        density  rho, per unit of volume of the coordinates; it need not be normalised.
        """
        x = self.coordinates
        return tidy(divergence(row_divergence(self.D * density, x) - self.b * density, x))


def same_process(one: Generator, other: Generator) -> Outcome:
    """Prove that drift and diffusion matrix are the same.

    Raises StochasticError where the coordinates are not the same, in the same order.
    """
    if one.coordinates != other.coordinates:
        raise StochasticError(
            f"Coordinates {one.coordinates} and {other.coordinates}: write both processes in one chart first."
        )
    return prove_zero(sp.Matrix.vstack((one.b - other.b).as_mutable(), (one.D - other.D).vec()))
