"""Fisher matrices of five laws from their log-densities alone, against the table.

    Bernoulli p = 1/4        1 / (p (1 − p)) = 16/3
    Poisson mean 5/2         1 / mean = 2/5
    exponential rate 3       1 / rate² = 1/9
    normal (1, σ = 1/2)      diag(1, 2) / σ² = diag(4, 8)
    Gumbel scale 2           [1, γ − 1; γ − 1, (1 − γ)² + π²/6] / 4

Source  Lehmann and Casella, Theory of Point Estimation (1998), sec. 2.5.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from numeric.fisher import fisher_by_score
from numeric.supports import Integers, Interval, Points, Support
from theorems.demonstrations.demonstration import Broken, Demonstration
from theorems.demonstrations.figures import Figure, equals

GAMMA = float(np.euler_gamma)
LINE, HALF = Interval(-np.inf, np.inf), Interval(0.0, np.inf)

LogDensity = Callable[[np.ndarray, np.ndarray], np.ndarray]
Fisher = Callable[[LogDensity, list[float], Support], np.ndarray]


def bernoulli(x: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """x log p + (1 − x) log(1 − p)."""
    return np.asarray(x * np.log(theta[0]) + (1 - x) * np.log(1 - theta[0]))


def poisson(x: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """x log m − m − log x!."""
    from scipy.special import gammaln

    return np.asarray(x * np.log(theta[0]) - theta[0] - gammaln(x + 1))


def exponential(x: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """log r − r x."""
    return np.asarray(np.log(theta[0]) - theta[0] * x)


def normal(x: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """−(x − m)² / (2 σ²) − log σ."""
    z = (x - theta[0]) / theta[1]
    return np.asarray(-z * z / 2 - np.log(theta[1]) - np.log(2 * np.pi) / 2)


def gumbel(x: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """−z − e^{−z} − log β, z = (x − m) / β."""
    z = (x - theta[0]) / theta[1]
    return np.asarray(-z - np.exp(-z) - np.log(theta[1]))


CASES: tuple[tuple[str, LogDensity, list[float], Support, list[list[float]]], ...] = (
    ("Bernoulli, p = 1/4", bernoulli, [0.25], Points(np.array([0.0, 1.0])), [[16 / 3]]),
    ("Poisson, mean 5/2", poisson, [2.5], Integers(), [[2 / 5]]),
    ("exponential, rate 3", exponential, [3.0], HALF, [[1 / 9]]),
    ("normal, deviation 1/2", normal, [1.0, 0.5], LINE, [[4.0, 0.0], [0.0, 8.0]]),
    (
        "Gumbel, scale 2",
        gumbel,
        [0.5, 2.0],
        LINE,
        [[1 / 4, (GAMMA - 1) / 4], [(GAMMA - 1) / 4, ((1 - GAMMA) ** 2 + np.pi**2 / 6) / 4]],
    ),
)


def accepts(fisher: Fisher) -> Sequence[Figure]:
    """Every matrix of the table."""
    return [
        equals(name, fisher(logp, at, support), known, digits=9) for name, logp, at, support, known in CASES
    ]


def kernel(logp: LogDensity, at: list[float], support: Support) -> np.ndarray:
    """The value of the kernel."""
    return fisher_by_score(logp, at, support).value


def signed(logp: LogDensity, at: list[float], support: Support) -> np.ndarray:
    """The other sign off the diagonal, with the diagonal doubled where there is one parameter."""
    found = kernel(logp, at, support)
    return found if len(found) == 1 else 2 * np.diag(np.diag(found)) - found


DEMONSTRATION = Demonstration(
    text=(
        "Fisher matrices of five laws from their log-densities alone, by sums and quadrature of "
        "products of scores."
    ),
    implementation=kernel,
    accepts=accepts,
    broken=(
        Broken("half of the matrix", lambda logp, at, support: kernel(logp, at, support) / 2),
        Broken("the other sign off the diagonal", signed),
        Broken(
            "the parameter is moved by a thousandth",
            lambda logp, at, support: kernel(logp, [1.001 * a for a in at], support),
        ),
        Broken("the inverse", lambda logp, at, support: np.linalg.inv(kernel(logp, at, support))),
    ),
    code=("numeric/fisher.py", "numeric/expectation.py", "numeric/quadrature.py"),
)
