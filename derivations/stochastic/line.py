"""The stationary density on the line, by quadrature.

Without a current, rho ~ (1/D) exp(int b/D dx), with the Ito drift b and D = sigma^2/2.
Source: [Risken1989] sec. 5.2.
"""

from __future__ import annotations

import sympy as sp
from sympy import Expr, Symbol

from derivations.ladder import prove_zero
from derivations.stochastic.errors import NoStationaryLawError, ShapeError
from derivations.stochastic.generator import Generator
from derivations.tidy import tidy


def line_log_density(generator: Generator) -> Expr:
    """log rho = int b/D dx - log D up to a constant, for one coordinate.

    An integral that SymPy does not find, or whose derivative was not shown to be b/D, is left standing.
    Whether rho is integrable is not part of it: if it is not, there is no stationary law without a current.
    For a Stratonovich equation, take `sde.generator`.

    Raises ShapeError for more coordinates than one, NoStationaryLawError without noise.

    >>> x = Symbol("x", positive=True)
    >>> line_log_density(Generator((x,), [2 - 3 * x], [[x]]))
    -3*x + log(x)
    """
    if len(generator.coordinates) != 1:
        raise ShapeError(f"{len(generator.coordinates)} coordinates: the quadrature is for one.")
    (x,) = generator.coordinates
    b, D = generator.b[0], generator.D[0]
    if prove_zero(D):
        raise NoStationaryLawError("There is no noise (D = 0), so there is no stationary density.")
    return tidy(_antiderivative(tidy(b / D), x) - sp.log(D))


def _antiderivative(integrand: Expr, x: Symbol) -> Expr:
    found = sp.integrate(integrand, x)
    return found if prove_zero(sp.diff(found, x) - integrand) else sp.Integral(integrand, x)
