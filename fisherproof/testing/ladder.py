"""Finite steps in two charts, and how fast their ends come together as the step gets small.

    mismatch(h) = phi(step_eta(eta, h)) - step_theta(theta, h),   in units of the room of theta

A ladder begins where both steps move by an eighth of the room at most.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from fisherproof.testing.answers import Subject
from fisherproof.testing.errors import ContractError
from fisherproof.testing.instance import Instance
from fisherproof.testing.judgement import STILL
from fisherproof.testing.noise import measured
from fisherproof.testing.problem import Problem
from numeric.agreement import ENOUGH
from numeric.arrays import Array, Estimate
from numeric.slopes import Slope, measure_slope

Step = Callable[[Problem, Array, float], Any]

FIRST = 0.5  # rules that average, (1 - h) theta + h target, have no meaning from 1 on
REACH = 0.125
HALVINGS = 40
RUNGS = 12  # down to h/2048: a mismatch of order 3 falls by 10 decades, to the rounding of float64


@dataclass(frozen=True)
class Ladder:
    """What the steps at one instance show.

    slope        of the mismatch.
    largest      the first h.
    left, right  the displacements phi(step_eta(eta, h)) - theta and step_theta(theta, h) - theta at it, (n,).
    resolved     whether the error of the mismatch is below a millionth of the displacement at it.
    still        whether neither step moves.
    """

    slope: Slope
    largest: float
    left: Estimate
    right: Estimate
    resolved: bool
    still: bool


def climb(step: Subject, at: Instance, accuracy: float) -> Ladder:
    """Measure the order of the mismatch at an instance.

    accuracy  error of the steps relative to their displacement, beyond rounding.
    Raises ContractError when the steps do not get small with h, and as the step makes it.
    """
    largest = _largest(step, at)
    left = measured(lambda theta: _carried(step, at, theta, largest) - theta, at.point, at.along, at.shake)
    right = measured(lambda theta: _end(step, at, theta, largest) - theta, at.point, at.along, at.shake)
    moved = float(np.max(np.abs([left.value, right.value]) / at.room))
    smallest = largest * 2.0 ** (1 - RUNGS)
    noise = max(_noise(step, at, h) for h in (largest, smallest))

    def mismatch(h: float) -> Estimate:
        gap = _gap(step, at, at.point, h) / at.room
        size = np.max(np.abs(_end(step, at, at.point, h) - at.point) / at.room)
        return Estimate(gap, np.full(gap.shape, noise + accuracy * size))

    slope = measure_slope(mismatch, largest=largest, count=RUNGS)
    resolved = noise <= 10.0**-ENOUGH * moved
    return Ladder(slope, largest, left, right, resolved=resolved, still=moved <= STILL)


def _noise(step: Subject, at: Instance, h: float) -> float:
    """The error of the mismatch at step size h, in units of the room: what it shows, and the rounding of the ends."""
    shown = measured(lambda theta: _gap(step, at, theta, h), at.point, at.along, at.shake).error
    rounding = max(np.finfo(float).eps, step.rough) * np.abs(at.point)
    return float(np.max((shown + rounding) / at.room))


def _gap(step: Subject, at: Instance, theta: Array, h: float) -> Array:
    return np.asarray(_carried(step, at, theta, h) - _end(step, at, theta, h))


def _end(step: Subject, at: Instance, theta: Array, h: float) -> Array:
    return step(theta.shape, at.here, theta, h)


def _carried(step: Subject, at: Instance, theta: Array, h: float) -> Array:
    eta = at.chart.inverse(theta)
    end = step(eta.shape, at.there, eta, h)
    with np.errstate(all="ignore"):
        found = at.chart.forward(end)
    if not np.all(np.isfinite(found)):
        raise ContractError(f"the step in the chart ends at {end}, which is no point of it.")
    return found


def _largest(step: Subject, at: Instance) -> float:
    """The first of 1/2, 1/4, ... at which both ends are within reach."""
    h, reason = FIRST, f"{step.name} moves by more than an eighth of the room however small h is."
    for _ in range(HALVINGS):
        try:
            ends = _carried(step, at, at.point, h), _end(step, at, at.point, h)
            if all(np.max(np.abs(end - at.point) / at.room) <= REACH for end in ends):
                return h
        except ContractError as error:
            reason = str(error)
        h /= 2
    raise ContractError(f"no step size down to {h:.1g} will do: {reason}")
