"""Overdamped Langevin equations of a loss L in a metric I, with rate eta and temperature T.

    plain         d theta = -eta*I^-1*grad L dt + sqrt(2*eta*T)*S dW,   S*S.T = I^-1
    riemannian    the Ito drift more by eta*T*div(I^-1): exp(-L/T) d theta is stationary
    covariant     more by eta*T*(div(I^-1) + I^-1*grad log|I| / 2): sqrt|I|*exp(-L/T) d theta is stationary

All have D = eta*T*I^-1.  The plain equation depends on the convention, and in that of Stratonovich on the
root S, too.  The covariant one is the same process in whatever chart it is written down; for n = 1 the
plain Stratonovich equation is that process.
Nats for L/T, so that T has the units of L; eta*T*I^-1 is in units of theta squared per time.

Source: [Xifara2014], which tells apart what is stationary with and without the corrections.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp
from sympy import Expr, Symbol

from derivations.charts import gradient
from derivations.stochastic import shapes
from derivations.stochastic.generator import Generator
from derivations.stochastic.recipe import complete_recipe
from derivations.stochastic.sde import SDE, Convention
from derivations.tidy import tidy


def plain_langevin(
    coordinates: Sequence[Symbol], loss: Expr, root: Any, *, eta: Expr, T: Expr, convention: Convention
) -> SDE:
    """d theta = -eta*S*S.T*grad L dt + sqrt(2*eta*T)*S dW, as an Ito or a Stratonovich equation.

    root  S with S*S.T = I^-1, (n, m), for instance the symmetric one.

    Raises ShapeError where the root does not have one row for each coordinate.
    """
    S = shapes.matrix("The root of the inverse metric", root, len(shapes.coordinates(coordinates)))
    drift = -eta * S * S.T * gradient(loss, coordinates)
    return SDE(tuple(coordinates), tidy(drift), sp.sqrt(2 * eta * T) * S, convention)


def plain_ito_langevin(
    coordinates: Sequence[Symbol], loss: Expr, cometric: Any, *, eta: Expr, T: Expr
) -> Generator:
    """The generator of the plain Ito equation, which needs no root: b = -eta*I^-1*grad L, D = eta*T*I^-1.

    cometric  I^-1, (n, n), symmetric.

    Raises ShapeError or SymmetryError for a cometric that is not so.
    """
    C = shapes.symmetric("The cometric", cometric, len(shapes.coordinates(coordinates)))
    return Generator(tuple(coordinates), tidy(-eta * C * gradient(loss, coordinates)), eta * T * C)


def riemannian_langevin(
    coordinates: Sequence[Symbol], loss: Expr, cometric: Any, *, eta: Expr, T: Expr
) -> Generator:
    """b = -eta*I^-1*grad L + eta*T*div(I^-1), for exp(-L/T) d theta; arguments as in plain_ito_langevin."""
    C = shapes.symmetric("The cometric", cometric, len(shapes.coordinates(coordinates)))
    return complete_recipe(coordinates, -loss / T, eta * T * C)


def covariant_langevin(
    coordinates: Sequence[Symbol], loss: Expr, cometric: Any, *, eta: Expr, T: Expr
) -> Generator:
    """b = -eta*I^-1*grad L + eta*T*(div(I^-1) + I^-1*grad log|I| / 2), for sqrt|I|*exp(-L/T) d theta.

    The generator is eta*T times the Laplace-Beltrami operator of I, less eta*grad_I L.
    Arguments as in plain_ito_langevin; raises as it does.
    """
    C = shapes.symmetric("The cometric", cometric, len(shapes.coordinates(coordinates)))
    return complete_recipe(coordinates, -loss / T - sp.log(tidy(C.det())) / 2, eta * T * C)
