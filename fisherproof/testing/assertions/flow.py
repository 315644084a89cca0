"""Whether the flow of a direction is invariant: its points do not depend on the chart it is integrated in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from fisherproof.testing.answers import Subject
from fisherproof.testing.drawing.parameters import losses
from fisherproof.testing.errors import ContractError
from fisherproof.testing.instance import Instance, instances
from fisherproof.testing.judgement import STILL, Judgement, Shown, judged
from fisherproof.testing.noise import measured
from fisherproof.testing.notation import number
from fisherproof.testing.problem import Problem
from fisherproof.testing.search import Property, accuracy_option, check
from numeric.arrays import Array, Estimate
from numeric.errors import NumericError

REACH = 0.25  # of the room: how far the flow would go at its first velocity
SHORTER = 4.0
TRIES = 4  # the last time is 1/64 of the first
MOST_CALLS = 1500  # of the direction, for one flow; smooth ones took 85 in the median and 253 at most


class _RoughError(Exception):
    """The integrator takes too many steps."""


def assert_invariant_flow(
    direction: Callable[[Problem, Array], Any],
    family: Any = None,
    *,
    chart: Any = None,
    point: Any = None,
    loss: Any = None,
    accuracy: float = 0.0,
    examples: int = 15,
    seed: int = 0,
) -> None:
    """Assert that d theta/dt = v and d eta/dt = v_eta reach the same point: phi(eta(t)) = theta(t).

    Time counts: a direction that is right up to a factor which depends on the chart fails.

    direction  (problem, point) to (n,), in the coordinates of the problem; it has no memory.
    Other arguments and errors as `assert_equivariant_direction`.  Integrated at two tolerances, which tell the error.
    Source [AmariNagaoka2000] sec. 1.2 (vector fields).
    """
    __tracebackhide__ = True
    subject = Subject(direction)
    asked = Property(
        subject,
        "has no invariant flow",
        "phi(eta(t)) = theta(t),  where d theta/dt = v_theta and d eta/dt = v_eta",
        "assert_invariant_flow",
        accuracy_option(accuracy),
    )
    places = instances(family, chart=chart, point=point, loss=loss, default_loss=losses)
    check(asked, places, lambda at: _judge(subject, at, accuracy), examples=examples, seed=seed)


def _judge(subject: Subject, at: Instance, accuracy: float) -> Judgement:
    if not at.chart.layers:
        return Judgement(Shown.NOTHING)
    time = _time(subject(at.point.shape, at.here, at.point), at.room)
    reason = ""
    for _ in range(TRIES):
        try:
            right = _moved(_end(subject, at, at.here, at.point, time), at)
            left = _moved(_carried(subject, at, time), at)
        except (
            NumericError,
            ContractError,
            _RoughError,
        ) as error:  # it may end, or get steep, before the time
            time, reason = time / SHORTER, str(error)
            continue
        if np.max(np.abs([left.value, right.value]) / at.room) <= STILL:
            return Judgement(Shown.NOTHING)
        found = judged(
            left, right, ("phi(eta(t)) - theta", "theta(t) - theta"), accuracy=accuracy, rough=subject.rough
        )
        return Judgement(found.shown, (("time", f"t = {number(time)}"), *found.lines))
    return Judgement(Shown.CANNOT_TELL, (("flow", reason),))


def _time(velocity: Array, room: Array) -> float:
    """The power of two at which the first velocity would lead through part of the room."""
    speed = float(np.max(np.abs(velocity) / room))
    return float(2.0 ** np.floor(np.log2(REACH / speed))) if speed > 0 else 1.0


def _end(subject: Subject, at: Instance, problem: Problem, start: Array, time: float) -> Estimate:
    """Where the flow is at the time, with the errors of integration, of rounding, and of the direction's noise."""
    from numeric.flows import flow

    calls = 0

    def field(point: Array) -> Array:
        nonlocal calls
        calls += 1
        if calls > MOST_CALLS:
            raise _RoughError(
                f"{subject.name} was called {MOST_CALLS} times and the flow had not ended: it is not smooth there, "
                "noisy, or about to leave the chart."
            )
        return subject(start.shape, problem, point)

    end = flow(field, start, [0.0, time]).end
    noise = measured(field, start, end.value - start, at.shake).error
    return Estimate(end.value, end.error + time * noise)


def _carried(subject: Subject, at: Instance, time: float) -> Estimate:
    end = _end(subject, at, at.there, at.eta, time)
    spread = np.abs(at.chart.jacobian(end.value)) @ end.error
    found = at.chart.forward(end.value)
    if not np.all(np.isfinite(found)):
        raise ContractError(f"the flow in the chart leaves it: at t = {number(time)} it is at {end.value}.")
    return Estimate(found, spread)


def _moved(end: Estimate, at: Instance) -> Estimate:
    """The displacement; an error in one coordinate has moved the others along the flow, in units of the room."""
    return Estimate(end.value - at.point, at.room * np.max(end.error / at.room))
