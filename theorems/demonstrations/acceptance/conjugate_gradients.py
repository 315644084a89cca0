"""Conjugate gradients on a Fisher matrix with three different eigenvalues: three iterations, and the exact solution.

The design has orthogonal columns, so F = Xᵀ X / N is diagonal in them with chosen eigenvalues, and F x = b is
solved by hand.  In exact arithmetic the iteration ends after as many steps as there are different eigenvalues.

Source  Golub and Van Loan, Matrix Computations (2013), sec. 11.3.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from numeric.solvers.conjugate_gradients import conjugate_gradients
from theorems.demonstrations.demonstration import Broken, Demonstration
from theorems.demonstrations.figures import Figure, at_least, at_most, equals

COLUMNS = np.array([[1, 1, 1, 1, 1, 1, 1, 1], [1, -1, 1, -1, 1, -1, 1, -1], [1, 1, -1, -1, 1, 1, -1, -1]]).T
COLUMNS = np.column_stack([COLUMNS, COLUMNS[:, 1] * COLUMNS[:, 2], [1, 1, 1, 1, -1, -1, -1, -1]])
EIGENVALUES = np.array([1.0, 4.0, 4.0, 25.0, 25.0])
DESIGN = COLUMNS * np.sqrt(EIGENVALUES)
RIGHT = np.array([3.0, -2.0, 1.0, 5.0, -10.0])
SOLUTION = RIGHT / EIGENVALUES

Solve = Callable[[Callable[[np.ndarray], np.ndarray], np.ndarray], Any]


def accepts(solve: Solve) -> Sequence[Figure]:
    """The solution, the products asked for, and the residual that is reported."""
    products = 0

    def times(v: np.ndarray) -> np.ndarray:
        nonlocal products
        products += 1
        return DESIGN.T @ (DESIGN @ v) / len(DESIGN)

    found = solve(times, RIGHT)
    measured = float(np.linalg.norm(times(found.solution) - RIGHT) / np.linalg.norm(RIGHT))
    return [
        equals("the solution", found.solution, SOLUTION, digits=11),
        at_most("iterations", found.iterations, 3),
        at_least("products with F that were asked for", products - 1, found.iterations),
        at_most("reported less measured residual", abs(found.residual - measured), 1e-12),
    ]


def kernel(times: Callable[[np.ndarray], np.ndarray], right: np.ndarray) -> Any:
    """The kernel, to twelve digits."""
    return conjugate_gradients(times, right, tolerance=1e-12)


def stopped(times: Callable[[np.ndarray], np.ndarray], right: np.ndarray) -> Any:
    """One iteration too few."""
    return conjugate_gradients(times, right, tolerance=1e-12, limit=2)


def doubled(times: Callable[[np.ndarray], np.ndarray], right: np.ndarray) -> Any:
    """Of twice the matrix."""
    return conjugate_gradients(lambda v: 2 * times(v), right, tolerance=1e-12)


def damped(times: Callable[[np.ndarray], np.ndarray], right: np.ndarray) -> Any:
    """With a damping that nobody asked for."""
    return conjugate_gradients(lambda v: times(v) + 1e-6 * v, right, tolerance=1e-12)


def preconditioned(times: Callable[[np.ndarray], np.ndarray], right: np.ndarray) -> Any:
    """A preconditioner that makes more eigenvalues different."""
    scales = np.array([1.0, 2.0, 3.0, 5.0, 7.0])
    return conjugate_gradients(times, right, preconditioner=lambda r: scales * r, tolerance=1e-12)


DEMONSTRATION = Demonstration(
    text=(
        "A system with the Fisher matrix of five orthogonal features, solved by hand; products F v "
        "alone are given."
    ),
    implementation=kernel,
    accepts=accepts,
    broken=(
        Broken("it stops one iteration early", stopped),
        Broken("the matrix is taken twice", doubled),
        Broken("a damping of a millionth is added", damped),
        Broken("the preconditioner spreads the eigenvalues", preconditioned),
    ),
    code=("numeric/solvers/conjugate_gradients.py",),
)
