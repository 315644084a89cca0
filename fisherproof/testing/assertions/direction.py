"""Whether a direction is a tangent vector: J v_eta = v_theta."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from fisherproof.testing.answers import Subject
from fisherproof.testing.drawing.parameters import losses
from fisherproof.testing.instance import Instance, instances
from fisherproof.testing.judgement import Judgement, Shown, judged
from fisherproof.testing.noise import measured
from fisherproof.testing.problem import Problem
from fisherproof.testing.search import Property, accuracy_option, check
from numeric.arrays import Array


def assert_equivariant_direction(
    direction: Callable[[Problem, Array], Any],
    family: Any = None,
    *,
    chart: Any = None,
    point: Any = None,
    loss: Any = None,
    accuracy: float = 0.0,
    examples: int = 60,
    seed: int = 0,
) -> None:
    """Assert that a direction transforms as a tangent vector: J v_eta(eta) = v_theta(theta) at theta = phi(eta).

    direction  (problem, point) to (n,), in the coordinates of the problem.
    Other arguments and errors as `assert_covariant_metric`; a loss that is left out is drawn.
    Source [AmariNagaoka2000] sec. 1.2; Amari, Natural gradient works efficiently in learning, Neural Comput. 10 (1998).
    """
    __tracebackhide__ = True
    subject = Subject(direction)

    def judge(at: Instance) -> Judgement:
        n = at.family.dimension

        def carried(theta: Array) -> Array:
            eta = at.chart.inverse(theta)
            return np.asarray(at.chart.jacobian(eta, at.shake) @ subject((n,), at.there, eta))

        def here(theta: Array) -> Array:
            return subject((n,), at.here, theta)

        if not at.chart.layers:
            return Judgement(Shown.NOTHING)
        left, right = (measured(side, at.point, at.along, at.shake) for side in (carried, here))
        return judged(left, right, ("J v_eta", "v_theta"), accuracy=accuracy, rough=subject.rough)

    asked = Property(
        subject,
        "is not an equivariant direction",
        "J v_eta(eta) = v_theta(theta),  J = d theta/d eta",
        "assert_equivariant_direction",
        accuracy_option(accuracy),
    )
    places = instances(family, chart=chart, point=point, loss=loss, default_loss=losses)
    check(asked, places, judge, examples=examples, seed=seed)
