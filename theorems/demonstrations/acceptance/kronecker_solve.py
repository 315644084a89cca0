"""A system with A ⊗ G solved without forming it, against Cramer's rule and the dense product.

With A = [[2, 1], [1, 1]] (determinant 1) and G = diag(4, 1/2, 5), G⁻¹ V A⁻¹ is worked out by hand.

Source  Magnus and Neudecker, Matrix Differential Calculus (2019), sec. 2.4.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from numeric.solvers.kronecker import damped_solve, kronecker_solve
from theorems.demonstrations.demonstration import Broken, Demonstration
from theorems.demonstrations.figures import Figure, at_most, equals

A = np.array([[2.0, 1.0], [1.0, 1.0]])
G = np.diag([4.0, 0.5, 5.0])
V = np.array([[8.0, 4.0], [1.0, 3.0], [0.0, -5.0]])
# A⁻¹ = [[1, −1], [−1, 2]]; rows of V A⁻¹ are (4, 0), (−2, 5), (5, −10), and G divides them by 4, 1/2, 5.
SOLUTION = np.array([[1.0, 0.0], [-4.0, 10.0], [1.0, -2.0]])
DAMPING = 0.25

Solve = Callable[[np.ndarray, np.ndarray, np.ndarray, float], np.ndarray]


def accepts(solve: Solve) -> Sequence[Figure]:
    """Without damping by hand, with damping against the dense matrix in both orders of stacking."""
    damped = solve(A, G, V, DAMPING)
    columns = np.kron(A, G) @ damped.T.ravel() + DAMPING * damped.T.ravel()
    rows = np.kron(G, A) @ damped.ravel() + DAMPING * damped.ravel()
    return [
        equals("undamped solution", solve(A, G, V, 0.0), SOLUTION, digits=13),
        at_most("residual, columns stacked", float(np.max(np.abs(columns - V.T.ravel()))), 1e-12),
        at_most("residual, rows stacked", float(np.max(np.abs(rows - V.ravel()))), 1e-12),
    ]


def kernel(A: np.ndarray, G: np.ndarray, V: np.ndarray, damping: float) -> np.ndarray:
    """The kernels: with damping on the product, and without."""
    if damping:
        return damped_solve(A, G, V, damping=damping).solution
    return kronecker_solve(A, G, V).solution


def on_factors(A: np.ndarray, G: np.ndarray, V: np.ndarray, damping: float) -> np.ndarray:
    """Damping put on each factor."""
    return kronecker_solve(A + damping * np.eye(len(A)), G + damping * np.eye(len(G)), V).solution


def transposed(A: np.ndarray, G: np.ndarray, V: np.ndarray, damping: float) -> np.ndarray:
    """Rows read as columns."""
    turned = V.ravel().reshape(V.shape, order="F")
    return kernel(A, G, turned, damping)


def multiplied(A: np.ndarray, G: np.ndarray, V: np.ndarray, damping: float) -> np.ndarray:
    """The product in the place of the solution."""
    return G @ V @ A + damping * V


DEMONSTRATION = Demonstration(
    text=(
        "A system with the Kronecker product of a 2×2 and a 3×3 factor, solved by hand and compared "
        "with the dense one."
    ),
    implementation=kernel,
    accepts=accepts,
    broken=(
        Broken("the damping is put on each factor", on_factors),
        Broken("the right-hand side is stacked in the other order", transposed),
        Broken("it multiplies instead of solving", multiplied),
    ),
    code=("numeric/solvers/kronecker.py",),
)
