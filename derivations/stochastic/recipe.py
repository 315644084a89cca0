"""The drift that makes a given density stationary for a given diffusion matrix.

    b = (D + Q)*grad log rho + div(D + Q),     Q antisymmetric,     (div M)_i = sum_j d M_ij / d x_j

Then u = Q*grad log rho + div Q, so that u*rho = div(Q*rho) has no divergence whatever Q is; Q = 0 is
detailed balance.  Source: [MaChenFox2015] sec. 2, eq. (3) and thm. 1, where rho ~ exp(-H).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.charts import gradient
from derivations.stochastic import shapes
from derivations.stochastic.fields import row_divergence
from derivations.stochastic.generator import Generator
from derivations.tidy import tidy


def complete_recipe(
    coordinates: Sequence[Symbol], log_density: Expr, D: Any, *, Q: Any | None = None
) -> Generator:
    """The diffusion with that D, that stationary density, and the circulation that Q makes.

    log_density  log rho up to a constant, rho per unit of volume of the coordinates.
    D            (n, n), symmetric, in units of the coordinates squared per time.
    Q            (n, n), antisymmetric, in the same units; None for detailed balance.

    Raises ShapeError or SymmetryError for a D or a Q that is not so.

    >>> x = Symbol("x", real=True)
    >>> complete_recipe((x,), -(x**2), [[1 + x**2]]).b
    Matrix([[-2*x**3]])
    """
    n = len(shapes.coordinates(coordinates))
    D = shapes.symmetric("The diffusion matrix", D, n)
    M = D + shapes.antisymmetric("Q", sp.zeros(n) if Q is None else Q, n)
    drift = M * gradient(log_density, coordinates) + row_divergence(M, coordinates)
    return Generator(tuple(coordinates), tidy(drift), D)
