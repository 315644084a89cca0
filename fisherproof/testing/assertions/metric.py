"""Whether a metric is covariant: G_eta = J^T G_theta J."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from fisherproof.testing.answers import Subject
from fisherproof.testing.instance import Instance, instances
from fisherproof.testing.judgement import Judgement, Shown, judged
from fisherproof.testing.noise import measured
from fisherproof.testing.problem import Problem
from fisherproof.testing.search import Property, accuracy_option, check
from numeric.arrays import Array


def assert_covariant_metric(
    metric: Callable[[Problem, Array], Any],
    family: Any = None,
    *,
    chart: Any = None,
    point: Any = None,
    loss: Any = None,
    accuracy: float = 0.0,
    examples: int = 60,
    seed: int = 0,
) -> None:
    """Assert that a matrix field transforms as a metric: G_eta(eta) = J^T G_theta(theta) J at theta = phi(eta).

    metric    (problem, point) to (n, n), in the coordinates of the problem.
    family    a family, its name, a strategy; any by default.
    chart, point, loss  values, strategies, or functions of the family to strategies; there is no loss by default.
    accuracy  relative error that the metric is known to have beyond rounding.
    Raises CounterexampleError, UndecidedError, ContractError.
    Source [AmariNagaoka2000] sec. 1.2 (tensors of type (0, 2)).
    """
    __tracebackhide__ = True
    subject = Subject(metric)

    def judge(at: Instance) -> Judgement:
        n = at.family.dimension

        def there(theta: Array) -> Array:
            return subject((n, n), at.there, at.chart.inverse(theta))

        def carried(theta: Array) -> Array:
            J = at.chart.jacobian(at.chart.inverse(theta), at.shake)
            return np.asarray(J.T @ subject((n, n), at.here, theta) @ J)

        if not at.chart.layers:
            return Judgement(Shown.NOTHING)
        left, right = (measured(side, at.point, at.along, at.shake) for side in (there, carried))
        return judged(left, right, ("G_eta", "J^T G_theta J"), accuracy=accuracy, rough=subject.rough)

    asked = Property(
        subject,
        "is not a covariant metric",
        "G_eta(eta) = J^T G_theta(theta) J,  J = d theta/d eta",
        "assert_covariant_metric",
        accuracy_option(accuracy),
    )
    places = instances(family, chart=chart, point=point, loss=loss, default_loss=None)
    check(asked, places, judge, examples=examples, seed=seed)
