"""The natural-gradient idea without a probability law: the metric of a model's outputs, pulled back.

For outputs f(θ) with a metric M on them, g(θ) = Jᵀ M J is a metric on parameters, and its steepest-descent direction
is carried from chart to chart by the Jacobian.  Here f(a, b) = (a b, a + b², b) with M = diag(1, 4, 9), against the
chart (u, v) = (log a, b³), whose matrix and direction are worked out by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from theorems.demonstrations.demonstration import Broken, Demonstration
from theorems.demonstrations.figures import Figure, at_least, equals

M = np.diag([1.0, 4.0, 9.0])
AT = np.array([2.0, 0.5])
SLOPE = np.array([1.0, -3.0])  # of the loss in (a, b)

Outputs = Callable[[np.ndarray], np.ndarray]
Metric = Callable[[Outputs, np.ndarray], np.ndarray]


def outputs(theta: np.ndarray) -> np.ndarray:
    """(a b, a + b², b)."""
    a, b = theta
    return np.array([a * b, a + b * b, b])


def in_the_other_chart(phi: np.ndarray) -> np.ndarray:
    """The same of (u, v)."""
    return outputs(np.array([np.exp(phi[0]), phi[1] ** (1 / 3)]))


def accepts(metric: Metric) -> Sequence[Figure]:
    """The matrix by hand, and one direction in two charts."""
    J = np.array([[0.5, 2.0], [1.0, 1.0], [0.0, 1.0]])  # (b, a), (1, 2 b), (0, 1) at (2, 1/2)
    found = metric(outputs, AT)
    phi = np.array([np.log(AT[0]), AT[1] ** 3])
    D = np.diag([1 / AT[0], 3 * AT[1] ** 2])  # ∂(u, v)/∂(a, b)
    here = -np.linalg.solve(found, SLOPE)
    there = -np.linalg.solve(metric(in_the_other_chart, phi), np.linalg.solve(D.T, SLOPE))
    plain = -D @ SLOPE + np.linalg.solve(D.T, SLOPE)
    return [
        equals("the pulled-back metric", found, J.T @ M @ J, digits=11),
        equals("the direction in the other chart", there, D @ here, digits=10),
        at_least("by how much plain gradients differ", float(np.linalg.norm(plain)), 1.0),
    ]


def pulled_back(f: Outputs, at: np.ndarray) -> np.ndarray:
    """Jᵀ M J with the Jacobian by complex steps."""
    moves = 1e-100 * np.eye(len(at))
    J = np.stack([np.imag(f(at + 1j * h)) / 1e-100 for h in moves], axis=1)
    return np.asarray(J.T @ M @ J)


def unweighted(f: Outputs, at: np.ndarray) -> np.ndarray:
    """The metric of the outputs forgotten."""
    moves = 1e-100 * np.eye(len(at))
    J = np.stack([np.imag(f(at + 1j * h)) / 1e-100 for h in moves], axis=1)
    return np.asarray(J.T @ J)


DEMONSTRATION = Demonstration(
    text=(
        "The metric that a model's outputs pull back to its parameters, by hand and in two charts, with "
        "no law in sight."
    ),
    implementation=pulled_back,
    accepts=accepts,
    broken=(
        Broken("the metric of the outputs is forgotten", unweighted),
        Broken("the identity", lambda f, at: np.eye(len(at))),
        Broken("the diagonal alone", lambda f, at: np.diag(np.diag(pulled_back(f, at)))),
    ),
    code=("numeric/differentiate.py",),
)
