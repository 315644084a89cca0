"""Linear response to an impulse, and what is left of the fluctuation-dissipation theorem.

An impulse f at time 0 adds M(x)*f to the drift.  In the stationary state with density rho, for every
observable O and every t >= 0, with X taken at time 0,

    R(t) = d E[O(t)] / d f = E[O(t)*X.T],     X = -div(M*rho)/rho,  column by column of M.

The fluctuation-dissipation theorem for the force conjugate to x at temperature T is
R(t) = -(1/T) d/dt E[O(t)*x(0).T] = -(1/T) E[O(t)*(b - 2*u).T], b - 2*u being the reversed drift.
So it holds for all observables iff X + (b - 2*u)/T = 0; with M = D/T that is -u/T: iff detailed balance.

Source: [Agarwal1972]; [FalcioniIsolaVulpiani1990]; [MarconiPuglisiRondoniVulpiani2008] for a review.
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
from derivations.stochastic.propagator import propagator
from derivations.stochastic.stationarity import time_reversal
from derivations.tidy import tidy


def linear_response(A: Any, M: Any, t: Expr) -> Any:
    """R(t) = exp(-A*t)*M, (n, p): the response of E[x(t)] where the drift is -A*x + M*f, for t > 0.

    A  (n, n), per time.
    M  the mobility, (n, p), constant.

    Raises ShapeError for sizes that do not fit, NoClosedFormError as propagator does.
    """
    P = propagator(A, t)
    return tidy(P * shapes.matrix("The mobility", M, P.rows))


def fluctuation_dissipation_residual(R: Any, C: Any, t: Symbol, T: Expr) -> Any:
    """R(t) + (1/T) dC/dt, (n, n): zero where the theorem holds.

    R  the response of E[x(t)] to an impulse on the force conjugate to x, (n, n).
    C  E[x(t)*x(0).T] of the unperturbed stationary process, (n, n), in units of x squared.
    T  the temperature.

    Raises ShapeError where R or C is not square of one size.
    """
    R = shapes.matrix("R", R, sp.Matrix(C).rows, sp.Matrix(C).rows)
    return tidy(R + shapes.matrix("C", C, R.rows, R.rows).diff(t) / T)


def linear_defect(A: Any, M: Any, Sigma: Any, T: Expr) -> Any:
    """M - A*Sigma/T, (n, n): the residual at t = 0+; exp(-A*t) times it is the residual at t.

    So the linear process obeys the theorem at all times iff this is zero, and no exponential is needed.
    A  (n, n), per time;  M  (n, n);  Sigma  the stationary covariance, (n, n).

    Raises ShapeError where they are not square of one size.
    """
    n = sp.Matrix(A).rows
    A, M, Sigma = (shapes.matrix(name, value, n, n) for name, value in (("A", A), ("M", M), ("Sigma", Sigma)))
    return tidy(M - A * Sigma / T)


def conjugate_variable(coordinates: Sequence[Symbol], M: Any, log_density: Expr) -> Any:
    """X_j = -sum_i (d M_ij/d x_i + M_ij d log rho/d x_i), (p, 1): R(t) = E[O(t)*X(0).T].

    M            the mobility, (n, p), may depend on x.
    log_density  log of the stationary density, up to a constant; detailed balance is not needed.

    Raises ShapeError where the mobility does not have one row for each coordinate.
    """
    M = shapes.matrix("The mobility", M, len(shapes.coordinates(coordinates)))
    return tidy(-row_divergence(M.T, coordinates) - M.T * gradient(log_density, coordinates))


def equilibrium_defect(generator: Generator, M: Any, log_density: Expr, T: Expr) -> Any:
    """X + (b - 2*u)/T, (n, 1): zero iff the theorem holds for all observables and all times.

    What the theorem misses for an observable O is E[O(t)*defect(0).T].
    M            the mobility of the force conjugate to x, (n, n), may depend on x.
    log_density  log of the stationary density, up to a constant.
    T            the temperature.

    Raises ShapeError where the mobility is not (n, n).
    """
    n = len(generator.coordinates)
    X = conjugate_variable(generator.coordinates, shapes.matrix("The mobility", M, n, n), log_density)
    return tidy(X + time_reversal(generator, log_density).b / T)
