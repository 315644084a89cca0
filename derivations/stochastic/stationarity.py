"""Whether a density stays as it is, and what flows while it does.

For a diffusion with drift b and diffusion matrix D, and a density rho with s = grad log rho,

    current             J = b*rho - div(D*rho) = u*rho
    current velocity    u = b - div D - D*s
    Fokker-Planck       d rho/dt = -div J,  so that  (d rho/dt)/rho = -(div u + u.s)

rho is stationary iff the last is zero, and in detailed balance iff u = 0.  Densities are given by their
logarithm, up to a constant: then all of this is free of exponentials.

Source: [Risken1989] sec. 6.4 (detailed balance, for variables even under time reversal);
[Pavliotis2014] ch. 4; [HaussmannPardoux1986] for the reversed drift.
"""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy import Expr

from derivations.charts import gradient
from derivations.ladder import Outcome, prove_zero
from derivations.stochastic.fields import divergence, row_divergence
from derivations.stochastic.generator import Generator
from derivations.tidy import tidy


def current_velocity(generator: Generator, log_density: Expr) -> Any:
    """u = b - div D - D*grad log rho, (n, 1), in units of the coordinates per time.

    log_density  log rho up to a constant, rho per unit of volume of the coordinates.
    """
    x = generator.coordinates
    return tidy(generator.b - row_divergence(generator.D, x) - generator.D * gradient(log_density, x))


def probability_current(generator: Generator, density: Expr) -> Any:
    """J = b*rho - div(D*rho), (n, 1), from the density itself."""
    return tidy(generator.b * density - row_divergence(generator.D * density, generator.coordinates))


def stationarity_residual(generator: Generator, log_density: Expr) -> Expr:
    """(d rho/dt) / rho = -(div u + u.grad log rho): zero iff the density is stationary; per time."""
    x = generator.coordinates
    u = current_velocity(generator, log_density)
    return tidy(-divergence(u, x) - (u.T * gradient(log_density, x))[0])


def prove_stationary(generator: Generator, log_density: Expr) -> Outcome:
    """Prove that the Fokker-Planck operator sends a density to zero.

    That it is integrable, and that no probability leaves through a boundary, is not part of it.
    Where this fails, a point at which stationarity_residual is not zero refutes.
    """
    return prove_zero(stationarity_residual(generator, log_density))


def prove_detailed_balance(generator: Generator, log_density: Expr) -> Outcome:
    """Prove u = 0: the density is stationary and the stationary process looks the same backwards."""
    return prove_zero(current_velocity(generator, log_density))


def time_reversal(generator: Generator, log_density: Expr) -> Generator:
    """The stationary process run backwards: drift b - 2u, and the same D.

    This is the adjoint of the generator in L2(rho); log_density has to be that of a stationary density.
    """
    u = current_velocity(generator, log_density)
    return Generator(generator.coordinates, tidy(generator.b - 2 * sp.ImmutableMatrix(u)), generator.D)
