"""Natural gradients under linear constraints: the step stays in the constraint and is steepest there.

Minimise ∇Lᵀ d + ½ dᵀ F d subject to C d = 0.  By Lagrange's rule d = −F⁻¹ (∇L − Cᵀ μ) with (C F⁻¹ Cᵀ) μ = C F⁻¹ ∇L;
in coordinates u of the null space, d = N u, it is the natural gradient of the restricted problem, −N (Nᵀ F N)⁻¹ Nᵀ ∇L.
The kernel is the second form, made of an optimizer that knows no constraints; the first is what it is held against.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from numeric.optimizers.methods.natural_gradient import NaturalGradient
from theorems.demonstrations.demonstration import Broken, Demonstration
from theorems.demonstrations.figures import Figure, at_least, at_most, equals

F = np.array([[4.0, 1.0, 0.0], [1.0, 3.0, -1.0], [0.0, -1.0, 2.0]])
GRADIENT = np.array([1.0, -2.0, 3.0])
C = np.array([[1.0, 1.0, 1.0]])
NULL = np.array([[1.0, 0.0], [-1.0, 1.0], [0.0, -1.0]])

Step = Callable[[np.ndarray, np.ndarray], np.ndarray]


def by_multipliers() -> np.ndarray:
    """d from the system of Lagrange."""
    inverse = np.linalg.inv(F)
    mu = np.linalg.solve(C @ inverse @ C.T, C @ inverse @ GRADIENT)
    return np.asarray(-inverse @ (GRADIENT - C.T @ mu))


def accepts(step: Step) -> Sequence[Figure]:
    """The step, the constraint, the descent, and another basis of the null space."""
    d = step(GRADIENT, NULL)
    other = NULL @ np.array([[2.0, 1.0], [0.5, -3.0]])
    return [
        equals("the step", d, by_multipliers(), digits=12),
        equals("the step in another basis", step(GRADIENT, other), by_multipliers(), digits=12),
        at_most("how far it leaves the constraint", float(np.max(np.abs(C @ d))), 1e-12),
        at_least("descent", float(-GRADIENT @ d), 0.1),
    ]


def restricted(gradient: np.ndarray, null: np.ndarray) -> np.ndarray:
    """The natural gradient in coordinates of the null space."""
    method = NaturalGradient(rate=1.0)
    u, _ = method.step(
        method.init(np.zeros(null.shape[1])), gradient=null.T @ gradient, metric=null.T @ F @ null
    )
    return np.asarray(null @ u.parameters)


def projected(gradient: np.ndarray, null: np.ndarray) -> np.ndarray:
    """The free natural gradient, projected by Euclid."""
    return np.asarray(-null @ np.linalg.pinv(null) @ np.linalg.solve(F, gradient))


def free(gradient: np.ndarray, null: np.ndarray) -> np.ndarray:
    """The constraint forgotten."""
    return np.asarray(-np.linalg.solve(F, gradient))


def plain(gradient: np.ndarray, null: np.ndarray) -> np.ndarray:
    """The metric forgotten in the null space."""
    return np.asarray(-null @ null.T @ gradient)


DEMONSTRATION = Demonstration(
    text=(
        "A natural-gradient step under one linear constraint, in coordinates of the null space and by "
        "multipliers."
    ),
    implementation=restricted,
    accepts=accepts,
    broken=(
        Broken("the free step, projected by Euclid", projected),
        Broken("the constraint is forgotten", free),
        Broken("the metric is forgotten", plain),
    ),
    code=("numeric/optimizers/methods/natural_gradient.py",),
)
