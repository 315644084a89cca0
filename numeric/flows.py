"""Gradient and natural-gradient flows, integrated twice to see the error.

    gradient flow            d theta/dt = -grad L
    natural-gradient flow    d theta/dt = -G^-1 grad L
    in a chart               the same in eta with theta = phi(eta), carried back

Each is integrated with DOP853 at two tolerances; the difference is the error reported.

Source  Hairer, Norsett and Wanner, Solving Ordinary Differential Equations I (2nd ed., 1993), sec. II.5;
        Amari (1998), Theorem 1.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.integrate import solve_ivp

from numeric.arrays import Array, Estimate, Function, require_finite, require_some, require_vector
from numeric.diffeomorphisms import Diffeomorphism
from numeric.errors import FlowError, ShapeError
from numeric.landscapes import Landscape

TIGHT, LOOSE = 1e-12, 1e-10  # DOP853 gives nothing below 1e-13; a hundredfold apart to tell them apart


@dataclass(frozen=True)
class Trajectory:
    """Points of a flow at given times.

    times   (m,), increasing from the start.
    points  (m, n); the first is the start.
    error   (m, n), difference of two tolerances, with the rounding of the points.
    """

    times: Array
    points: Array
    error: Array

    @property
    def end(self) -> Estimate:
        """The last point, (n,), with its error."""
        return Estimate(self.points[-1], self.error[-1])


def flow(field: Function, start: ArrayLike, times: ArrayLike) -> Trajectory:
    """Integrate d theta/dt = field(theta).

    field  (n,) to (n,).
    start  (n,).
    times  (m,), increasing, m >= 2; the first is the time of the start.
    Raises FlowError when the integration stops early (blow-up, singular metric ahead),
    EmptyError for fewer than two times, NonFiniteError, ShapeError.
    """
    at, when = require_vector("the start of a flow", start), require_vector("the times of a flow", times)
    require_some("times of a flow", when.size, least=2)
    if not np.all(np.diff(when) > 0):
        raise ShapeError("the times of a flow must increase.")
    first = require_finite("the field at the start of a flow", np.asarray(field(at)))
    if first.shape != at.shape:
        raise ShapeError(f"a field of shape {first.shape} at a point of shape {at.shape}.")
    size = np.abs(at) + np.abs(first) * (when[-1] - when[0])
    size = np.where(size > 0, size, np.max(size) or 1.0)
    tight, loose = (_integrate(field, at, when, tolerance, size) for tolerance in (TIGHT, LOOSE))
    return Trajectory(when, tight, np.abs(tight - loose) + 8 * np.finfo(float).eps * np.abs(tight))


def gradient_flow(landscape: Landscape, start: ArrayLike, times: ArrayLike) -> Trajectory:
    """Integrate d theta/dt = -grad L.

    start  (n,).
    times  (m,), increasing.
    Raises as `flow`.
    """
    return flow(landscape.steepest, start, times)


def natural_gradient_flow(landscape: Landscape, start: ArrayLike, times: ArrayLike) -> Trajectory:
    """Integrate d theta/dt = -G^-1 grad L.

    start  (n,).
    times  (m,), increasing.
    Raises as `flow`, and SingularMetricError when the flow meets a singular metric.
    """
    return flow(landscape.natural, start, times)


def flow_through(
    chart: Diffeomorphism,
    landscape: Landscape,
    start: ArrayLike,
    times: ArrayLike,
    *,
    kind: Callable[[Landscape, ArrayLike, ArrayLike], Trajectory] = natural_gradient_flow,
) -> Trajectory:
    """Integrate a flow in the coordinates eta of theta = phi(eta), and carry its points back to theta.

    start  (n,), in theta.
    kind   `natural_gradient_flow`, whose points do not depend on the chart, or `gradient_flow`, whose do.
    Returns points in theta; the error is |J| times the error in eta.
    Raises as `flow`.
    """
    eta = chart.inverse(require_vector("the start of a flow", start))
    found = kind(landscape.in_chart(chart), eta, times)
    spread = np.einsum("...ij,...j->...i", np.abs(chart.jacobian(found.points)), found.error)
    return Trajectory(found.times, chart.forward(found.points), spread)


def _integrate(field: Function, start: Array, times: Array, tolerance: float, size: Array) -> Array:
    solution = solve_ivp(
        lambda _, y: field(y),
        (times[0], times[-1]),
        start,
        method="DOP853",
        t_eval=times,
        rtol=tolerance,
        atol=tolerance * size,
    )
    if not solution.success or solution.y.shape[1] != times.size:
        reached = solution.t[-1] if len(solution.t) else times[0]  # the last of the times asked for
        raise FlowError(
            f"the flow passed t = {reached:.6g}, not the next time asked for: {solution.message} "
            "Likely it leaves the parameter domain or blows up in finite time; shorten the times."
        )
    return require_finite("a point of a flow", np.asarray(solution.y.T))
