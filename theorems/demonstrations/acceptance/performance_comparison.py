"""Iterations to a target on a quadratic whose counts are known for every method.

H = diag(1, 9), the error starts along both eigenvectors alike, the target is a millionth of it.  Gradient descent at
its best rate 2/10 has the factor 4/5 in both, so it needs 62 steps, since 0.8⁶¹ > 10⁻⁶ ≥ 0.8⁶²; natural gradient and
Newton with the metric H need one; damped with λ = 1 the factors are 1/2 and 1/10, and 20 steps do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from numeric.optimizers.methods.damped_natural_gradient import DampedNaturalGradient
from numeric.optimizers.methods.gradient_descent import GradientDescent
from numeric.optimizers.methods.natural_gradient import NaturalGradient
from numeric.optimizers.methods.newton import Newton
from theorems.demonstrations.demonstration import Broken, Demonstration
from theorems.demonstrations.figures import Figure, equals

H, START, TARGET, MOST = np.diag([1.0, 9.0]), np.array([1.0, 1.0]), 1e-6, 500
METHODS: tuple[tuple[str, Any, dict[str, Any], int], ...] = (
    ("gradient descent", GradientDescent(rate=0.2), {}, 62),
    ("natural gradient", NaturalGradient(rate=1.0), {"metric": H}, 1),
    ("Newton's method", Newton(rate=1.0), {"hessian": H}, 1),
    ("damped natural gradient", DampedNaturalGradient(rate=1.0, damping=1.0), {"metric": H}, 20),
)

Count = Callable[..., int]


def accepts(count: Count) -> Sequence[Figure]:
    """The count of every method."""
    return [
        equals(f"iterations of {name}", count(method, given), known, digits=12)
        for name, method, given, known in METHODS
    ]


def steps(method, given, *, target=TARGET, power=1):  # type: ignore[no-untyped-def]
    """How many steps the error needs."""
    state = method.init(START)
    for k in range(MOST):
        if np.linalg.norm(state.parameters) <= target * np.linalg.norm(START):
            return k
        slope = np.linalg.matrix_power(H, power) @ state.parameters
        state, _ = method.step(state, gradient=slope, **given)
    return MOST


DEMONSTRATION = Demonstration(
    text="Steps to a millionth of the error on a quadratic of condition 9, by four methods whose counts are known.",
    implementation=steps,
    accepts=accepts,
    broken=(
        Broken("it counts the start as a step", lambda method, given: steps(method, given) + 1),
        Broken("another target", lambda method, given: steps(method, given, target=1e-4)),
        Broken("another problem", lambda method, given: steps(method, given, power=2)),
    ),
    code=("numeric/optimizers/methods/gradient_descent.py", "numeric/optimizers/methods/natural_gradient.py"),
)
