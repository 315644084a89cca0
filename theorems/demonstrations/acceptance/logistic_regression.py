"""Natural-gradient descent for logistic regression, on a table whose maximum likelihood is known.

Two groups, 1 of 4 and 2 of 3 successes: the maximum is at log-odds −log 3 and log 2, so at intercept −log 3 and
slope log 6 for the 0/1 coding.  A natural step of rate 1 is Fisher scoring, with quadratic convergence.

Source  McCullagh and Nelder, Generalized Linear Models (1989), sec. 2.5 and 4.4.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from numeric.curvature.exact import fisher
from numeric.networks import Bernoulli, Dense, Network, gradient
from numeric.optimizers.methods.natural_gradient import NaturalGradient
from theorems.demonstrations.demonstration import Broken, Demonstration
from theorems.demonstrations.figures import Figure, at_most, equals

GROUP = np.array([[0.0]] * 4 + [[1.0]] * 3)
SUCCESS = np.array([[1.0], [0.0], [0.0], [0.0], [1.0], [1.0], [0.0]])
MAXIMUM = np.array([np.log(6.0), -np.log(3.0)])  # slope, intercept
START = np.array([0.5, 0.5])
NETWORK = Network((Dense(1, 1),), Bernoulli(1))
STEPS = 7

Metric = Callable[[np.ndarray], np.ndarray]


def metric(theta: np.ndarray) -> np.ndarray:
    """(1/N) Σ σ (1 − σ) x xᵀ with a coordinate of one, by the kernel of networks."""
    return fisher(NETWORK, theta, GROUP)


def accepts(of: Metric) -> Sequence[Figure]:
    """The matrix at the start by hand, the end, and how the error falls."""
    z = np.array([0.5, 1.0])
    v = 1 / (np.exp(z / 2) + np.exp(-z / 2)) ** 2  # σ (1 − σ) in the two groups
    known = np.array([[3 * v[1], 3 * v[1]], [3 * v[1], 4 * v[0] + 3 * v[1]]]) / 7
    method = NaturalGradient(rate=1.0)
    state, errors = method.init(START), []
    for _ in range(STEPS):
        theta = state.parameters
        state, _ = method.step(state, gradient=gradient(NETWORK, theta, GROUP, SUCCESS), metric=of(theta))
        errors.append(float(np.linalg.norm(state.parameters - MAXIMUM)))
    ratios = [b / a**2 for a, b in pairwise(errors) if b > 1e-12]  # below, there is rounding only
    return [
        equals("Fisher matrix at the start", of(START), known, digits=13),
        equals(f"parameters after {STEPS} steps", state.parameters, MAXIMUM, digits=12),
        at_most("error over the square of the one before", max(ratios), 2.0),
    ]


def empirical(theta: np.ndarray) -> np.ndarray:
    """Labels of the data in the place of the model's."""
    x = np.column_stack([GROUP, np.ones(7)])
    residual = SUCCESS[:, 0] - 1 / (1 + np.exp(-x @ theta))
    return np.asarray((residual**2 * x.T) @ x / 7)


DEMONSTRATION = Demonstration(
    text=(
        "Seven outcomes in two groups, whose maximum-likelihood estimate is known: natural-gradient "
        "steps of rate 1 reach it."
    ),
    implementation=metric,
    accepts=accepts,
    broken=(
        Broken("the empirical Fisher matrix", empirical),
        Broken("a sum over examples with a gradient that is a mean", lambda theta: 7 * metric(theta)),
        Broken("the matrix of the uniform model everywhere", lambda theta: metric(0 * theta)),
        Broken("no metric", lambda theta: np.eye(2)),
    ),
    code=("numeric/optimizers/methods/natural_gradient.py", "numeric/curvature/exact.py"),
)
