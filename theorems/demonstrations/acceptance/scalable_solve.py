"""A layer with 60,000 weights preconditioned exactly from two small factors, where the matrix itself cannot be held.

The factors are 200×200 and 300×300; the matrix they stand for has 3.6·10⁹ entries.  The right-hand side is made from a
planted answer by G X A, and the answer must come back; what is stored is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from numeric.curvature import Kronecker
from theorems.demonstrations.demonstration import Broken, Demonstration
from theorems.demonstrations.figures import Figure, at_most, equals

INPUTS, OUTPUTS = 300, 200

Solve = Callable[[np.ndarray, np.ndarray, np.ndarray], tuple[np.ndarray, int]]


def spread(size: int) -> np.ndarray:
    """Tridiagonal, positive definite, its eigenvalues between 1/10 and 41/10."""
    return np.diag(np.full(size, 2.1)) - np.diag(np.ones(size - 1), 1) - np.diag(np.ones(size - 1), -1)


def accepts(solve: Solve) -> Sequence[Figure]:
    """The answer and the numbers that were stored for it."""
    A, G = spread(INPUTS), spread(OUTPUTS)
    planted = np.outer(np.arange(OUTPUTS) % 7 - 3.0, np.arange(INPUTS) % 5 - 1.0)
    found, stored = solve(A, G, G @ planted @ A)
    whole = (INPUTS * OUTPUTS) ** 2
    return [
        equals("the planted answer", found, planted, digits=10),
        at_most(
            "numbers stored, to those of the whole matrix", stored / whole, (INPUTS**2 + OUTPUTS**2) / whole
        ),
    ]


def kernel(A: np.ndarray, G: np.ndarray, V: np.ndarray) -> tuple[np.ndarray, int]:
    """Two Cholesky factors."""
    factors = Kronecker(A, G)
    return factors.solve(V), factors.A.size + factors.G.size


def diagonals(A: np.ndarray, G: np.ndarray, V: np.ndarray) -> tuple[np.ndarray, int]:
    """The diagonals of the factors alone."""
    return V / np.outer(np.diag(G), np.diag(A)), len(A) + len(G)


def one_side(A: np.ndarray, G: np.ndarray, V: np.ndarray) -> tuple[np.ndarray, int]:
    """One factor forgotten."""
    return np.linalg.solve(G, V), G.size


def rows_of_the_whole(A: np.ndarray, G: np.ndarray, V: np.ndarray) -> tuple[np.ndarray, int]:
    """The right answer from a block row of the whole matrix for each output."""
    return Kronecker(A, G).solve(V), len(G) * A.size * 2


DEMONSTRATION = Demonstration(
    text="A layer of 200 outputs and 300 inputs is preconditioned from two factors, and gives back a planted answer.",
    implementation=kernel,
    accepts=accepts,
    broken=(
        Broken("the diagonals of the factors alone", diagonals),
        Broken("one factor is forgotten", one_side),
        Broken("more is stored than two factors", rows_of_the_whole),
    ),
    code=("numeric/curvature/kronecker.py", "numeric/solvers/direct.py"),
)
