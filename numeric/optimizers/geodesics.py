"""Exponential maps in closed form: where the geodesic from theta with velocity v is at time one.

    half-plane    metric (dx^2 + dy^2) / y^2.  With s = |(u, w)| / y and unit velocity (a, b) = (u, w) / |(u, w)|,
                  D = cosh s - b sinh s,    x' = x + y a sinh s / D,    y' = y / D
    normal law    metric (d mu^2 + 2 d sigma^2) / sigma^2: twice that of the half-plane at x = mu / sqrt 2
    simplex       metric sum dp_i^2 / p_i: a sphere in z_i = sqrt p_i, whose geodesics are great circles,
                  z' = z cos|w| + w sin|w| / |w|,    w_i = v_i / (2 z_i)

Source  Skovgaard, A Riemannian geometry of the multivariate normal model, Scand. J. Statist. 11 (1984), sec. 2;
        do Carmo, Riemannian Geometry (1992), ch. 3 (half-plane); Amari and Nagaoka, Methods of Information
        Geometry (2000), sec. 2.3 (the sphere).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from numeric.arrays import Array
from numeric.errors import ShapeError
from numeric.optimizers.errors import DomainError


@dataclass(frozen=True)
class Space:
    """A Riemannian chart with its exponential map.

    name         for messages.
    metric       theta (n,) to (n, n).
    exponential  theta (n,), velocity (n,) to (n,).
    require      theta (n,) to itself, or DomainError, ShapeError.
    """

    name: str
    metric: Callable[[Array], Array]
    exponential: Callable[[Array, Array], Array]
    require: Callable[[Array], Array]


def half_plane_exponential(theta: Array, velocity: Array) -> Array:
    """The end of the geodesic of the half-plane.

    theta     (x, y), y > 0.
    velocity  (u, w), in the same chart.
    """
    x, y = theta
    size = float(np.hypot(*velocity))
    if size == 0:
        return theta
    a, b = velocity / size
    s = size / y
    # D = (e^-s (1 + b) + e^s (1 - b)) / 2, positive terms; 1 - b = a^2 / (1 + b) keeps its digits for b near 1.
    less = a**2 / (1 + b) if b > 0 else 1 - b
    more = 1 + b if b > 0 else a**2 / (1 - b)
    D = (np.exp(-s) * more + np.exp(s) * less) / 2
    return np.array([x + y * a * np.sinh(s) / D, y / D])


def normal_exponential(theta: Array, velocity: Array) -> Array:
    """The end of the geodesic of the normal law.

    theta     (mu, sigma), sigma > 0.
    velocity  in the same chart.
    """
    stretch = np.array([np.sqrt(2), 1.0])
    return half_plane_exponential(theta / stretch, velocity / stretch) * stretch


def simplex_exponential(theta: Array, velocity: Array) -> Array:
    """The end of the geodesic of the simplex.

    theta     (p_1, ..., p_n), positive, sum below one; p_0 = 1 - sum is left over.
    velocity  (n,), in the same chart.
    Raises DomainError when the geodesic meets the boundary before its end.
    """
    p, v = np.append(theta, 1 - np.sum(theta)), np.append(velocity, -np.sum(velocity))
    z = np.sqrt(p)
    w = v / (2 * z)
    angle = float(np.linalg.norm(w))
    end = z * np.cos(angle) + w * np.sinc(angle / np.pi)
    if angle >= np.pi or not np.all(end > 0):
        raise DomainError(
            f"the geodesic from {theta} with velocity {velocity} meets the boundary of the simplex before its "
            "end. Take a smaller rate."
        )
    return end[:-1] ** 2


def _upper(theta: Array) -> Array:
    if theta.shape != (2,):
        raise ShapeError(f"a point of shape {theta.shape}; (2,) is needed.")
    if not theta[1] > 0:
        raise DomainError(f"the second coordinate of {theta} must be above zero.")
    return theta


def _inner(theta: Array) -> Array:
    if theta.ndim != 1:
        raise ShapeError(f"probabilities of shape {theta.shape}; (n,) is needed.")
    if not (np.all(theta > 0) and np.sum(theta) < 1):
        raise DomainError(f"{theta} must be positive with a sum below one; the last class is left over.")
    return theta


HALF_PLANE = Space("half-plane", lambda t: np.eye(2) / t[1] ** 2, half_plane_exponential, _upper)
NORMAL = Space("normal law", lambda t: np.diag([1.0, 2.0]) / t[1] ** 2, normal_exponential, _upper)
SIMPLEX = Space("simplex", lambda t: np.diag(1 / t) + 1 / (1 - np.sum(t)), simplex_exponential, _inner)
