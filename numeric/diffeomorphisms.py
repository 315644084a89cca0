"""Smooth changes of coordinates with exact Jacobian and inverse, composable and batched.

A chart is read as old coordinates theta as a function of new ones eta:

    theta = phi(eta),   J_ij = d theta_i / d eta_j,   eta = phi^-1(theta).

Affine charts alone cannot tell a covariant rule from one that is not; these bend.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric import linear
from numeric.arrays import Array, Function, floats, require_finite, require_square, require_vector
from numeric.errors import NonFiniteError, ShapeError, SingularMetricError
from numeric.spectra import random_invertible

BISECTIONS = 75  # 2**-75 is below the rounding of longdouble


@dataclass(frozen=True)
class Diffeomorphism:
    """theta = phi(eta) with its Jacobian and its inverse, all in the precision of their argument.

    forward   (..., n) to (..., n).
    jacobian  (..., n) to (..., n, n), J_ij = d theta_i / d eta_j at eta.
    inverse   (..., n) to (..., n).
    """

    forward: Function
    jacobian: Function
    inverse: Function

    def after(self, first: "Diffeomorphism") -> "Diffeomorphism":
        """Self o first: theta = self(first(eta)), with J = J_self(first(eta)) J_first(eta)."""
        return Diffeomorphism(
            lambda eta: self.forward(first.forward(eta)),
            lambda eta: self.jacobian(first.forward(eta)) @ first.jacobian(eta),
            lambda theta: first.inverse(self.inverse(theta)),
        )


def affine(matrix: ArrayLike, shift: ArrayLike) -> Diffeomorphism:
    """phi(eta) = A eta + b.

    matrix  (n, n), invertible.
    shift   (n,).
    Raises SingularMetricError, ShapeError, NonFiniteError.
    """
    a, b = require_square("the matrix of a chart", matrix), require_vector("the shift of a chart", shift)
    if a.shape != (b.size, b.size):
        raise ShapeError(f"matrix {a.shape} and shift {b.shape} do not fit.")
    linear.inverse(a)  # raises when singular

    def back(theta: Array) -> Array:
        return linear.solve(a.astype(theta.dtype), (theta - b)[..., None])[..., 0]

    return Diffeomorphism(
        lambda eta: linear.act(a, eta) + b, lambda eta: np.broadcast_to(a, (*eta.shape, b.size)), back
    )


def wave(amplitudes: ArrayLike) -> Diffeomorphism:
    """phi_i(eta) = eta_i + a_i sin(eta_i) with |a_i| < 1, inverted by bisection.

    amplitudes  (n,).
    Raises SingularMetricError when some |a_i| >= 1: the derivative then vanishes somewhere.
    """
    a = require_vector("the amplitudes", amplitudes)
    if np.any(np.abs(a) >= 1):
        raise SingularMetricError(f"amplitudes {a}: x + a sin x is a diffeomorphism for |a| < 1 only.")

    def back(theta: Array) -> Array:
        low, high = theta - np.abs(a), theta + np.abs(a)
        for _ in range(BISECTIONS):
            middle = (low + high) / 2
            below = middle + a * np.sin(middle) < theta
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return (low + high) / 2

    return Diffeomorphism(lambda eta: eta + a * np.sin(eta), lambda eta: _diagonal(1 + a * np.cos(eta)), back)


def stretch(scales: ArrayLike) -> Diffeomorphism:
    """phi_i(eta) = s_i sinh(eta_i / s_i), with s_i > 0.

    scales  (n,).
    Raises NonFiniteError when a scale is not positive.
    """
    s = require_vector("the scales", scales)
    if np.any(s <= 0):
        raise NonFiniteError(f"scales {s} must be positive.")
    return Diffeomorphism(
        lambda eta: s * np.sinh(eta / s),
        lambda eta: _diagonal(np.cosh(eta / s)),
        lambda theta: s * np.arcsinh(theta / s),
    )


def shear(coefficients: ArrayLike) -> Diffeomorphism:
    """phi_i(eta) = eta_i + sum_{j < i} c_ij sin(eta_j): triangular, of unit determinant.

    coefficients  (n, n); only what lies below the diagonal is used.
    """
    c = np.tril(require_square("the coefficients of a shear", coefficients), -1)
    n = len(c)

    def back(theta: Array) -> Array:
        eta = np.array(theta)
        for i in range(1, n):
            eta[..., i] -= np.sin(eta[..., :i]) @ c[i, :i]
        return eta

    return Diffeomorphism(
        lambda eta: eta + linear.act(c, np.sin(eta)),
        lambda eta: np.eye(n, dtype=eta.dtype) + c * np.cos(eta)[..., None, :],
        back,
    )


def componentwise(forward: Function, slope: Function, inverse: Function) -> Diffeomorphism:
    """phi_i(eta) = f(eta_i), the same increasing f in each coordinate: exp, log, logit...

    forward, slope, inverse  elementwise (...,) to (...,): f, f' and f^-1.
    """
    return Diffeomorphism(forward, lambda eta: _diagonal(np.asarray(slope(eta))), inverse)


def random_diffeomorphism(rng: np.random.Generator, n: int, *, layers: int = 2) -> Diffeomorphism:
    """A random smooth chart: shear after stretch after wave after affine, `layers` times.

    n       dimension, at least 1.
    layers  how many times; each bends more.
    Raises EmptyError for n = 0.
    """
    chart = _layer(rng, n)
    for _ in range(layers - 1):
        chart = _layer(rng, n).after(chart)
    return chart


def numerically_exact(chart: Diffeomorphism, eta: ArrayLike) -> Array:
    """phi^-1(phi(eta)) - eta, which is zero up to rounding: how well the inverse inverts.

    eta  (..., n).
    Raises NonFiniteError when the chart overflows at eta.
    """
    at = floats(eta)
    return require_finite("the round trip through a chart", chart.inverse(chart.forward(at)) - at)


def _layer(rng: np.random.Generator, n: int) -> Diffeomorphism:
    line = affine(random_invertible(rng, n, condition=4.0), rng.normal(size=n))
    bend = wave(rng.choice([-1, 1], n) * rng.uniform(0.2, 0.7, n))
    grow = stretch(rng.uniform(1.5, 4.0, n))
    tilt = shear(rng.normal(scale=0.7, size=(n, n)))
    return tilt.after(grow).after(bend).after(line)


def _diagonal(entries: Array) -> Array:
    return np.asarray(entries[..., :, None] * np.eye(entries.shape[-1], dtype=entries.dtype))
