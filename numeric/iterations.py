"""Discrete natural-gradient iterations with constant and with power-scaled steps.

    theta_{k+1} = theta_k - s_k I^-1 grad L,     G = grad L^T I^-1 grad L

    constant          s = eta
    nominal power     s = eta sqrt(eta G / P_max)     P = eta G, the power of the unscaled step
    own power         s = eta^2 G / P_max             P = s G, the power of the step itself: s = eta sqrt(s G / P_max)

Near an optimum G is quadratic in the distance e, so the scaled steps give e' = e - c |e| e and e' = e - c e^3:
e_k falls like 1/k and like 1/sqrt(k), not exponentially.

Source  Nesterov, Introductory Lectures on Convex Optimization (2004), sec. 1.2.3 (constant steps);
        the scaled steps are solved from the equations above.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from numeric.arrays import Array, floats, require_finite, require_some
from numeric.errors import NumericError, ShapeError
from numeric.landscapes import Landscape

StepSize = Callable[[Array], Array]

FAR = 1e8  # in units of the size of the start and of its first steps: beyond this an iteration is not coming back


class DivergedError(NumericError):
    """An iteration ran away, or met a point at which its step is not defined."""


@dataclass(frozen=True)
class Iterates:
    """Points of an iteration.

    points  (count + 1, ..., n); the first is the start.
    sizes   (count, ...), the steps s_k taken.
    powers  (count, ...), G at the points they were taken from.
    """

    points: Array
    sizes: Array
    powers: Array


def constant_step(eta: float) -> StepSize:
    """The step s = eta, whatever G.

    Raises ShapeError unless eta is positive and finite.
    """
    _require_positive(eta=eta)
    return lambda G: np.full(np.shape(G), eta)


def nominal_power_step(eta: float, most_power: float) -> StepSize:
    """The step s = eta sqrt(eta G / P_max), scaled by the power eta G of the unscaled step.

    Raises ShapeError unless eta and P_max are positive and finite.
    """
    _require_positive(eta=eta, P_max=most_power)
    return lambda G: np.asarray(eta * np.sqrt(eta * G / most_power))


def own_power_step(eta: float, most_power: float) -> StepSize:
    """The step s = eta^2 G / P_max, which solves s = eta sqrt(P / P_max) for its own power P = s G.

    Raises ShapeError unless eta and P_max are positive and finite.
    """
    _require_positive(eta=eta, P_max=most_power)
    return lambda G: np.asarray(eta**2 * G / most_power)


def iterate(landscape: Landscape, start: ArrayLike, step: StepSize, *, count: int) -> Iterates:
    """Take theta - s(G) I^-1 grad L so many times.

    landscape  the gradient of L and the metric I.
    start      (..., n).
    step       G of shape (...) to s of the same shape: `constant_step`, `nominal_power_step`, `own_power_step`.
    count      of steps, at least 1.
    Raises DivergedError when a point is not finite or 1e8 times as far away as start and first step are large,
    or when gradient, metric or step fails there; EmptyError, ShapeError, NonFiniteError for a bad start.
    """
    require_some("steps of an iteration", count)
    at = require_finite("the start of an iteration", floats(start))
    if at.ndim == 0 or at.size == 0:
        raise ShapeError(f"a start of shape {at.shape}; (..., n) with n at least 1 is needed.")
    points, sizes, powers, limit = [at], [], [], np.inf
    for k in range(count):
        with np.errstate(all="ignore"):  # what overflows is found below
            G, s, moved = _step(landscape, at, step, k)
        if k == 0:
            limit = FAR * (np.max(np.abs(at)) + np.max(np.abs(moved - at)))
        _require_near(moved, at, limit, k)
        at = moved
        points.append(at)
        sizes.append(s)
        powers.append(G)
    return Iterates(np.stack(points), np.stack(sizes), np.stack(powers))


def _step(landscape: Landscape, at: Array, step: StepSize, k: int) -> tuple[Array, Array, Array]:
    try:
        slope, direction = landscape.steepest(at), landscape.natural(at)
    except ShapeError:
        raise
    except NumericError as error:
        raise DivergedError(f"step {k} from {at}: {error}") from error
    G = np.sum(slope * direction, axis=-1)
    s = np.asarray(step(G))
    if s.shape != G.shape:
        raise ShapeError(f"a step of shape {s.shape} for G of shape {G.shape}.")
    return G, s, at + s[..., None] * direction


def _require_near(moved: Array, at: Array, limit: float, k: int) -> None:
    size = np.max(np.abs(moved))
    if not (np.isfinite(limit) and size <= limit):
        raise DivergedError(
            f"step {k} goes from {at} to {moved}: the iteration diverges. A constant step is stable on a quadratic "
            "for eta lambda_max(I^-1 H) < 2 only; take a smaller step or a nearer start."
        )


def _require_positive(**values: float) -> None:
    for name, value in values.items():
        if not (value > 0 and np.isfinite(value)):
            raise ShapeError(f"{name} = {value}: it must be positive and finite.")
